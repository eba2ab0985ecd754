"""Material made of frames in memory: histories in a notebook, and data with known answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from analysis.models.material.material import Kind, Material, Read, Replication, View
from analysis.models.material.ties import PLACES, selected
from analysis.models.results import ModelError
from analysis.observation.register import SNAPSHOT


def made(
    places: pl.DataFrame,
    replications: Sequence[Mapping[str, pl.DataFrame]],
    *,
    view: View = "recorded",
    until: int = SNAPSHOT,
    source: str = "made in memory",
    world: str = "germany",
) -> Material:
    """Material of tables in memory.

    Parameters
    ----------
    places : polars.DataFrame
        The columns of `municipalities.parquet`.
    replications : sequence of mappings
        For each its tables by name, with the columns that a run leaves: `recorded` for the view
        `recorded`, `ties` for `all`, and what else a model reads.
    view : {"recorded", "all"}
    until : int
        Last year that the ties can be of.
    source : str
        How tables name these data.
    world : str
        That the places are of.

    Raises
    ------
    ModelError
        If there is no replication, or the places lack a column.

    Examples
    --------
    >>> made(history.municipalities, [{"ties": history.ties}], view="all")  # doctest: +SKIP
    """
    if not replications:
        raise ModelError(f"{source}: holds no replication; give at least one")
    known = selected(places, PLACES, f"{source}: places").sort("id")
    parts = tuple(
        Replication(number, until, source, view, known, _reader(tables, source))
        for number, tables in enumerate(replications)
    )
    kind: Kind = "run" if len(parts) == 1 else "ensemble"
    return Material(source, kind, view, known, world, parts)


def _reader(tables: Mapping[str, pl.DataFrame], source: str) -> Read:
    def read(name: str, columns: Sequence[str]) -> pl.DataFrame:
        if name not in tables:
            raise ModelError(f"{source}: has no table '{name}'; there are {', '.join(tables)}")
        return selected(tables[name], columns, f"{source}: {name}")

    return read
