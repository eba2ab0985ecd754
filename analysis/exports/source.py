"""What is exported: the tables of one history, of a run or of a replication of an ensemble."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from scenarios.runs import Results, RunError, open_results
from scenarios.runs.kept.parts import KEY_SCHEMA, part_name
from scenarios.runs.mistakes import UNREADABLE, shown

BASE = "base"
"""How runs without a strategy are called beside strategies."""


@dataclass(frozen=True)
class Source:
    """One finished history on disk.

    Attributes
    ----------
    results : the folder
    run : number of the run in an ensemble; None of a folder that holds one run
    told : what says which history it is: scenario, strategy, replication, seed, world, version
    """

    results: Results
    run: int | None
    told: dict[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """Its tables, by name."""
        return tuple(name for name in self.results.tables if name != "failures")

    def tables(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Each table with its name, one in memory at a time."""
        for name in self.names:
            yield name, self.table(name)

    def table(self, name: str) -> pl.DataFrame:
        """Read a table; the columns that tell the runs of an ensemble apart are left out.

        Raises
        ------
        RunError
            If there is no such table, or its file is missing or damaged.
        """
        if self.run is None or name == "municipalities":
            return self.results.table(name)
        wanted = part_name(self.run)
        path = next(path for path in self.results.paths(name) if path.name == wanted)
        try:
            return pl.read_parquet(path).drop(*KEY_SCHEMA)
        except UNREADABLE:
            raise RunError(f"{shown(path)}: cannot be read; make it again with --resume") from None


def open_source(
    path: Path,
    scenario: str | None = None,
    strategy: str | None = None,
    replication: int | None = None,
) -> Source:
    """Open a run, or one replication of an ensemble.

    Parameters
    ----------
    path : Path
        A folder that `jumelage run`, `ensemble` or `compare` left.
    scenario, strategy : str, optional
        Which of those that an ensemble holds; not needed where there is one. `base` is the
        strategy of runs without one.
    replication : int, optional
        Which one, from 0; not needed where there is one.

    Raises
    ------
    RunError
        If the folder cannot be read, or what is asked for is not there once.
    """
    results = open_results(path)
    record, where = results.record, shown(results.folder)
    plan = [_entry(run) for run in _plan(results)]
    wanted = {"scenario": scenario, "strategy": strategy, "replication": replication}
    for name, value in wanted.items():
        plan = _chosen(plan, name, value, where)
    (entry,) = plan
    if results.kind == "ensemble" and part_name(entry["run"]) not in _there(results):
        raise RunError(f"{where}: {_named(entry)} failed, see failures.parquet; name another")
    told = {
        **{name: entry[name] for name in ("scenario", "strategy", "replication", "seed")},
        "world": record["world"],
        "versions": record["versions"],
    }
    return Source(results, entry["run"], told)


def _plan(results: Results) -> Sequence[dict[str, Any]]:
    """The runs of a folder; of a single run, itself."""
    record = results.record
    if results.kind == "ensemble":
        runs: list[dict[str, Any]] = record["runs"]
        return runs
    name, strategy = str(record["scenario"]["name"]), record.get("strategy")
    alone = {"scenario": name, "strategy": strategy, "seed": record["seed"]}
    return [{"run": None, "replication": 0, **alone}]


def _entry(run: dict[str, Any]) -> dict[str, Any]:
    return {**run, "strategy": BASE if run["strategy"] is None else run["strategy"]}


def _chosen(
    plan: list[dict[str, Any]], name: str, wanted: str | int | None, where: str
) -> list[dict[str, Any]]:
    """The runs that have what is wanted; what is left open must be the same in all."""
    held = list(dict.fromkeys(run[name] for run in plan))
    if wanted is None and len(held) == 1:
        return plan
    listed = _listed(held)
    if wanted is None:
        raise RunError(f"{where}: holds several; name one with --{name}: {listed}")
    if wanted not in held:
        raise RunError(f"{where}: has no {name} '{shown(str(wanted))}'; it holds {listed}")
    return [run for run in plan if run[name] == wanted]


def _listed(held: Sequence[str | int]) -> str:
    """All values in a sentence; of many numbers in a row the first and the last."""
    if len(held) > 3 and list(held) == list(range(len(held))):
        return f"0 to {len(held) - 1}"
    return ", ".join(f"'{shown(str(value))}'" for value in held)


def _there(results: Results) -> set[str]:
    return {path.name for path in results.paths("ties")}


def _named(entry: dict[str, Any]) -> str:
    return f"replication {entry['replication']} of '{shown(entry['scenario'])}'"
