"""The sidecar ``places.json``: where the data come from, what was done to them, what is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from simulation.places.build.packages import PACKAGES, sha256

DONE = [
    "One row is one municipality. Where GeoNames carries a usable official code, the places of a "
    "code are merged; the seat gives id, name and coordinates: seats of rank 0 to 3 first, then "
    "the largest place. Countries without a usable code (BA BY GB HU IE LU UA and all outside "
    "Europe): every place is its own row, merged into a larger one within 3 km unless it is the "
    "seat of a county or above.",
    "City sections (PPLX) belong to their municipality; one stays as its municipality only where "
    "no other row in Germany has its code. Abandoned and historical places are left out.",
    "Outside Europe, and in RU and TR: places of 5,000 people and more, and seats of counties and "
    "above whose population is unknown.",
    "Germany: population of the seat; in BB, MV, SN, ST and TH, whose villages were mostly merged "
    "into towns after the years that GeoNames holds, that of all places of the AGS together. "
    "Names of district-free towns are the official German ones.",
    "France: names and populations of the official list (communes of metropolitan France); "
    "places of former communes belong to their successor; coordinates from GeoNames.",
    "German districts: official names and populations of 31.12.2018; centre: mean of the members "
    "weighted by people. Foreign districts: municipalities grouped by GeoNames admin1 or admin2, "
    "named after the highest, then largest, seat; population: sum of the members in the frame.",
    "population_imputed: median of the known municipalities of the same area, else admin1 region, "
    "else country.",
]

HERE = Path(__file__).parent
BY_HAND = ("additions.csv", "german_names.csv")  # each has a sidecar of its own

LOST = [
    "German populations are those of about 2002-2005 and the municipal reforms of GeoNames 2023; "
    "populations abroad are of mixed years.",
    "Of some 10,750 German municipalities about nine in ten are here. Absent are those named after "
    "no village (missing.csv lists the better known) and small ones that GeoNames does not list.",
    "French communes without a place in GeoNames: nine in ten of them have fewer than 500 people; "
    "the largest are Saint-André-de-Cubzac and Onet-le-Château with 12,000. The overseas "
    "departments.",
    "Places below 500 people in countries whose GeoNames is sparse (CZ, SK, HU, CH, PL: roughly "
    "the smaller half of CZ and most of SK).",
    "Foreign names are the main names of GeoNames: English for large cities (Prague, Warsaw).",
    "Where a code of GeoNames is wrong, a town hides behind another one (Caravaca in Moratalla).",
]


def describe(frame: pl.DataFrame, inputs: dict[str, str], output: str) -> dict[str, Any]:
    """Return the sidecar as a dictionary in a fixed order.

    Parameters
    ----------
    frame : polars.DataFrame
        The finished frame.
    inputs : dict of str to str
        SHA-256 of the file read from each package.
    output : str
        SHA-256 of the Parquet file.
    """
    counts = frame.group_by("country", "level").len().sort("country", "level")
    rows: dict[str, dict[str, int]] = {}
    for country, level, count in counts.iter_rows():
        rows.setdefault(country, {})[level] = count
    return {
        "title": "Places of the worlds of jumelage: municipalities and districts",
        "producer": "jumelage, python -m simulation.places.build",
        "licence": "CC BY 4.0; contains data of GeoNames (CC BY 4.0), Statistisches Bundesamt "
        "(CC BY 4.0), INSEE and Etalab (Licence Ouverte), SimpleMaps (CC BY 4.0)",
        "date": "places of 2023-03, French communes of 2026, German districts of 2018-12-31",
        "sources": [
            {
                "package": f"{package.name}@{package.version}",
                "file": package.member,
                "producer": package.producer,
                "source": package.source,
                "date": package.date,
                "licence": package.licence,
                "sha256": inputs[package.name],
            }
            for package in PACKAGES
        ],
        "kept_by_hand": {name: sha256((HERE / name).read_bytes()) for name in BY_HAND},
        "done": DONE,
        "lost": LOST,
        "rows": frame.height,
        "rows_by_country_and_level": rows,
        "population_unknown": int(frame["population"].null_count()),
        "toy": int(frame["toy"].sum()),
        "sha256": output,
    }
