"""A register that a user brings: a Parquet file of recorded ties, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from analysis.models.material.material import Material, Replication
from analysis.models.material.ties import PLACES, selected
from analysis.models.results import ModelError
from analysis.observation.register import SNAPSHOT
from analysis.registers.errors import RegisterError
from analysis.registers.reading import read_register
from scenarios.runs.mistakes import shown
from simulation.places import load_places

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
    try:
        register = read_register(path, where)
    except RegisterError as error:
        raise ModelError(str(error)) from None
    table = register.ties
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
    return Material(where, "register", "recorded", places, WORLD, (part,), register.notes)
