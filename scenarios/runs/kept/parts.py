"""The parts of an ensemble: one file a run and table, there whole or not at all.

A part is named by the number of its run, so that its bytes and its name depend on the plan alone
and never on who made it, or when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from scenarios.runs.kept.folder import HIDDEN, write_whole
from scenarios.runs.mistakes import UNREADABLE, writing

KEY_SCHEMA = {"scenario": pl.String, "strategy": pl.String, "replication": pl.Int32}
"""The columns that tell the runs of an ensemble apart; they come first in each of its tables."""


def part_name(run: int) -> str:
    """Return the name of the part of a run."""
    return f"part-{run:06d}.parquet"


def write_parts(folder: Path, run: int, tables: Mapping[str, bytes]) -> None:
    """Write what a run left, one part for each table.

    Raises
    ------
    RunError
        If it cannot be written.
    """
    for name, data in tables.items():
        path = folder / name / part_name(run)
        with writing(path):
            path.parent.mkdir(exist_ok=True)
        write_whole(path, data)


def is_sound(path: Path) -> bool:
    """Whether a part is there and its frame can be read: a cut or overwritten file has none."""
    try:
        return bool(pl.read_parquet_schema(path))
    except UNREADABLE:
        return False


def sweep(folder: Path) -> None:
    """Remove what a killed process was about to write."""
    with writing(folder):
        for path in (*folder.glob(f"{HIDDEN}*"), *folder.glob(f"*/{HIDDEN}*")):
            path.unlink(missing_ok=True)


def finished(folder: Path, runs: Iterable[int], tables: Iterable[str]) -> set[int]:
    """Return the runs whose parts are all there and sound."""
    names = list(tables)
    return {run for run in runs if all(is_sound(folder / name / part_name(run)) for name in names)}
