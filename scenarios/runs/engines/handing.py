"""Handing tasks to an engine: a task is built when its turn comes, a dead worker is replaced."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait

from scenarios.runs import carrying
from scenarios.runs.carrying import Outcome, Task
from scenarios.runs.engines.executor import Engine
from scenarios.runs.engines.executor import start as start_engine

DIED = "its process died: killed, or out of memory"

Under = dict[Future[list[Outcome]], Task]
Keep = Callable[[Outcome], None]


def carry_out(
    tasks: Iterable[Task], engine: Engine, restart: Callable[[], Engine], keep: Keep
) -> None:
    """Carry out all tasks and hand each outcome to `keep`, in the order in which they end.

    Tasks are taken from `tasks` only as the engine has room for them, and dropped when they are
    done: their number costs no memory. Where a worker dies, all that was under way is tried
    again, each alone, so that only the run that kills its process counts as failed; the others
    go on with a new engine.
    """
    waiting = iter(tasks)
    under_way: Under = {}
    mine: Engine | None = None
    more = True
    try:
        while more or under_way:
            more, suspects = _hand_out(waiting, under_way, mine or engine)
            if under_way:
                done, _ = wait(under_way, return_when=FIRST_COMPLETED)
                suspects += _collect(done, under_way, keep)
                del done  # it holds results until the next wait
            if suspects:
                suspects += under_way.values()
                under_way.clear()
                (mine or engine).stop()
                _one_by_one(sorted(suspects, key=lambda task: task.runs[0].run), keep)
                mine = restart()
    except KeyboardInterrupt:
        _collect({future for future in under_way if future.done()}, under_way, keep)
        raise
    finally:
        if mine is not None:
            mine.stop()


def _hand_out(waiting: Iterator[Task], under_way: Under, engine: Engine) -> tuple[bool, list[Task]]:
    """Keep the engine busy; return whether more may wait, and what a broken engine refused."""
    while len(under_way) < engine.ahead:
        task = next(waiting, None)
        if task is None:
            return False, []
        try:
            under_way[engine.executor.submit(carrying.perform, task)] = task
        except BrokenExecutor:
            return True, [task]
    return True, []


def _collect(done: Iterable[Future[list[Outcome]]], under_way: Under, keep: Keep) -> list[Task]:
    """Keep what has ended; return the tasks whose worker died."""
    suspects = []
    for future in done:
        task = under_way.pop(future)
        try:
            outcomes = future.result()
        except (BrokenExecutor, CancelledError):
            suspects.append(task)
            continue
        except Exception as error:  # noqa: BLE001  (what an engine itself raises, such as Dask)
            outcomes = [Outcome(run, error=carrying.told(error)) for run in task.runs]
        _keep_all(outcomes, keep)
    return suspects


def _keep_all(outcomes: Iterable[Outcome], keep: Keep) -> None:
    for outcome in outcomes:
        keep(outcome)


def _one_by_one(suspects: Sequence[Task], keep: Keep) -> None:
    """Try each task alone in a process; of one that dies there, each of its runs."""
    waiting = deque(suspects)
    alone: Engine | None = None
    try:
        while waiting:
            task = waiting.popleft()
            alone = alone or start_engine(workers=2)  # one call at a time: one process
            try:
                outcomes = alone.executor.submit(carrying.perform, task).result()
            except BrokenExecutor:
                alone.stop()
                alone = None
                if len(task.runs) > 1:
                    waiting.extendleft(reversed(task.split()))
                    continue
                outcomes = [Outcome(task.runs[0], error=DIED)]
            _keep_all(outcomes, keep)
    finally:
        if alone is not None:
            alone.stop()
