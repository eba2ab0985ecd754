"""A disk that fills up: one sentence, status 2, nothing half-written, and one can go on."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.exports import FORMATS
from analysis.observation.register import recorded
from scenarios.runs import RunError, choose, ensemble, open_results, run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def full_disk(monkeypatch):
    """`full_disk(n)`: from the n-th file on there is room for half of it only."""

    def fill(after: int) -> None:
        real, count = Path.write_bytes, 0

        def write_bytes(self, data):
            nonlocal count
            count += 1
            if count >= after:
                real(self, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
            return real(self, data)

        monkeypatch.setattr(Path, "write_bytes", write_bytes)

    return fill


@pytest.mark.parametrize("after", [1, 4, 6])
def test_a_run_on_a_full_disk_leaves_nothing(tmp_path, full_disk, after):
    full_disk(after)
    with pytest.raises(RunError, match="cannot be written, the disk is full; make room"):
        run(choose("history", 1960), tmp_path / "out" / "x", world="toy")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("after", [1, 2, 9])
def test_an_ensemble_on_a_full_disk_can_go_on(tmp_path, monkeypatch, full_disk, after):
    out, chosen = tmp_path / "e", [choose("history", 1960)]
    call = {"world": "toy", "replications": 3}
    full_disk(after)
    with pytest.raises(RunError, match="the disk is full"):
        ensemble(chosen, out, **call)
    assert not list(out.rglob(".jumelage-*"))
    with pytest.raises(RunError):
        open_results(out)
    monkeypatch.undo()
    result = ensemble(chosen, out, resume=True, **call)
    assert result.found == (1 if after == 9 else 0)
    ensemble(chosen, tmp_path / "other", **call)
    for path in (tmp_path / "other").rglob("*.parquet"):
        assert (out / path.relative_to(tmp_path / "other")).read_bytes() == path.read_bytes()


# ------------------------------------------------------------------ limits of the system

posix = pytest.mark.skipif(os.name != "posix", reason="limits of processes")
TIE = "Heidelberg,DE,Montpellier,FR,1961,partnership\n"
LIMIT = 1_000
"""Bytes that a file may have: whoever writes it, Python or a library in another language."""


def limited(*words):
    """Type a command that may write no file of more bytes."""
    code = (
        "import resource, jumelage\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({LIMIT}, {LIMIT}))\n"
        "jumelage.main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )


def refused(result):
    assert result.returncode == 2, result.stderr
    assert result.stderr.startswith("Error: ")
    assert re.search(r"cannot be written \((File too large|Unable to write data)\)", result.stderr)
    assert result.stderr.count("\n") == 1


@posix
def test_a_limit_of_the_system_is_told_with_status_2(tmp_path):
    refused(limited("run", "history", "--world", "toy", "--quiet", "--out", tmp_path / "x"))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    out = tmp_path_factory.mktemp("history") / "run"
    run(choose("history"), out, world="toy", more={"recorded": recorded})
    return out


@posix
@pytest.mark.deep
@pytest.mark.parametrize(
    "words",
    [
        *(("export", "RUN", "--format", kind, "--out", "OUT") for kind in FORMATS),
        ("analyse", "RUN", "--model", "gravity", "--quiet", "--out", "OUT"),
        ("match", "Heidelberg", "--page", "OUT.html"),
        ("design", "history", "--parameters", "LIST", "--runs", 512, "--out", "OUT.csv"),
        ("register", "import", "TIES", "--kind", "csv", "--out", "OUT.parquet"),
    ],
)
def test_whatever_writes_leaves_nothing_half_written(tmp_path, history, words):
    ties, numbers = tmp_path / "ties.csv", tmp_path / "numbers.csv"
    ties.write_text("name_a,country_a,name_b,country_b,year,form\n" + TIE * 2_000)
    numbers.write_text("parameter,low,high\nrate.load,-0.5,0.0\n")
    places = {"RUN": history, "TIES": ties, "LIST": numbers}
    places |= {f"OUT{kind}": tmp_path / f"out{kind}" for kind in ("", ".csv", ".html", ".parquet")}
    refused(limited(*(places.get(word, word) for word in words)))
    assert {path.name for path in tmp_path.iterdir()} == {"ties.csv", "numbers.csv"}
