"""Carrying out tasks on an engine: a failed run is told, a dead worker is found and replaced."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass, field

import polars as pl

from scenarios.runs.executor import Engine
from scenarios.runs.executor import start as start_engine
from scenarios.runs.parts import KEY_SCHEMA
from scenarios.runs.plan import Run
from scenarios.runs.tables import Table, parquet
from scenarios.schema import Scenario
from simulation import simulate

AHEAD = 2
"""Calls handed to an engine for each of its slots, so that none waits for the next."""
DIED = "its process died: killed, or out of memory"


@dataclass(frozen=True)
class Task:
    """Everything that one run needs."""

    run: Run
    scenario: Scenario
    world: str
    tables: Mapping[str, Table]


@dataclass(frozen=True)
class Outcome:
    """What a run left: its tables as Parquet, or why there are none."""

    run: Run
    tables: dict[str, bytes] = field(default_factory=dict)
    error: str | None = None


def perform(task: Task) -> Outcome:
    """Carry out one run, wherever; whatever goes wrong becomes its outcome."""
    try:
        history = simulate(task.scenario, task.run.seed, task.world)
        made = {
            name: parquet(_keyed(make(history), task.run)) for name, make in task.tables.items()
        }
    except Exception as error:  # noqa: BLE001  (one run must not end the others)
        return Outcome(task.run, error=_told(error))
    return Outcome(task.run, made)


def _keyed(frame: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Put the columns in front that tell the runs of an ensemble apart."""
    values = (run.scenario, run.strategy, run.replication)
    key = [
        pl.lit(value, dtype=kind).alias(name)
        for value, (name, kind) in zip(values, KEY_SCHEMA.items(), strict=True)
    ]
    return frame.select(*key, pl.all())


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def carry_out(
    tasks: Sequence[Task],
    engine: Engine,
    restart: Callable[[], Engine],
    keep: Callable[[Outcome], None],
) -> None:
    """Carry out all tasks and hand each outcome to `keep`, in the order in which they end.

    Where a worker dies, all that was under way is tried again, each run alone, so that only the
    run that kills its process counts as failed; the others go on with a new engine.
    """
    waiting = deque(tasks)
    under_way: dict[Future[Outcome], Task] = {}
    mine: Engine | None = None
    try:
        while waiting or under_way:
            suspects = _hand_out(waiting, under_way, mine or engine)
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            suspects += _collect(done, under_way, keep)
            if suspects:
                suspects += under_way.values()
                under_way.clear()
                (mine or engine).stop()
                _one_by_one(sorted(suspects, key=lambda task: task.run.run), keep)
                mine = restart()
    except KeyboardInterrupt:
        _collect({future for future in under_way if future.done()}, under_way, keep)
        raise
    finally:
        if mine is not None:
            mine.stop()


def _hand_out(
    waiting: deque[Task], under_way: dict[Future[Outcome], Task], engine: Engine
) -> list[Task]:
    """Keep the engine busy; return the tasks that it could not take because it is broken."""
    while waiting and len(under_way) < AHEAD * engine.slots:
        task = waiting.popleft()
        try:
            under_way[engine.executor.submit(perform, task)] = task
        except BrokenExecutor:
            return [task]
    return []


def _collect(
    done: Iterable[Future[Outcome]],
    under_way: dict[Future[Outcome], Task],
    keep: Callable[[Outcome], None],
) -> list[Task]:
    """Keep what has ended; return the tasks whose worker died."""
    suspects = []
    for future in done:
        task = under_way.pop(future)
        try:
            outcome = future.result()
        except (BrokenExecutor, CancelledError):
            suspects.append(task)
            continue
        except Exception as error:  # noqa: BLE001  (what an engine itself raises, such as Dask)
            outcome = Outcome(task.run, error=_told(error))
        keep(outcome)
    return suspects


def _one_by_one(suspects: Sequence[Task], keep: Callable[[Outcome], None]) -> None:
    """Try each task alone in a process of its own; one that dies there has failed."""
    for task in suspects:
        alone = start_engine(workers=2)
        try:
            keep(alone.executor.submit(perform, task).result())
        except BrokenExecutor:
            keep(Outcome(task.run, error=DIED))
        finally:
            alone.stop()
