"""One run's statistics in the very cells of the record."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from analysis.observation.register import DEFAULT_YEAR
from analysis.validation.observed import observed
from analysis.validation.patterns import cells
from analysis.validation.patterns.chronicle import Chronicle
from analysis.validation.patterns.published import PUBLISHED, inner_german
from analysis.validation.patterns.regularities import REGULARITIES
from analysis.validation.patterns.shapes import SHAPES
from analysis.validation.patterns.tallies import TALLIES
from analysis.validation.patterns.vitality import VITALITY
from analysis.validation.targets import targets

EARTH_RADIUS_KM = 6371.0088

RECORDED_COLUMNS = ("a", "b", "country_a", "country_b", "year", "year_is_default", "form")
PLACE_COLUMNS = ("id", "country", "land", "level", "population", "lat", "lon")
TIE_COLUMNS = ("tie", "a", "b", "form", "founded", "signed", "ended")
"""The columns that are read."""
INNER_GERMAN = "inner_german"
UNITS = {"municipality": "municipality", "joint": "municipality", "borough": "municipality"}
"""Levels that the register calls municipality (boroughs of Berlin too); all others: county."""


def summarise(
    recorded: pl.DataFrame,
    places: pl.DataFrame,
    ties: pl.DataFrame | None = None,
    run: Chronicle | None = None,
) -> pl.DataFrame:
    """Statistics of one run, cell by cell as in `observed`.

    Parameters
    ----------
    recorded : polars.DataFrame
        Ties as the register has them (`observation.register.recorded`, `recorded.parquet`).
    places : polars.DataFrame
        Places of the world (`municipalities.parquet`).
    ties : polars.DataFrame, optional
        All ties (`ties.parquet`), for those inside Germany, which the register lacks.
    run : Chronicle, optional
        All that the run left, for what sources published of single years.

    Returns
    -------
    polars.DataFrame
        pattern, cell, value; rows and order of `observed`. Where nothing happened counts and
        shares are 0, means, distances and indices null; without `ties` the inner-German counts
        are null, and without `run` all other published figures.

    Raises
    ------
    ValueError
        If no tie is recorded, or a tie's end is not among the places.
    """
    if recorded.is_empty():
        raise ValueError(
            "No recorded tie to compare: the run ends before 31 December 2014, the register's "
            "date, or founds nothing that it would hold; run to 2014 or later."
        )
    links = links_of(recorded, places)
    parts = [_named(name, count(links)) for name, count in TALLIES.items()]
    parts += [_named(name, shape(links)) for name, shape in (SHAPES | REGULARITIES).items()]
    if ties is not None:
        facts = targets()[INNER_GERMAN].facts
        parts.append(_named(INNER_GERMAN, inner_german(ties, places, facts)))
    if run is not None:
        readers = (PUBLISHED | VITALITY).items()
        parts += [_named(name, read(run, targets()[name].facts)) for name, read in readers]
    return (
        _skeleton()
        .join(pl.concat(parts), on=["pattern", "cell"], how="left", maintain_order="left")
        .with_columns(value=pl.coalesce("value", "nothing"))
        .drop("nothing")
    )


def _named(pattern: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.lit(pattern).alias("pattern"), "cell", pl.col("value").cast(pl.Float64))


@cache
def _skeleton() -> pl.DataFrame:
    """Cells of the record, and what each holds where nothing happened."""
    zero = [
        name
        for name, target in targets().items()
        if target.measure in ("count", "share") and not target.facts
    ]
    nothing = pl.when(pl.col("pattern").is_in(zero)).then(0.0)
    return observed().select("pattern", "cell", nothing=nothing)


def links_of(recorded: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Recorded ties seen from their German end: the columns of `tallies` and `shapes`.

    home, land, level, unit, population, size_class: the German end; away, country, away_level,
    away_population: the other; km; year, undated, form; count = 1. Ties of the year 2000 are
    undated like those without a year: the register shows both alike.
    """
    home_is_a = pl.col("country_a") == "DE"
    ends = recorded.select(
        home=pl.when(home_is_a).then("a").otherwise("b"),
        away=pl.when(home_is_a).then("b").otherwise("a"),
        country=pl.when(home_is_a).then("country_b").otherwise("country_a"),
        year="year",
        undated=pl.col("year_is_default")
        | pl.col("year").is_null()
        | (pl.col("year") == DEFAULT_YEAR),
        form="form",
        count=pl.lit(1, dtype=pl.Int64),
    )
    end = places.select("id", "land", "level", "population", "lat", "lon")
    abroad = end.drop("land").rename(lambda name: f"away_{name}")
    links = ends.join(end, left_on="home", right_on="id").join(
        abroad, left_on="away", right_on="away_id"
    )
    if links.height != ends.height:
        raise ValueError(f"{ends.height - links.height} recorded ties end at no place of the world")
    return links.with_columns(
        cells.size_class(links["population"]),
        _km(links),
        unit=pl.col("level").replace_strict(UNITS, default="county", return_dtype=pl.String),
    )


def _km(links: pl.DataFrame) -> pl.Series:
    """Great-circle distance of both ends, km (haversine)."""
    lat, lon, lat2, lon2 = (
        np.radians(links[name].to_numpy()) for name in ("lat", "lon", "away_lat", "away_lon")
    )
    half = (
        np.sin((lat2 - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat2) * np.sin((lon2 - lon) / 2) ** 2
    )
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return pl.Series("km", km, dtype=pl.Float64)
