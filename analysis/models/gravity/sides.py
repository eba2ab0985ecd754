"""One side of a cell: regions with their people, their centre, and what history made of them."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from analysis.models.results import ModelError
from simulation.luck import unit_vectors
from simulation.past import load_countries, load_laender, zone_of

POWERS = {"US": "US", "GB": "GB", "FR": "FR", "RU": "SU"}
"""Countries that occupied a zone until 1949, and their name in the table of zones."""
MEMBER_IN = 2014
"""Membership of the European Union counts as of this year: that of the register's snapshot."""


def home_side(places: pl.DataFrame) -> pl.DataFrame:
    """German regions, sorted by name.

    Parameters
    ----------
    places : polars.DataFrame
        With region, inhabitants, country, land, code, level, lat, lon.

    Returns
    -------
    polars.DataFrame
        home, land, places, inhabitants, x, y, z (unit vector of the centre of people), eastern_land
        (0/1), and zone_US ... zone_SU: shares of people by occupation zone.
    """
    towns = _towns(places.filter(pl.col("country") == "DE"))
    east = load_laender().select("land", eastern_land=pl.col("east").cast(pl.Float64))
    zones = pl.Series([_zone(code or "") for code in towns["code"]], dtype=pl.String)
    towns = towns.with_columns(zone=zones).join(east, on="land", how="left", maintain_order="left")
    people = pl.col("inhabitants")
    return _summed(
        towns,
        pl.col("land").first(),
        pl.col("eastern_land").first().fill_null(0.0),
        *(
            (people.filter(pl.col("zone") == zone).sum() / people.sum()).alias(f"zone_{zone}")
            for zone in POWERS.values()
        ),
    ).rename({"region": "home"})


def away_side(places: pl.DataFrame, source: str) -> pl.DataFrame:
    """Regions abroad, sorted by name.

    Returns
    -------
    polars.DataFrame
        away, places, inhabitants, x, y, z, country, common_language, eastern_bloc, eu_member
        (each 0/1), and power: the zone that the country occupied, or null.

    Raises
    ------
    ModelError
        If there is no place abroad, or one in a country that the history does not know.
    """
    towns = _towns(places.filter(pl.col("country") != "DE"))
    if towns.is_empty():
        raise ModelError(f"{source}: holds no place abroad, so there is no gravity to estimate")
    joined, left = pl.col("eu_accession"), pl.col("eu_exit")
    member = (joined <= MEMBER_IN) & (left.is_null() | (left > MEMBER_IN))
    told = load_countries().select(
        "country",
        common_language=pl.col("german_speaking").cast(pl.Float64),
        eastern_bloc=(pl.col("bloc_1949_1989") == "east").fill_null(value=False).cast(pl.Float64),
        eu_member=member.fill_null(value=False).cast(pl.Float64),
        power=pl.col("country").replace_strict(POWERS, default=None, return_dtype=pl.String),
    )
    unknown = sorted(set(towns["country"]) - set(told["country"]))
    if unknown:
        raise ModelError(
            f"{source}: has places in {', '.join(unknown)}, whose language and history are not in "
            "countries.csv; leave them out"
        )
    sides = _summed(towns, pl.col("country").first())
    return sides.join(told, on="country", how="left", maintain_order="left").rename(
        {"region": "away"}
    )


def _towns(places: pl.DataFrame) -> pl.DataFrame:
    """Municipalities: a district's people are those of its members, and would count twice."""
    return places.filter(pl.col("level") != "district").sort("region", "id")


def _summed(towns: pl.DataFrame, *more: pl.Expr) -> pl.DataFrame:
    """People and their centre by region; sums run in the order of ids."""
    points = unit_vectors(towns["lat"].to_numpy(), towns["lon"].to_numpy())
    axes = [pl.Series(axis, points[:, n]) for n, axis in enumerate("xyz")]
    people = pl.col("inhabitants")
    sums = (
        towns.with_columns(people.cast(pl.Float64), *axes)
        .group_by("region", maintain_order=True)
        .agg(
            people.sum(),
            pl.len().cast(pl.Float64).alias("places"),
            *((people * pl.col(axis)).sum().alias(axis) for axis in "xyz"),
            *more,
        )
        .sort("region")
    )
    length = np.linalg.norm(sums.select("x", "y", "z").to_numpy(), axis=1)
    return sums.with_columns(pl.col(axis) / pl.Series(length) for axis in "xyz")


@cache
def _zone(code: str) -> str | None:
    """Occupation zone of an official key; none where the key is unknown."""
    return zone_of(code) if len(code) >= 2 and code.isdigit() else None
