"""Strategies on one trunk, killed half-way: what is finished is kept, the rest made again."""

import errno
import json
import os
import signal
import time
from pathlib import Path

import pytest

from scenarios.runs import RunError, choose, open_results, strategies_ensemble
from scenarios.runs.tables import TABLES
from scenarios.strategies import load_strategy
from tests.faults import processes
from tests.faults.processes import ROOT, bytes_of, has_gone

FILES = ROOT / "tests" / "scenarios" / "strategy_files"
CALL = {
    "seed": 4,
    "world": "toy",
    "replications": 3,
    "tables": {name: TABLES[name] for name in ("ledger", "spending")},
}

# Carries out the ensemble and does something at an exact moment of its work.
SCRIPT = """
import json, multiprocessing, os, signal, sys
from pathlib import Path
from scenarios.runs import choose, strategies_ensemble
from scenarios.runs.tables import TABLES
from scenarios.strategies import load_strategy

def kill_parent(done):
    if done == 4:
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

def kill_worker(done):
    if done == 1:
        os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)

if __name__ == "__main__":
    files, out, workers, act = sys.argv[1:]
    two = [load_strategy(Path(files) / name) for name in ("meetings.toml", "posts.toml")]
    tables = {name: TABLES[name] for name in ("ledger", "spending")}
    result = strategies_ensemble(
        choose("history", 1978), two, Path(out), seed=4, world="toy", replications=3,
        workers=int(workers), tables=tables,
        progress=lambda done, failed, planned: globals()[act](done),
    )
    print(json.dumps([result.found, result.done, len(result.failures)]))
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")


def made(out, **more):
    two = [load_strategy(FILES / "meetings.toml"), load_strategy(FILES / "posts.toml")]
    return strategies_ensemble(choose("history", 1978), two, out, **{**CALL, **more})


def scripted(tmp_path, workers, act):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    return processes.scripted(script, FILES, tmp_path / "e", workers, act)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The ensemble that nobody interrupted: three replications of three runs."""
    out = tmp_path_factory.mktemp("whole") / "e"
    assert made(out).done == 9
    return bytes_of(out)


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.deep)])
def test_a_parent_killed_within_a_replication_is_resumed(tmp_path, whole, workers):
    result = scripted(tmp_path, workers, "kill_parent")
    assert result.returncode == -signal.SIGKILL, result.stderr
    deadline = time.monotonic() + 20
    while not all(map(has_gone, result.stdout.split())):
        assert time.monotonic() < deadline, "workers outlive their parent"
        time.sleep(0.05)
    out = tmp_path / "e"
    there = bytes_of(out)
    assert there.items() < whole.items(), "what is kept is whole"
    with pytest.raises(RunError, match="5 of 9 runs are missing; finish the ensemble with"):
        open_results(out)
    result = made(out, resume=True)
    assert (result.found, result.done) == (4, 5)
    assert bytes_of(out) == whole


def test_a_killed_worker_costs_nothing_but_time(tmp_path, whole):
    result = scripted(tmp_path, 2, "kill_worker")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == [0, 9, 0]
    assert bytes_of(tmp_path / "e") == whole


@pytest.mark.deep
def test_a_branch_that_kills_its_worker_fails_alone(tmp_path, whole, monkeypatch):
    (tmp_path / "fatal_branch.py").write_text(
        "import os\n"
        "def fatal(history):\n"
        "    if history.seed == 5 and 'posts' in history.parameters.policy.measures:\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return history.ledger\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    from fatal_branch import fatal

    out, tables = tmp_path / "e", {"ledger": fatal, "spending": TABLES["spending"]}
    result = made(out, workers=2, tables=tables, replications=2)
    assert (result.done, len(result.failures)) == (5, 1)
    assert result.failures[0][:5] == (5, "history", "posts", 1, 5)
    assert result.failures[0][-1] == "its process died: killed, or out of memory"
    parts = {name: data for name, data in bytes_of(out).items() if "part-" in name}
    assert parts.items() < whole.items()
    result = made(out, resume=True)
    assert (result.found, result.done) == (5, 4)
    assert bytes_of(out) == whole


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize(
    "after", [1, *[pytest.param(n, marks=pytest.mark.deep) for n in (2, 3)], 9]
)
def test_a_disk_that_takes_no_more_loses_nothing_that_was_finished(
    tmp_path, whole, monkeypatch, number, after
):
    real, count = Path.write_bytes, 0

    def write_bytes(self, data):
        nonlocal count
        count += 1
        if count >= after:
            real(self, data[: len(data) // 2])
            raise OSError(number, os.strerror(number), str(self))
        return real(self, data)

    out = tmp_path / "e"
    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    what = "the disk is full; make room" if number == errno.ENOSPC else "Permission denied"
    with pytest.raises(RunError, match=what):
        made(out)
    monkeypatch.undo()
    assert not list(out.rglob(".jumelage-*"))
    assert bytes_of(out).items() <= whole.items()
    # manifest, inputs and places come first; then two files a run
    assert made(out, resume=True).found == (2 if after == 9 else 0)
    assert bytes_of(out) == whole


def test_a_folder_that_cannot_be_made_ends_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"cannot be written \(Not a directory\); name a folder"):
        made(tmp_path / "file" / "e")
