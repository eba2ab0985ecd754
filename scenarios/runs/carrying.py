"""What is carried out at once: one run, or several that share their first years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from scenarios.runs.kept.parts import KEY_SCHEMA
from scenarios.runs.plan import Run
from scenarios.runs.tables import Table, parquet
from scenarios.schema import Scenario
from simulation import History, simulate
from simulation.branches import branches
from simulation.parameters import Policy


@dataclass(frozen=True)
class Task:
    """Everything that runs of one scenario and one seed need.

    Attributes
    ----------
    runs : one, or several that differ in their policy alone
    policies : that of each run; none given stands for the scenario's own
    """

    runs: tuple[Run, ...]
    scenario: Scenario
    world: str
    tables: Mapping[str, Table]
    policies: tuple[Policy, ...] = ()

    def split(self) -> list[Task]:
        """Return one task for each run."""
        policies = self.policies or (self.scenario.policy,) * len(self.runs)
        pairs = zip(self.runs, policies, strict=True)
        return [replace(self, runs=(run,), policies=(policy,)) for run, policy in pairs]


@dataclass(frozen=True)
class Outcome:
    """What a run left: its tables as Parquet, or why there are none."""

    run: Run
    tables: dict[str, bytes] = field(default_factory=dict)
    error: str | None = None


def perform(task: Task) -> list[Outcome]:
    """Carry out a task, wherever; whatever goes wrong becomes the outcome of that run."""
    if len(task.runs) > 1:
        return _several(task)
    run = task.runs[0]
    try:
        history = simulate(_under(task), run.seed, task.world)
    except Exception as error:  # noqa: BLE001  (one run must not end the others)
        return [Outcome(run, error=told(error))]
    return [_left(history, run, task.tables)]


def _under(task: Task) -> Scenario:
    """Return the scenario of a single run, under its policy."""
    if not task.policies:
        return task.scenario
    return Scenario.model_validate({**dict(task.scenario), "policy": task.policies[0]})


def _several(task: Task) -> list[Outcome]:
    """Simulate the years that all runs share once, and each from there on.

    A branch that fails ends what gives the others: those left are begun anew.
    """
    outcomes: list[Outcome] = []
    alone = task.split()
    while left := alone[len(outcomes) :]:
        outcomes += _branches(left)
    return outcomes


def _branches(tasks: Sequence[Task]) -> list[Outcome]:
    """Return the outcome of each branch, up to the first that cannot be simulated."""
    first, outcomes = tasks[0], list[Outcome]()
    policies = {str(task.runs[0].run): task.policies[0] for task in tasks}
    try:
        for _, history in branches(first.scenario, policies, first.runs[0].seed, first.world):
            run = tasks[len(outcomes)].runs[0]  # they come in the order of their policies
            outcomes.append(_left(history, run, first.tables))
            del history  # the next branch is simulated before the loop lets go of it
    except Exception as error:  # noqa: BLE001  (one run must not end the others)
        outcomes.append(Outcome(tasks[len(outcomes)].runs[0], error=told(error)))
    return outcomes


def _left(history: History, run: Run, tables: Mapping[str, Table]) -> Outcome:
    """Return the tables of a finished history."""
    try:
        made = {name: parquet(_keyed(make(history), run)) for name, make in tables.items()}
    except Exception as error:  # noqa: BLE001  (one run must not end the others)
        return Outcome(run, error=told(error))
    return Outcome(run, made)


def _keyed(frame: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Put the columns in front that tell the runs of an ensemble apart."""
    values = (run.scenario, run.strategy, run.replication)
    key = [
        pl.lit(value, dtype=kind).alias(name)
        for value, (name, kind) in zip(values, KEY_SCHEMA.items(), strict=True)
    ]
    return frame.select(*key, pl.all())


def told(error: BaseException) -> str:
    """Return an error as one line of a table."""
    return f"{type(error).__name__}: {error}"
