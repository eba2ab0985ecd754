"""Municipalities of the partner countries but France."""

from __future__ import annotations

import polars as pl

from simulation.places.build.countries import RULES, CountryRule, area_columns
from simulation.places.build.distance import merge_by_distance
from simulation.places.build.geonames import OTHER_RANK, SECTION_RANK, merge_by_code

KNOWN_SEAT_RANK = 2  # a far place of unknown size stays if it is the seat of a county or above


def area_key(columns: tuple[str, ...]) -> pl.Expr:
    """Country and admin codes as one key such as ``PL.72.0264``; empty codes are left out."""
    return pl.concat_str("country", *columns, separator=".", ignore_nulls=True)


def places_abroad(places: pl.DataFrame) -> pl.DataFrame:
    """Turn the GeoNames places of every partner country into municipalities.

    Returns
    -------
    polars.DataFrame
        Rows in the shape of :func:`municipality_rows`.
    """
    found = []
    for country, rule in sorted(RULES.items()):
        here = places.filter((pl.col("country") == country) & (pl.col("rank") < SECTION_RANK))
        if here.height:
            found.append(_country(here, rule))
    return pl.concat(found) if found else municipality_rows(places.clear())


def _country(here: pl.DataFrame, rule: CountryRule) -> pl.DataFrame:
    """Municipalities of one country by its rule."""
    here = here.filter(~pl.col("admin1").is_in(rule.without).fill_null(False))
    if rule.code is None:
        size, rank = pl.col("population"), pl.col("rank")
        here = here.filter((size >= rule.least) | ((size == 0) & (rank <= KNOWN_SEAT_RANK)))
        merged = merge_by_distance(here).with_columns(code=pl.lit(None, pl.String))
    else:
        coded = merge_by_code(here.filter(pl.col(rule.code).is_not_null()), rule.code)
        people = pl.col("together")
        if rule.count == "seat":
            people = pl.when(pl.col("population") > 0).then("population").otherwise("together")
        coded = coded.with_columns(
            population=people,
            code=pl.col(rule.code) if rule.official else pl.lit(None, pl.String),
        ).drop("together")
        # A place without a code is rare and sometimes large (Vienna): it stands for itself.
        loose = here.filter(pl.col(rule.code).is_null()).with_columns(code=pl.lit(None, pl.String))
        merged = pl.concat([coded, loose])
    return municipality_rows(merged.with_columns(area=area_key(area_columns(rule))))


def municipality_rows(merged: pl.DataFrame) -> pl.DataFrame:
    """Bring merged GeoNames places into the columns that all parts of the build share."""
    optional = {name: pl.lit(None, pl.String) for name in ("code", "land", "area")}
    missing = {name: value for name, value in optional.items() if name not in merged.columns}
    return merged.with_columns(**missing).select(
        pl.col("geonameid").alias("id"),
        "name",
        "country",
        "land",
        "code",
        "lat",
        "lon",
        pl.when(pl.col("population") > 0).then("population").alias("population"),
        pl.lit("municipality").alias("level"),
        pl.col("rank").clip(upper_bound=OTHER_RANK).cast(pl.Int8).alias("seat_rank"),
        "area",
        area_key(("admin1",)).alias("region"),
    )
