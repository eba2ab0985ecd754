"""A register that a user brings: a Parquet file of recorded ties, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from analysis.models.material.material import Material, Replication
from analysis.models.material.ties import PLACES, selected
from analysis.models.results import ModelError
from analysis.register import RECORDED_SCHEMA, SNAPSHOT
from scenarios.runs.mistakes import shown
from simulation.places import load_places
from simulation.ties import FORMS

WORLD = "germany"
"""The world that the ids of a register are of."""


def of_register(path: Path) -> Material:
    """The material of a register.

    Raises
    ------
    ModelError
        If the file cannot be read, lacks a column, holds none or an impossible tie.
    """
    where = f"register {shown(path)}"
    table = read_register(path)
    if table.is_empty():
        raise ModelError(f"{where}: holds no tie; a register has one row a tie")
    places = load_places(WORLD).select(PLACES)
    latest = table.filter(~pl.col("year_is_default").fill_null(value=False))["year"].max()
    until = max(SNAPSHOT, latest if isinstance(latest, int) else SNAPSHOT)

    def read(name: str, columns: Sequence[str]) -> pl.DataFrame:
        if name != "recorded":
            raise ModelError(
                f"{where}: has no table '{name}', for a register holds recorded ties alone; give "
                "the folder of a run or an ensemble"
            )
        return selected(table, columns, where)

    part = Replication(0, until, where, "recorded", places, read)
    part.ties()  # what is wrong with the file is said before a model begins
    return Material(where, "register", "recorded", places, WORLD, (part,))


def read_register(path: Path) -> pl.DataFrame:
    """Read a register in the columns of `RECORDED_SCHEMA`.

    Raises
    ------
    ModelError
        If the file cannot be read, lacks a column, or a column holds what it cannot.
    """
    where = f"register {shown(path)}"
    try:
        table = pl.read_parquet(path)
    except FileNotFoundError:
        raise ModelError(f"{where}: no such file; give a Parquet file of recorded ties") from None
    except (PolarsError, OSError):
        raise ModelError(f"{where}: is no Parquet file that can be read; make it again") from None
    table = selected(table, tuple(RECORDED_SCHEMA), where)
    for column, kind in RECORDED_SCHEMA.items():
        try:
            table = table.with_columns(pl.col(column).cast(kind))
        except PolarsError:
            raise ModelError(f"{where}: {column}: expected {kind}") from None
    odd = table.filter(~pl.col("form").is_in(FORMS).fill_null(value=False))["form"]
    if len(odd):
        raise ModelError(
            f"{where}: form: '{shown(odd[0])}', but expected one of {', '.join(FORMS)}"
        )
    return table
