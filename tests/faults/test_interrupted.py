"""Ctrl-C, killed processes: what is finished is kept, nothing half-written looks whole."""

import os
import signal
import time

import polars as pl
import pytest

from analysis.observation.register import recorded
from scenarios.runs import RunError, choose, ensemble, open_results
from tests.faults.processes import bytes_of, has_gone, scripted

CALL = {"seed": 4, "world": "toy", "replications": 6}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")

# Runs `jumelage` and sends a signal at an exact moment of its work.
BEGIN = """
import multiprocessing, os, signal, sys
import jumelage
from scenarios.runs import ensembles, single
from scenarios.runs.kept import parts

def send(name, everyone=False):
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    number = getattr(signal, name)
    os.killpg(0, number) if everyone else os.kill(os.getpid(), number)

if __name__ == "__main__":
"""
IN_A_RUN = """
    real = single.simulate
    single.simulate = lambda *args, progress: real(
        *args, progress=lambda year: send("SIGINT") if year == 1960 else progress(year)
    )
"""
AFTER_TWO = """
    real = ensembles.ensemble
    def ensemble(*args, progress, **keywords):
        def tell(done, failed, total):
            progress(done, failed, total)
            if done == 2:
                send("{signal}", everyone={everyone})
        return real(*args, progress=tell, **keywords)
    import scenarios.runs
    scenarios.runs.ensemble = ensemble
"""
IN_A_WRITE = """
    real, count = parts.write_whole, 0
    def write_whole(path, data):
        global count
        count += 1
        if count == 8:
            path.with_name(".jumelage-half").write_bytes(data[:50])
            send("SIGKILL")
        real(path, data)
    parts.write_whole = write_whole
"""


def interrupted(tmp_path, moment, *words):
    """Run the command line with a signal at that moment, in a process group of its own."""
    script = tmp_path / "signalled.py"
    script.write_text(f"{BEGIN}{moment}\n    jumelage.main()\n")
    return scripted(script, *words)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The ensemble that nobody interrupted."""
    out = tmp_path_factory.mktemp("whole") / "e"
    ensemble([choose("history", 1990)], out, more={"recorded": recorded}, **CALL)
    return bytes_of(out)


def words(out):
    told = ("--until", 1990, "--seed", 4, "--world", "toy", "--replications", 6)
    return ("ensemble", "history", *told, "--central", "--out", out)


def resumed(out):
    return ensemble(
        [choose("history", 1990)], out, resume=True, more={"recorded": recorded}, **CALL
    )


def test_ctrl_c_in_a_run_leaves_nothing(tmp_path):
    out = tmp_path / "out" / "run"
    result = interrupted(tmp_path, IN_A_RUN, "run", "history", "--world", "toy", "--out", out)
    assert result.returncode == 130
    assert "Error: interrupted; nothing was kept" in result.stderr
    assert "Traceback" not in result.stderr
    assert not out.parent.exists()


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.deep), 2])
def test_ctrl_c_in_an_ensemble_keeps_what_is_finished(tmp_path, whole, workers):
    out = tmp_path / "e"
    moment = AFTER_TWO.format(signal="SIGINT", everyone=True)
    result = interrupted(tmp_path, moment, *words(out), "--workers", workers)
    assert result.returncode == 130, result.stderr
    assert f"interrupted; finished runs are in {out}, go on with --resume" in result.stderr
    assert "Traceback" not in result.stderr
    with pytest.raises(RunError, match="runs are missing; finish the ensemble with --resume"):
        open_results(out)
    there = bytes_of(out)
    assert there.items() <= whole.items(), "what is kept is whole"
    assert "ties/part-000005.parquet" not in there
    assert resumed(out).found >= 2
    assert bytes_of(out) == whole


def test_a_killed_ensemble_is_resumed_and_its_workers_leave(tmp_path, whole):
    out = tmp_path / "e"
    moment = AFTER_TWO.format(signal="SIGKILL", everyone=False)
    result = interrupted(tmp_path, moment, *words(out), "--workers", 2)
    assert result.returncode == -signal.SIGKILL
    workers = result.stdout.split()
    assert len(workers) == 2
    deadline = time.monotonic() + 20
    while not all(map(has_gone, workers)):
        assert time.monotonic() < deadline, "workers outlive their parent"
        time.sleep(0.05)
    result = resumed(out)
    assert (result.found, result.done) == (2, 4)
    assert bytes_of(out) == whole


def test_a_kill_in_the_middle_of_a_file_leaves_no_part(tmp_path, whole):
    out = tmp_path / "e"
    result = interrupted(tmp_path, IN_A_WRITE, *words(out), "--workers", 1)
    assert result.returncode == -signal.SIGKILL
    assert list(out.rglob(".jumelage-half"))
    result = resumed(out)
    assert (result.found, result.done) == (1, 5), "a run with some of its parts is made again"
    assert bytes_of(out) == whole


@pytest.mark.deep
def test_a_run_that_kills_its_worker_fails_alone(tmp_path, monkeypatch):
    (tmp_path / "fatal_table.py").write_text(
        "import os, polars as pl\n"
        "def fatal(history):\n"
        "    if history.seed == 6:\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return pl.DataFrame({'x': [history.seed]})\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    from fatal_table import fatal

    out = tmp_path / "e"
    chosen = [choose("history", 1950)]
    result = ensemble(chosen, out, workers=2, more={"fatal": fatal}, **CALL)
    assert (result.done, len(result.failures)) == (5, 1)
    failures = pl.read_parquet(out / "failures.parquet")
    assert failures.to_dicts() == [
        {
            "run": 2,
            "scenario": "history",
            "strategy": None,
            "replication": 2,
            "seed": 6,
            "error": "its process died: killed, or out of memory",
        }
    ]
    results = open_results(out)
    assert results.table("fatal")["x"].to_list() == [4, 5, 7, 8, 9]
    assert not (out / "fatal" / "part-000002.parquet").exists()
