"""The places of the worlds: municipalities and districts of Germany and 47 partner countries.

The frame ships as ``places.parquet``; ``places.json`` beside it says where it comes from, and
``python -m simulation.places.build`` builds it again from open packages. Sources: GeoNames
(CC BY 4.0), Statistisches Bundesamt (CC BY 4.0), INSEE and Etalab (Licence Ouverte).

============================ ======== ==========================================================
column                       type     meaning
============================ ======== ==========================================================
``id``                       Int64    GeoNames id of the seat; 100000000 + AGS of a German
                                      district; 200000000 + n of a foreign district
``name``                     String   as its source writes it
``country``                  String   ISO 3166-1 alpha-2
``land``                     String   ISO 3166-2 (DE-BY) in Germany, else null
``code``                     String   official code, or null
``lat``, ``lon``             Float64  degrees, WGS 84
``population``               Int64    people, null if unknown
``population_imputed``       Int64    people; the median of the area where unknown
``level``                    String   municipality or district
``seat_rank``                Int8     0 capital, 1 seat of a first-order division .. 5 other
``area``                     String   district: AGS of five digits in Germany; abroad country and
                                      GeoNames admin codes (PL.72.0264). A district and its
                                      members share it
``toy``                      Boolean  whether it is in the toy world
============================ ======== ==========================================================
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, get_args

import polars as pl

__all__ = ["PLACES", "SIDECAR", "WORLDS", "World", "data_hash", "load_boroughs", "load_places"]

World = Literal["germany", "europe", "toy"]
WORLDS: tuple[str, ...] = get_args(World)
PLACES = Path(__file__).with_name("places.parquet")
SIDECAR = Path(__file__).with_name("places.json")


def load_places(world: str) -> pl.DataFrame:
    """Return the places of a world, sorted by ``id``.

    Parameters
    ----------
    world : {"germany", "europe", "toy"}
        ``toy`` is a small part for teaching and tests. ``germany`` and ``europe`` hold the same
        places: they differ in who searches, which is not decided here.

    Returns
    -------
    polars.DataFrame
        One row per place, with the columns that the module describes.

    Raises
    ------
    ValueError
        If there is no such world.
    """
    if world not in WORLDS:
        raise ValueError(f"world is {world!r}; it should be one of {', '.join(WORLDS)}.")
    frame = pl.read_parquet(PLACES)
    return frame.filter(pl.col("toy")) if world == "toy" else frame


def data_hash() -> str:
    """Return the SHA-256 of ``places.parquet`` as its sidecar records it (hexadecimal)."""
    return str(json.loads(SIDECAR.read_text(encoding="utf-8"))["sha256"])


def load_boroughs() -> dict[str, int]:
    """Return the cities whose boroughs keep partners of their own: number of boroughs by AGS."""
    table = pl.read_csv(PLACES.with_name("boroughs.csv"), schema_overrides={"code": pl.String})
    return dict(table.select("code", "boroughs").iter_rows())
