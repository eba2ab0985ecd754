"""How often the places of a file of ties are found, and how often wrongly.

The file has the columns of the links sample (`analysis.estimation`), whose partners carry GeoNames
ids and whose German ends carry official codes. It does not ship; only shares leave this module.
"""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl

from analysis.estimation.single_ties.links import read_table
from analysis.registers.places.ends import End
from analysis.registers.places.gazetteer import Gazetteer, load_gazetteer
from analysis.registers.places.matching import Matcher

COLUMNS: dict[str, type[pl.DataType]] = {
    "unit_type": pl.String,
    "land": pl.String,
    "ags": pl.String,
    "de_name": pl.String,
    "de_lat": pl.Float64,
    "de_lon": pl.Float64,
    "partner_name": pl.String,
    "country": pl.String,
    "partner_lat": pl.Float64,
    "partner_lon": pl.Float64,
    "partner_geonameid": pl.Int64,
}
LEAST = 20
"""Ends of a country below which no share is told."""
SEED = 1


def measure(path: Path, wrong_points: float | None = None) -> pl.DataFrame:
    """Shares by country: of the ends whose place is in the frame, those found and found wrongly.

    Parameters
    ----------
    path : file of single ties
    wrong_points : share of coordinates that are replaced by those of another tie, as lists of
        ties have many wrong ones; None for no coordinates at all

    Returns
    -------
    polars.DataFrame
        country, ends, found (share of them), wrong (share of the found)

    Raises
    ------
    LinksError
        If the file cannot be read or lacks a column.
    """
    frame, _ = read_table(path, COLUMNS)
    towns = frame.filter(pl.col("unit_type") == "municipality")
    gazetteer = load_gazetteer()
    ends, truth = _ends(towns, gazetteer, wrong_points)
    matches = Matcher(gazetteer).match(ends)
    table = pl.DataFrame(
        {
            "country": [end.country for end in ends],
            "found": [match.id is not None for match in matches],
            "wrong": [
                match.id is not None and match.id != known
                for match, known in zip(matches, truth, strict=True)
            ],
        }
    )
    return (
        table.group_by("country")
        .agg(ends=pl.len(), found=pl.col("found").mean(), wrong=pl.col("wrong").sum())
        .with_columns(wrong=pl.col("wrong") / (pl.col("found") * pl.col("ends")))
        .filter(pl.col("ends") >= LEAST)
        .sort("ends", "country", descending=[True, False])
    )


def _ends(
    towns: pl.DataFrame, gazetteer: Gazetteer, wrong_points: float | None
) -> tuple[list[End], list[int]]:
    """Ends whose place is in the frame, and its id."""
    luck = random.Random(SEED)
    known = towns.drop_nulls("partner_lat").select("partner_lat", "partner_lon").rows()

    def point(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
        if wrong_points is None or lat is None:
            return None, None
        return luck.choice(known) if luck.random() < wrong_points else (lat, lon)

    ends, truth = [], []
    for row in towns.iter_rows(named=True):
        here = gazetteer.row_of_code.get(("DE", row["ags"] or ""))
        if here is not None:
            ends.append(
                End(row["de_name"], "DE", row["land"], *point(row["de_lat"], row["de_lon"]))
            )
            truth.append(gazetteer.ids[here])
        there = gazetteer.row_of.get(row["partner_geonameid"])
        if there is not None and row["partner_name"]:
            where = point(row["partner_lat"], row["partner_lon"])
            ends.append(End(row["partner_name"], row["country"], None, *where))
            truth.append(gazetteer.ids[there])
    return ends, truth
