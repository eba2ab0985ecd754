"""Run and ensemble folders: summarised replication by replication, one in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from analysis.validation.european.measured import measure
from analysis.validation.patterns.chronicle import LEDGER_COLUMNS, YEARLY_COLUMNS, Chronicle
from analysis.validation.summary import PLACE_COLUMNS, RECORDED_COLUMNS, TIE_COLUMNS, summarise
from analysis.validation.written import typed
from scenarios import Scenario
from scenarios.runs import Results, open_results, read_design, with_values
from scenarios.runs.designs import NAME as DESIGN
from scenarios.runs.designs import SEED
from scenarios.runs.mistakes import UNREADABLE
from simulation import Parameters

Key = tuple[str | None, str | None]
"""Scenario and strategy of an ensemble; both None for a run."""

NEEDED = {
    "recorded": RECORDED_COLUMNS,
    "ties": TIE_COLUMNS,
    "ledger": LEDGER_COLUMNS,
    "yearly": YEARLY_COLUMNS,
}
"""Tables that are read, and their columns."""

EUROPEAN_COLUMNS = ("a", "b", "kind", "form", "founded", "signed", "ended")
"""Columns of ties that the figures of Europe are read off."""

KEYS = ("scenario", "strategy", "replication")


def summaries(path: Path) -> dict[Key, pl.DataFrame]:
    """Summarise every replication in a folder of a run or an ensemble.

    Parameters
    ----------
    path : Path
        A folder that `jumelage run` or `jumelage ensemble` left.

    Returns
    -------
    dict
        For each scenario and strategy the rows of `summarise` with a column replication.

    Raises
    ------
    ValueError
        If the folder is no run or ensemble, is not whole, or one of its runs holds no recorded
        tie.
    """
    results = open_results(path)
    places = typed(results.table("municipalities"), "municipalities", PLACE_COLUMNS, path)
    found: dict[Key, list[pl.DataFrame]] = {}
    for recorded, ties, ledger, yearly in _replications(results):
        if recorded.is_empty():
            raise ValueError(
                f"{path}: holds a run without a recorded tie, so there is nothing to compare; a "
                "run must reach 2014, for the register's date is 31 December 2014"
            )
        scenario, strategy, replication = _key(recorded)
        told = _parameters_and_seed(results, scenario, strategy, replication)
        ledger = ledger.select(LEDGER_COLUMNS)
        run = Chronicle(ties, ledger, yearly, places, *told)
        try:
            summary = summarise(recorded, places, ties, run=run)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
        summary = summary.with_columns(replication=pl.lit(replication))
        found.setdefault((scenario, strategy), []).append(summary)
    return {key: pl.concat(parts) for key, parts in found.items()}


def european(path: Path, wanted: Key) -> list[pl.DataFrame]:
    """What each replication of a scenario and strategy holds of the figures of Europe.

    Raises
    ------
    ValueError
        If the folder cannot be read.
    """
    results = open_results(path)
    places = results.table("municipalities").select("id", "country")
    found = []
    for file in results.paths("ties"):
        ties = _read(file, "ties", EUROPEAN_COLUMNS)
        if ties.is_empty():
            continue
        scenario, strategy, replication = _key(ties)
        if (scenario, strategy) == wanted:
            parameters, _ = _parameters_and_seed(results, scenario, strategy, replication)
            found.append(measure(ties, places, parameters))
    return found


def _replications(results: Results) -> Iterator[list[pl.DataFrame]]:
    """Recorded ties, ties, ledger and years of each replication."""
    for paths in zip(*(results.paths(name) for name in NEEDED), strict=True):
        yield [_read(path, name) for name, path in zip(NEEDED, paths, strict=True)]


def _read(file: Path, name: str, needed: tuple[str, ...] = ()) -> pl.DataFrame:
    """The needed columns of a file, and those that tell runs apart where it has them."""
    try:
        table = pl.read_parquet(file)
    except UNREADABLE:
        raise ValueError(f"{file}: cannot be read; make it again") from None
    keys = [key for key in KEYS if key in table.columns]
    return typed(table, name, (*keys, *(needed or NEEDED[name])), file)


def _key(recorded: pl.DataFrame) -> tuple[str | None, str | None, int]:
    """Scenario, strategy and replication of a frame that holds one run."""
    first = recorded.row(0, named=True)
    return first.get("scenario"), first.get("strategy"), int(first.get("replication", 0))


def _parameters_and_seed(
    results: Results, scenario: str | None, strategy: str | None, replication: int
) -> tuple[Parameters, int]:
    """What a run was made of, as its `run.json` or `manifest.json` says."""
    record = results.record
    if results.kind == "run":
        return _scenario(results, record["scenario"]), int(record["seed"])
    wanted = {"scenario": scenario, "strategy": strategy, "replication": replication}
    one = next((run for run in record["runs"] if wanted.items() <= run.items()), None)
    if one is None or scenario is None:
        raise ValueError(
            f"{results.folder}: holds a run that its manifest does not name; make it again"
        )
    base = _scenario(results, record["scenarios"][scenario])
    if "design" in record:
        row = read_design(results.folder / DESIGN).row(replication, named=True)
        base = with_values(base, {name: row[name] for name in row if name != SEED})
    return base, int(one["seed"])


def _scenario(results: Results, content: dict[str, Any]) -> Scenario:
    """A scenario as a folder describes it."""
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(
            f"{results.folder}: its scenario does not fit this version of jumelage ({where}: "
            f"{first['msg']}); run it again"
        ) from None
