"""Odd surroundings: terminals, encodings, pipes, homes, clocks and names of folders."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import jumelage
from scenarios.runs import RunError, choose, ensemble, open_results, run

ROOT = Path(__file__).resolve().parents[2]
SHORT = ("run", "history", "--world", "toy", "--until", "1948", "--quiet", "--out")
posix = pytest.mark.skipif(os.name != "posix", reason="file descriptors and names of POSIX")


def typed(words, *, without=(), **more):
    """Type a command in a process of its own; `env` is added to what is there."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    env = {name: value for name, value in env.items() if name not in without}
    code = [sys.executable, "-c", "from jumelage import main; main()"]
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.run([*code, *map(str, words)], env=env, timeout=120, **more)


@pytest.mark.parametrize("encoding", ["ascii", "ascii:strict", "cp1252"])
def test_signs_that_a_terminal_cannot_show_are_no_end(encoding):
    env = {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    result = typed(["match", "Köln", "--country", "PL", "--top", 3], env=env)
    assert result.returncode == 0, result.stderr
    assert result.stderr == b""
    assert b"K" in result.stdout


@posix
def test_an_output_on_a_full_disk_is_told():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        result = typed(["scenarios"], stdout=full)
    assert result.returncode == 2
    assert result.stderr == (
        b"Error: standard output cannot be written (No space left on device)\n"
    )


@posix
def test_a_reader_that_leaves_ends_without_a_word():
    read, write = os.pipe()
    os.close(read)
    try:
        result = typed(["scenarios"], stdout=write)
    finally:
        os.close(write)
    assert result.returncode == 1
    assert result.stderr == b""


@posix
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_closed_stream_stops_no_run(tmp_path, closed):
    out = tmp_path / "x"
    result = typed([*SHORT, out], preexec_fn=lambda: os.close(closed))
    assert result.returncode == 0
    assert open_results(out).table("ties").width > 10


def test_no_home_and_no_terminal(tmp_path):
    gone = ("HOME", "TERM", "LANG", "LC_ALL", "USERPROFILE", "COLUMNS")
    result = typed([*SHORT, tmp_path / "x"], without=gone, stdin=subprocess.DEVNULL)
    assert (result.returncode, result.stderr) == (0, b"")


# ------------------------------------------------------------------ names of folders

NAMES = [
    "with spaces",
    'it\'s "quoted"',
    "-dash",
    "ünï\u202ecode",
    "two\nlines",
    "$HOME;ls",
    "a" * 250,
]


@posix
@pytest.mark.parametrize("name", [*NAMES, os.fsdecode(b"\xff\xfe bytes")], ids=range(8))
def test_a_folder_may_have_any_name(tmp_path, name):
    run(choose("history", 1948), tmp_path / name, world="toy")
    assert open_results(tmp_path / name).table("ties").width > 10


@posix
@pytest.mark.parametrize("command", ["run", "ensemble"])
def test_a_name_that_cannot_be_is_told(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "nowhere").symlink_to("gone/deep")
    tail = ["history", "--world", "toy", "--until", "1948", "--out"]
    for name in ("a" * 300, "file", "file/below", "round", "nul\0", ""):
        result = CliRunner().invoke(jumelage.app, [command, *tail, name])
        assert result.exit_code == 2, (name, result.output, result.exception)
        assert isinstance(result.exception, SystemExit), name
        assert result.stderr.strip(), name
    assert (tmp_path / "file").read_text() == "mine"


@posix
def test_force_never_follows_a_link_out_of_the_folder(tmp_path):
    out, other = tmp_path / "out", tmp_path / "other"
    chosen = choose("history", 1948)
    run(chosen, out, world="toy")
    other.mkdir()
    (other / "ties.parquet").write_text("mine")
    (out / "ties.parquet").unlink()
    (out / "ties.parquet").symlink_to(other / "ties.parquet")
    with pytest.raises(RunError):
        run(chosen, out, world="toy", force=True)
    assert (other / "ties.parquet").read_text() == "mine"


# ------------------------------------------------------------------ clocks


@pytest.mark.parametrize("when", [0, 4_102_444_800])
def test_times_of_files_say_nothing(tmp_path, when):
    """Parts of 1970 or of 2100 are found by a resumed ensemble as any others are."""
    out, call = tmp_path / "e", {"world": "toy", "replications": 2}
    ensemble([choose("history", 1950)], out, **call)
    for path in [*out.rglob("*"), out]:
        os.utime(path, (when, when))
    result = ensemble([choose("history", 1950)], out, resume=True, **call)
    assert (result.found, result.done) == (2, 0)


def test_a_clock_that_goes_backwards_stops_no_progress(tmp_path, monkeypatch):
    hours = iter(range(10**9, 0, -3_600))
    monkeypatch.setattr(time, "time", lambda: float(next(hours)))
    words = ["run", "history", "--world", "toy", "--until", "1955", "--out", str(tmp_path / "x")]
    result = CliRunner().invoke(jumelage.app, words)
    assert result.exit_code == 0, result.exception
    assert open_results(tmp_path / "x").record["seconds"]["years"] >= 0.0


# ------------------------------------------------------------------ two at once


def test_two_runs_into_one_folder_leave_one_whole_run(tmp_path):
    out, ended = tmp_path / "x", []
    ready = threading.Barrier(2)

    def begin(seed):
        ready.wait()
        try:
            run(choose("history", 1950), out, seed=seed, world="toy")
            ended.append("done")
        except RunError:
            ended.append("refused")

    both = [threading.Thread(target=begin, args=(seed,)) for seed in (1, 2)]
    for one in both:
        one.start()
    for one in both:
        one.join(120)
    assert "done" in ended
    assert len(ended) == 2
    results = open_results(out)
    assert [results.table(name).width > 0 for name in results.tables]
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
