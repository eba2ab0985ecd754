"""Ties in the one frame that all models take, from what a run or a register tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np
import polars as pl
from polars.exceptions import PolarsError

from analysis.models.results import ModelError
from simulation.luck import great_circle_km, unit_vectors

TIES: dict[str, type[pl.DataType]] = {
    "a": pl.Int64,
    "b": pl.Int64,
    "country_a": pl.String,
    "country_b": pl.String,
    "land": pl.String,
    "year": pl.Int32,
    "form": pl.String,
    "home": pl.Int64,
    "away": pl.Int64,
    "distance_km": pl.Float64,
    "motive": pl.String,
    "ended": pl.Int32,
}
"""Columns of `Replication.ties`: ids with a < b, countries (ISO 3166-1), Land of the German end
(ISO 3166-2; null within Germany), year (null if unknown), form, ids of the German end and of the
other, km between the seats; motive and year of the end, which only the view `all` knows."""

PLACES = ("id", "name", "country", "land", "code", "lat", "lon", "population", "level")
RECORDED_COLUMNS = ("a", "b", "country_a", "country_b", "year", "year_is_default", "form")
ALL_COLUMNS = ("a", "b", "founded", "form", "initiator", "motive", "ended")
YEARS = (1800, 2100)
"""Years that a tie can be of."""


def of_recorded(recorded: pl.DataFrame, places: pl.DataFrame, source: str) -> pl.DataFrame:
    """Ties of a register: one German end, one abroad; see `TIES`.

    Raises
    ------
    ModelError
        If an id is unknown, a country is not that of its place, a year is impossible, or a tie
        does not join Germany with a country abroad or stands there twice.
    """
    known = pl.col("year_is_default").fill_null(value=False).not_()
    ties = _ordered(_typed(recorded, source)).with_columns(year=pl.when(known).then(pl.col("year")))
    joined = _placed(ties, places, source)
    _refuse(
        joined.filter(
            pl.any_horizontal(
                pl.col(f"country_{end}").ne_missing(pl.col(f"placed_{end}")) for end in "ab"
            )
        ),
        source,
        "names a country that is not that of its place; countries are those of "
        "municipalities.parquet",
    )
    german = (pl.col("country_a") == "DE") != (pl.col("country_b") == "DE")
    _refuse(
        joined.filter(~german),
        source,
        "does not join Germany (DE) with a country abroad, which is all that a register holds",
    )
    _refuse(
        joined.filter(pl.struct("a", "b").is_duplicated()),
        source,
        "stands there twice; a register has one row a tie",
    )
    return _finished(
        joined.with_columns(
            home=pl.when(pl.col("country_a") == "DE").then("a").otherwise("b"),
            motive=pl.lit(None, dtype=pl.String),
            ended=pl.lit(None, dtype=pl.Int32),
        ),
        source,
    )


def of_all(ties: pl.DataFrame, places: pl.DataFrame, source: str) -> pl.DataFrame:
    """Every tie with a German end that ever existed, ties within Germany too; see `TIES`.

    Raises
    ------
    ModelError
        If an id is unknown or a year is impossible.
    """
    joined = _placed(_typed(ties.rename({"founded": "year"}), source), places, source)
    joined = joined.filter((pl.col("placed_a") == "DE") | (pl.col("placed_b") == "DE"))
    a_is_home = (
        pl.when(pl.col("placed_a") == pl.col("placed_b"))
        .then(pl.col("initiator") == pl.col("a"))
        .otherwise(pl.col("placed_a") == "DE")
    )
    return _finished(
        joined.with_columns(
            country_a=pl.col("placed_a"),
            country_b=pl.col("placed_b"),
            home=pl.when(a_is_home).then("a").otherwise("b"),
        ),
        source,
    )


WRITTEN: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("id", "a", "b", "initiator", "population"), pl.Int64),
    **dict.fromkeys(("year", "founded", "ended"), pl.Int32),
    **dict.fromkeys(("lat", "lon"), pl.Float64),
    **dict.fromkeys(("name", "country", "land", "code", "level", "form", "motive"), pl.String),
    **dict.fromkeys(("country_a", "country_b"), pl.String),
    "year_is_default": pl.Boolean,
}
"""Types in which tables are written; another program may have changed them."""


def selected(table: pl.DataFrame, columns: Sequence[str], where: str) -> pl.DataFrame:
    """Columns of a table, in the types in which they are written.

    Raises
    ------
    ModelError
        If one is missing, or holds something else.
    """
    for column in columns:
        if column not in table.columns:
            raise ModelError(
                f"{where}: lacks the column '{column}'; needed are {', '.join(columns)}"
            )
    return _of_types(table.select(columns), WRITTEN, where)


def _of_types(
    table: pl.DataFrame, types: Mapping[str, type[pl.DataType]], where: str
) -> pl.DataFrame:
    """The same with its columns cast; texts of lists and structs are no values."""
    for column in table.columns:
        held, kind = table[column].dtype, types.get(column)
        if kind is None or held == kind:
            continue
        if not held.is_nested():
            with suppress(PolarsError):
                table = table.with_columns(pl.col(column).cast(kind))
        if table[column].dtype != kind:
            told = "whole numbers" if kind in (pl.Int64, pl.Int32) else str(kind())
            raise ModelError(f"{where}: {column}: holds {held}, but must be {told}")
    return table


def _typed(ties: pl.DataFrame, source: str) -> pl.DataFrame:
    """The same with ids and years as whole numbers.

    Raises
    ------
    ModelError
        If a column holds anything else.
    """
    return _of_types(ties, {column: TIES[column] for column in ("a", "b", "year")}, source)


def _ordered(ties: pl.DataFrame) -> pl.DataFrame:
    """The same with a < b."""
    turned = pl.col("a") > pl.col("b")
    return ties.with_columns(
        pl.when(turned).then(other).otherwise(one).alias(one)
        for one, other in (
            ("a", "b"),
            ("b", "a"),
            ("country_a", "country_b"),
            ("country_b", "country_a"),
        )
    )


def _placed(ties: pl.DataFrame, places: pl.DataFrame, source: str) -> pl.DataFrame:
    """Ties with what is known of the places at both ends: placed_, land_, lat_ and lon_."""
    at = {"country": "placed", "land": "land", "lat": "lat", "lon": "lon"}
    for end in "ab":
        told = places.select(
            pl.col("id").alias(end), *(pl.col(old).alias(f"{new}_{end}") for old, new in at.items())
        )
        ties = ties.join(told, on=end, how="left", maintain_order="left")
    unknown = pl.col("placed_a").is_null() | pl.col("placed_b").is_null()
    _refuse(
        ties.filter(unknown),
        source,
        "ends at a place that its world does not hold; ids are those of municipalities.parquet",
    )
    return ties


def _finished(ties: pl.DataFrame, source: str) -> pl.DataFrame:
    """Ties with distance and Land, in the columns and the order of `TIES`."""
    possible = pl.col("year").is_between(*YEARS)
    odd = ties.filter(~possible)
    if not odd.is_empty():
        raise ModelError(
            f"{source}: year {odd['year'][0]} of {odd['a'][0]}-{odd['b'][0]} is impossible; "
            f"expected a year between {YEARS[0]} and {YEARS[1]}, or none where it is not known"
        )
    try:
        points = [
            unit_vectors(ties[f"lat_{end}"].to_numpy(), ties[f"lon_{end}"].to_numpy())
            for end in "ab"
        ]
    except ValueError as error:  # a place lies beyond the Earth
        raise ModelError(f"{source}: municipalities: {error}") from None
    km = great_circle_km(*points) if ties.height else np.zeros(0)
    # one of the two Länder is null unless both ends are German
    inner = pl.col("country_a") == pl.col("country_b")
    return (
        ties.with_columns(
            pl.Series("distance_km", km, dtype=pl.Float64).round(1),
            away=pl.col("a") + pl.col("b") - pl.col("home"),
            land=pl.when(~inner).then(pl.coalesce("land_a", "land_b")),
        )
        .select(pl.col(name).cast(kind) for name, kind in TIES.items())
        .sort("a", "b", "year", nulls_last=True, maintain_order=True)
    )


def _refuse(ties: pl.DataFrame, source: str, why: str) -> None:
    """Refuse ties with the first of them as an example."""
    if not ties.is_empty():
        row = ties.row(0, named=True)
        raise ModelError(f"{source}: {row['a']}-{row['b']} {why}")
