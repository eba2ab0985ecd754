"""Run and ensemble folders: summarised replication by replication, one in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from analysis.validation.summary import PLACE_COLUMNS, RECORDED_COLUMNS, TIE_COLUMNS, summarise
from scenarios.runs import Results, open_results

Key = tuple[str | None, str | None]
"""Scenario and strategy of an ensemble; both None for a run."""

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
    places = results.table("municipalities").select(PLACE_COLUMNS)
    found: dict[Key, list[pl.DataFrame]] = {}
    for recorded, ties in _replications(results):
        if recorded.is_empty():
            raise ValueError(
                f"{path}: holds a run without a recorded tie, so there is nothing to compare; a "
                "run must reach 2014, for the register's date is 31 December 2014"
            )
        scenario, strategy, replication = _key(recorded)
        summary = summarise(recorded, places, ties).with_columns(replication=pl.lit(replication))
        found.setdefault((scenario, strategy), []).append(summary)
    return {key: pl.concat(parts) for key, parts in found.items()}


def _replications(results: Results) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Recorded ties and ties of each replication."""
    files = zip(results.paths("recorded"), results.paths("ties"), strict=True)
    for recorded, ties in files:
        yield _read(recorded, RECORDED_COLUMNS), _read(ties, TIE_COLUMNS)


def _read(file: Path, needed: tuple[str, ...]) -> pl.DataFrame:
    """The needed columns of a file, and those that tell runs apart where it has them."""
    try:
        table = pl.read_parquet(file)
    except (PolarsError, OSError):
        raise ValueError(f"{file}: cannot be read; make it again") from None
    missing = [column for column in needed if column not in table.columns]
    if missing:
        raise ValueError(f"{file}: lacks the column '{missing[0]}'; make it again")
    return table.select(*(key for key in KEYS if key in table.columns), *needed)


def _key(recorded: pl.DataFrame) -> tuple[str | None, str | None, int]:
    """Scenario, strategy and replication of a frame that holds one run."""
    first = recorded.row(0, named=True)
    return first.get("scenario"), first.get("strategy"), int(first.get("replication", 0))
