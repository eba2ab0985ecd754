"""Build ``traits.parquet``: role and nature of the municipalities, from places and coastline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from simulation.places.build.compose import parquet_bytes
from simulation.places.build.packages import BuildError, read_member, sha256
from simulation.places.build.traits.coast import COAST, coastline, near_coast
from simulation.places.build.traits.roles import add_roles
from simulation.places.build.traits.sidecar import describe
from simulation.places.build.traits.spas import is_spa
from simulation.places.traits import TABLE, TRAITS

__all__ = ["COAST", "build_traits", "flags"]

HERE = Path(__file__).parent
RIVER_PORTS = HERE / "river_ports.csv"

PORT_COLUMNS = {"id": pl.Int64, "name": pl.String, "country": pl.String}

COAST_KM = 5.0
"""Seats lie this far from their own shore: Emden 3.6 km, Greifswald 4.6, Turku 4.8."""


def flags(places: pl.DataFrame, coast: bytes, listed: pl.DataFrame) -> pl.DataFrame:
    """Traits of the municipalities that have one, sorted by id.

    Parameters
    ----------
    places : polars.DataFrame
        The frame of places.
    coast : bytes
        The coastline as TopoJSON.
    listed : polars.DataFrame
        Ports up a river: ``id``, ``name``, ``country``.

    Raises
    ------
    BuildError
        If a listed port is no municipality of the frame, or the coastline cannot be read.
    """
    towns = places.filter(pl.col("level") == "municipality")
    unknown = listed.join(towns, on=["id", "name", "country"], how="anti")
    if unknown.height:
        raise BuildError(
            f"{RIVER_PORTS.name} lists {unknown['name'][0]} ({unknown['id'][0]}), which is no "
            "municipality of that id, name and country in the frame."
        )
    shore = near_coast(towns["lat"].to_numpy(), towns["lon"].to_numpy(), coastline(coast), COAST_KM)
    return (
        add_roles(towns.with_columns(shore=pl.Series(shore)))
        .select(
            "id",
            "seat",
            "centre",
            (pl.col("shore") | pl.col("id").is_in(listed["id"].implode())).alias("port"),
            is_spa().alias("spa"),
        )
        .filter(pl.any_horizontal(TRAITS))
        .sort("id")
    )


def build_traits(folder: Path, out: Path, *, river_ports: Path = RIVER_PORTS) -> dict[str, Any]:
    """Build ``traits.parquet`` and ``traits.json`` for the ``places.parquet`` beside them.

    Parameters
    ----------
    folder : pathlib.Path
        Holds the packages.
    out : pathlib.Path
        Holds ``places.parquet``; the two files go there.
    river_ports : pathlib.Path
        Table of the ports up a river.

    Returns
    -------
    dict
        The sidecar.

    Raises
    ------
    BuildError
        If a package is missing or broken, or a listed port is not in the frame.
    """
    coast = read_member(COAST, folder)
    frame = (out / "places.parquet").read_bytes()
    places, listed = pl.read_parquet(frame), pl.read_csv(river_ports, schema_overrides=PORT_COLUMNS)
    table = flags(places, coast, listed)
    written = parquet_bytes(table)
    inputs = {"places.parquet": sha256(frame), COAST.member: sha256(coast)}
    inputs[river_ports.name] = sha256(river_ports.read_bytes())
    sidecar = describe(table, places, inputs, sha256(written))
    (out / TABLE.name).write_bytes(written)
    (out / TABLE.with_suffix(".json").name).write_text(
        json.dumps(sidecar, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return sidecar
