"""Tasks are built when their turn comes and dropped when they are done: memory stays flat."""

import gc
import os
import weakref
from pathlib import Path

import pytest

from scenarios.runs import carrying, choose, ensemble
from scenarios.runs.carrying import Outcome, Task
from scenarios.runs.engines import Engine, carry_out
from scenarios.runs.engines.executor import AHEAD, Serial
from scenarios.runs.plan import plan


def test_tasks_are_built_as_they_are_needed_and_let_go(monkeypatch):
    scenario = choose("history", 1950).scenario
    built, alive, kept = [], weakref.WeakSet(), []

    def tasks():
        for run in plan(["history"], 1, 30):
            task = Task((run,), scenario, "toy", {})
            built.append(run.run)
            alive.add(task)
            yield task

    def keep(outcome):
        kept.append(outcome.run.run)
        assert len(built) - len(kept) <= AHEAD
        # those under way, and the one that the generator still holds
        assert len(alive) <= AHEAD + 2

    monkeypatch.setattr(carrying, "perform", lambda task: [Outcome(run) for run in task.runs])
    monkeypatch.setattr(Task, "__hash__", object.__hash__)
    serial = Serial()
    engine = Engine(serial, 1, 1, serial.shutdown, serial.shutdown)
    carry_out(tasks(), engine, lambda: engine, keep)
    assert sorted(kept) == list(range(30))


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.deep
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux tells memory there")
def test_a_thousand_runs_leave_the_memory_of_the_parent_flat(tmp_path):
    memory = {}

    def look(done, failed, planned):
        if done in (100, 1000):
            gc.collect()
            memory[done] = resident_mb()

    result = ensemble(
        [choose("history", 1947)],
        tmp_path / "e",
        world="toy",
        replications=1000,
        workers=2,
        progress=look,
    )
    assert result.done == 1000
    assert memory[1000] - memory[100] < 20, memory
