"""German municipalities (by AGS) and districts (Landkreise)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from simulation.places.build.abroad import municipality_rows
from simulation.places.build.distance import centre
from simulation.places.build.geonames import merge_by_code
from simulation.places.build.packages import BuildError

LAND_OF_ADMIN1 = {
    "01": "BW", "02": "BY", "03": "HB", "04": "HH", "05": "HE", "06": "NI", "07": "NW", "08": "RP",
    "09": "SL", "10": "SH", "11": "BB", "12": "MV", "13": "SN", "14": "ST", "15": "TH", "16": "BE",
}  # fmt: skip
LAND_OF_AGS = {
    "01": "SH", "02": "HH", "03": "NI", "04": "HB", "05": "NW", "06": "HE", "07": "RP", "08": "BW",
    "09": "BY", "10": "SL", "11": "BE", "12": "BB", "13": "MV", "14": "SN", "15": "ST", "16": "TH",
}  # fmt: skip
EASTERN = ("BB", "MV", "SN", "ST", "TH")
DISTRICT_TYPES = ("Kreis", "Landkreis", "Regionalverband")
DISTRICT_BASE = 100_000_000

HERE = Path(__file__).parent
NAMES = HERE / "german_names.csv"
ADDITIONS = HERE / "additions.csv"


def by_ags(places: pl.DataFrame) -> pl.DataFrame:
    """Places of Germany merged by AGS, with ``seat`` and ``together``: people by either rule."""
    here = places.filter((pl.col("country") == "DE") & (pl.col("admin4").str.len_chars() == 8))
    land = pl.col("admin4").str.slice(0, 2).replace_strict(LAND_OF_AGS, return_dtype=pl.String)
    alone = pl.col("together") == 0  # nothing known, or a city section that stands for its AGS
    return merge_by_code(here, "admin4").with_columns(
        seat=pl.when(pl.col("population") > 0).then("population").otherwise("together"),
        together=pl.when(alone).then("population").otherwise("together"),
        land=pl.concat_str(pl.lit("DE-"), land),
    )


def municipalities(merged: pl.DataFrame, towns: dict[str, str]) -> pl.DataFrame:
    """One row per AGS.

    People: those of the seat, and in the eastern Länder those of all places of the AGS together.
    GeoNames holds German populations of about 2002-2005, when the seat's number was the
    municipality's; most eastern villages were merged into towns after that and still carry their
    own. The sidecar sets both rules beside the official totals of the Länder.

    Parameters
    ----------
    merged : polars.DataFrame
        As :func:`by_ags` gives it.
    towns : dict of str to str
        German names of district-free towns by AGS.
    """
    corrected = dict(pl.read_csv(NAMES, schema_overrides={"code": pl.String}).iter_rows())
    eastern = pl.col("land").is_in([f"DE-{land}" for land in EASTERN])
    names = towns | corrected
    return municipality_rows(
        merged.with_columns(
            name=pl.col("admin4").replace_strict(names, default=pl.col("name")),
            population=pl.when(eastern).then("together").otherwise("seat"),
            code="admin4",
            area=pl.col("admin4").str.slice(0, 5),
        )
    )


def additions(present: pl.DataFrame) -> pl.DataFrame:
    """Municipalities that the GeoNames of 2023 lacks and another open source places.

    ``additions.csv`` beside this file keeps them with their source: newer GeoNames (its own id) or
    SimpleMaps (ids from 200820000, the block of Germany). The codes are the official ones.

    Raises
    ------
    BuildError
        If the frame already has one of the codes.
    """
    rows = pl.read_csv(ADDITIONS, schema_overrides={"code": pl.String})
    twice = rows.filter(pl.col("code").is_in(present["code"].implode()))
    if twice.height:
        raise BuildError(f"{ADDITIONS.name} adds {twice['code'][0]}, which is there already.")
    admin1 = {land: number for number, land in LAND_OF_ADMIN1.items()}
    land = pl.col("code").str.slice(0, 2).replace_strict(LAND_OF_AGS, return_dtype=pl.String)
    return municipality_rows(
        rows.with_columns(
            geonameid="id",
            country=pl.lit("DE"),
            land=pl.concat_str(pl.lit("DE-"), land),
            admin1=land.replace_strict(admin1, return_dtype=pl.String),
            area=pl.col("code").str.slice(0, 5),
            rank=pl.lit(5, pl.Int8),
        )
    )


def read_districts(data: bytes) -> list[dict[str, Any]]:
    """Read the 401 districts and district-free towns of landkreise-deutschland.

    Raises
    ------
    BuildError
        If the file is not JSON or lacks a field.
    """
    try:
        rows: list[dict[str, Any]] = json.loads(data)
        for row in rows:
            _ = row["type"], row["name"], row["population"]
            row["AGS"] = str(row["AGS"]).zfill(5)  # the file writes some as numbers
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"the list of German districts cannot be read: {error!r}.") from None
    return rows


def town_names(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Official German names of district-free towns by AGS: ``{"09162000": "München", ...}``."""
    return {
        row["AGS"] + "000": row["name"].split(",")[0].strip()
        for row in rows
        if row["type"] not in DISTRICT_TYPES
    }


def districts(rows: list[dict[str, Any]], members: pl.DataFrame) -> pl.DataFrame:
    """German districts: official people (2018), centre weighted by the people of the members."""
    out = []
    for row in sorted(rows, key=lambda row: row["AGS"]):
        if row["type"] not in DISTRICT_TYPES:
            continue
        inside = members.filter(pl.col("area") == row["AGS"])
        if inside.is_empty():
            raise BuildError(f"the district {row['AGS']} {row['name']} has no municipality.")
        weight = inside["population"].fill_null(1).to_numpy().astype(float)
        lat, lon = centre(inside["lat"].to_numpy(), inside["lon"].to_numpy(), weight)
        land = f"DE-{LAND_OF_AGS[row['AGS'][:2]]}"
        out.append(
            (DISTRICT_BASE + int(row["AGS"]), row["name"], "DE", land, row["AGS"], lat, lon,
             row["population"], "district", 5, row["AGS"], inside["region"][0])
        )  # fmt: skip
    return pl.DataFrame(out, schema=members.schema, orient="row")
