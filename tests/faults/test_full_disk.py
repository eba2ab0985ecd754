"""A disk that fills up: one sentence, status 2, nothing half-written, and one can go on."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.skipif(os.name != "posix", reason="limits of processes")
def test_a_limit_of_the_system_is_told_with_status_2(tmp_path):
    code = (
        "import resource, jumelage\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))\n"
        "jumelage.main()"
    )
    words = ["run", "history", "--world", "toy", "--quiet", "--out", str(tmp_path / "x")]
    result = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 2, result.stderr
    assert result.stderr.startswith("Error: ")
    assert "cannot be written (File too large)" in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
