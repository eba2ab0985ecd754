"""Commands of minutes, stopped half-way by Ctrl-C or a full disk: a sentence, and `--resume`.

What stands in the folder at the end is, to the byte, what an undisturbed command leaves.
"""

import os

import pytest

from tests.faults.processes import bytes_of, scripted

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(os.name != "posix", reason="signals and process groups"),
]

# Types `jumelage`; as a given part of a table is written, Ctrl-C reaches it and all its workers,
# or the disk is full from then on.
SCRIPT = """
import errno, os, signal, sys
from pathlib import Path
import jumelage
from scenarios.runs.kept import parts

real, write_bytes, count = parts.write_whole, Path.write_bytes, 0
fault, number = "none", 0

def write_whole(path, data):
    global count
    count += 1
    if fault == "signal" and count == number:
        os.killpg(0, signal.SIGINT)
    real(path, data)

def no_room(path, data):
    if fault != "disk" or count < number:
        return write_bytes(path, data)
    write_bytes(path, data[: len(data) // 2])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

if __name__ == "__main__":
    fault, number = sys.argv[1], int(sys.argv[2])
    parts.write_whole, Path.write_bytes = write_whole, no_room
    sys.argv = ["jumelage", *sys.argv[3:]]
    jumelage.main()
"""
COMPARE = ("compare", "outlook", "small_grants", "--world", "toy", "--central")
COMMANDS = {
    "compare": (*COMPARE, "--replications", 8),
    "sensitivity": ("sensitivity", "history", "--world", "toy", "--until", 1946, "--draws", 8),
    "calibrate": ("calibrate", "--world", "toy", "--draws", 128, "--waves", 1),
    "report": ("report", "one_world", "--draft"),
}
HALF = {"compare": 20, "sensitivity": 60, "calibrate": 120, "report": 9}
"""Part of a table at which the fault comes."""


def typed(tmp_path, fault, number, *words):
    """Type the command, with that fault, in a process group of its own."""
    script = tmp_path / "faulty.py"
    script.write_text(SCRIPT)
    words = [fault, number, *words, "--quiet"]
    return scripted(script, *words, timeout=600)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What each command leaves where nothing disturbs it, made at first asking."""
    made = {}

    def of(command):
        if command not in made:
            folder = tmp_path_factory.mktemp(command)
            result = typed(folder, "none", 0, *COMMANDS[command], "--out", folder / "out")
            assert result.returncode == 0, result.stderr
            made[command] = bytes_of(folder / "out")
        return made[command]

    return of


# Two stand for all that go through ensembles and designs; the others take minutes.
CASES = [
    *(("signal", command) for command in ("compare", "sensitivity", "calibrate")),
    *(("disk", command) for command in ("compare", "sensitivity", "report")),
]


@pytest.mark.parametrize(("fault", "command"), CASES)
def test_what_was_stopped_goes_on(tmp_path, whole, fault, command):
    out = tmp_path / "out"
    words = *COMMANDS[command], "--out", out
    result = typed(tmp_path, fault, HALF[command], *words)
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == 1, result.stderr
    if fault == "signal":
        assert result.returncode == 130, result.stderr
        assert "--resume" in result.stderr
    else:
        assert result.returncode == 2, result.stderr
        assert "the disk is full; make room" in result.stderr
    there = bytes_of(out)
    assert len(there) < len(whole(command))
    assert not [name for name in there if ".jumelage-" in name]
    result = typed(tmp_path, "none", 0, *words, "--resume")
    assert result.returncode == 0, result.stderr
    assert bytes_of(out) == whole(command)
