"""Tables of a folder in the types they are written with; another program may have changed them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from analysis.observation.register import RECORDED_SCHEMA
from scenarios.runs.kept.parts import KEY_SCHEMA
from simulation.ledger import LEDGER_SCHEMA
from simulation.tables.replay import TIES_SCHEMA
from simulation.tables.yearly import YEARLY_SCHEMA

PLACES: dict[str, Any] = {
    **dict.fromkeys(("id", "population"), pl.Int64),
    **dict.fromkeys(("lat", "lon"), pl.Float64),
    **dict.fromkeys(("country", "land", "level"), pl.String),
}
KEYS: dict[str, Any] = dict(KEY_SCHEMA)
"""What tells the runs of an ensemble apart."""
TYPES: dict[str, dict[str, Any]] = {
    "recorded": {**RECORDED_SCHEMA, **KEYS},
    "ties": {**TIES_SCHEMA, "distance_km": pl.Float64, **KEYS},
    "ledger": {**LEDGER_SCHEMA, **KEYS},
    "yearly": {**YEARLY_SCHEMA, **KEYS},
    "municipalities": PLACES,
}
FULL = {
    "recorded": ("a", "b"),
    "ties": ("tie", "a", "b", "founded"),
    "ledger": ("year", "event"),
    "yearly": ("year", "stock"),
    "municipalities": ("id", "country", "lat", "lon"),
}
"""Columns without an empty cell."""
BOUNDS = {"lat": 90.0, "lon": 180.0}
"""Degrees on either side of zero."""


def typed(table: pl.DataFrame, name: str, needed: Sequence[str], where: Path) -> pl.DataFrame:
    """The needed columns of a table, in the types that the table of that name is written with.

    Raises
    ------
    ValueError
        If a column is missing, of another kind, or lacks a cell that it must have.
    """
    missing = [column for column in needed if column not in table.columns]
    if missing:
        raise ValueError(f"{where}: lacks the column '{missing[0]}'; make it again")
    table = table.select(needed)
    for column in needed:
        kind = TYPES[name].get(column, table[column].dtype)
        held = table[column].dtype
        if not held.is_nested():  # polars makes texts of structs
            with suppress(PolarsError):
                table = table.with_columns(pl.col(column).cast(kind))
        if table[column].dtype != kind:
            raise ValueError(f"{where}: {column}: holds {held}, expected {kind}; make it again")
        if column in (*FULL[name], "replication") and table[column].null_count():
            raise ValueError(f"{where}: {column}: a cell is empty; make it again")
        if column in BOUNDS and not table[column].abs().le(BOUNDS[column]).all():
            raise ValueError(f"{where}: {column}: lies beyond {BOUNDS[column]:.0f} degrees")
    return table
