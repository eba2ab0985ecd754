"""Counts of ties: one function a pattern, the same for recorded and for simulated ties.

Each takes a frame with the columns country, land, year, undated, form, unit (municipality or
county) and count (ties), and gives cell and value.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from analysis.validation.patterns import cells

COLUMNS = ("country", "land", "year", "undated", "form", "unit", "count")


def _sum(ties: pl.DataFrame, cell: pl.Expr) -> pl.DataFrame:
    """Ties by cell; those without a cell are left out."""
    return (
        ties.select(cell.alias("cell"), "count")
        .drop_nulls("cell")
        .group_by("cell")
        .agg(value=pl.col("count").sum().cast(pl.Float64))
    )


def total(ties: pl.DataFrame) -> pl.DataFrame:
    """All of them: ``all``."""
    return _sum(ties, pl.lit("all"))


def by_country(ties: pl.DataFrame) -> pl.DataFrame:
    """By partner country: ``FR``; ``elsewhere``."""
    return _sum(ties, cells.country(pl.col("country")))


def dated(ties: pl.DataFrame) -> pl.DataFrame:
    """By country and founding period: ``FR|1960-64``."""
    bins = ties.filter(~pl.col("undated")).with_columns(period=cells.period(pl.col("year")))
    where = cells.country(pl.col("country"))
    return _sum(bins.drop_nulls("period"), pl.concat_str(where, "period", separator="|"))


def dated_all(ties: pl.DataFrame) -> pl.DataFrame:
    """By founding period: ``1960-64``."""
    return _sum(ties.filter(~pl.col("undated")), cells.period(pl.col("year")))


def undated(ties: pl.DataFrame) -> pl.DataFrame:
    """Of unknown year, by form: ``contact``."""
    return by_form(ties.filter("undated"))


def by_form(ties: pl.DataFrame) -> pl.DataFrame:
    """By form: ``contact``, ``friendship``, ``partnership``."""
    return _sum(ties.filter(pl.col("form") != "unknown"), pl.col("form"))


def by_unit(ties: pl.DataFrame) -> pl.DataFrame:
    """By kind of the German end: ``municipality``, ``county``."""
    return _sum(ties, pl.col("unit"))


def by_land(ties: pl.DataFrame) -> pl.DataFrame:
    """By Land, the twelve: ``DE-BY``."""
    return _sum(ties.filter(pl.col("land").is_in(cells.LAENDER)), pl.col("land"))


def by_land_country(ties: pl.DataFrame) -> pl.DataFrame:
    """By Land and country: ``DE-BY|FR``; ``DE-BY|other``."""
    seen = ties.filter(pl.col("land").is_in(cells.LAENDER))
    where = cells.main_country(pl.col("country"))
    return _sum(seen, pl.concat_str("land", where, separator="|"))


TALLIES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "total": total,
    "countries": by_country,
    "dated": dated,
    "dated_all": dated_all,
    "undated": undated,
    "forms": by_form,
    "units": by_unit,
    "ties_by_land": by_land,
    "ties_by_land_country": by_land_country,
}
"""Pattern: its count."""
