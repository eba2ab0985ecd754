"""An engine that breaks with work in its hands: nothing is lost, nothing is done twice."""

from concurrent.futures import BrokenExecutor, Executor, Future

import pytest

from scenarios.runs import carrying, choose
from scenarios.runs.carrying import Outcome, Task
from scenarios.runs.engines import Engine, carry_out, handing
from scenarios.runs.engines.executor import Serial
from scenarios.runs.plan import plan


class Breaks(Executor):
    """Takes some calls; the first one breaks it, the others never end."""

    def __init__(self, takes: int) -> None:
        self.left = takes

    def submit(self, fn, /, *args, **kwargs):
        if self.left == 0:
            raise BrokenExecutor
        self.left -= 1
        future: Future = Future()
        if not getattr(self, "broken", False):
            self.broken = True
            future.set_exception(BrokenExecutor())
        return future


def engine(executor):
    return Engine(executor, 2, 4, executor.shutdown, executor.shutdown)


@pytest.mark.parametrize("takes", [1, 2, 4])
def test_every_run_has_one_outcome(monkeypatch, takes):
    scenario = choose("history", 1950).scenario
    tasks = [Task((run,), scenario, "toy", {}) for run in plan(["history"], 1, 7)]
    kept: list[int] = []
    monkeypatch.setattr(handing, "start_engine", lambda **_workers: engine(Serial()))
    monkeypatch.setattr(carrying, "perform", lambda task: [Outcome(run) for run in task.runs])
    carry_out(
        tasks, engine(Breaks(takes)), lambda: engine(Serial()), lambda o: kept.append(o.run.run)
    )
    assert sorted(kept) == list(range(7))
