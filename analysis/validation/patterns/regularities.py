"""Regularities that only single ties tell: the same functions for recorded and simulated ties.

Each takes a frame with the columns home, land, level, population (the German end), country,
away_population, km, year and undated, and gives cell, value, n (ties; for repeats the pairs of
a town and a country) and towns. The recorded side is computed by
`python -m analysis.recorded.regularities` and ships as a table; the simulated side by
`summary.summarise`, from all municipalities where the record has a sample of 60 %.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from analysis.recorded import size_similarity
from analysis.validation.patterns import cells
from analysis.validation.patterns.shapes import alike
from analysis.validation.targets import split

LAENDER = tuple(land for land in cells.LAENDER if land not in cells.NO_SINGLE_TIES)
"""Ten Länder whose single ties are at hand."""
LAST_FOUNDING = 1994
"""Later periods are cut by the end of the full survey: who founds then is partly who reports."""
NEIGHBOURS = ("PL", "CZ")
"""Countries in which small towns are said to find nearer partners."""


def _towns(links: pl.DataFrame) -> pl.DataFrame:
    """Ties of municipalities of the ten Länder."""
    return links.filter(pl.col("land").is_in(LAENDER), pl.col("level") == "municipality")


def _kept() -> pl.Expr:
    return pl.col("land").is_in(split().laender)


def repeats(links: pl.DataFrame) -> pl.DataFrame:
    """Share of ties that are not the town's first with the country: ``kept|FR``, ``rest|all``.

    One less the pairs of a town and a country with a tie, over the ties: 0 if no town has two
    partners in one country.
    """
    pairs = (
        _towns(links)
        .group_by("home", "country", "land")
        .agg(ties=pl.len())
        .with_columns(scope=pl.when(_kept()).then(pl.lit(cells.KEPT)).otherwise(pl.lit(cells.REST)))
    )
    named = pairs.with_columns(partner=cells.main_country(pl.col("country")))
    both = pl.concat([named, pairs.with_columns(partner=pl.lit(cells.ALL))])
    return both.group_by(cell=pl.concat_str("scope", "partner", separator="|")).agg(
        value=1.0 - pl.len() / pl.col("ties").sum(), n=pl.len(), towns=pl.col("home").n_unique()
    )


def founders(links: pl.DataFrame) -> pl.DataFrame:
    """Median inhabitants of the German end of dated ties, by founding period: ``1960-64``."""
    dated = _towns(links).filter(
        ~pl.col("undated"), pl.col("year") <= LAST_FOUNDING, pl.col("population") > 0
    )
    return (
        dated.with_columns(cell=cells.period(pl.col("year")))
        .drop_nulls("cell")
        .group_by("cell")
        .agg(value=pl.col("population").median(), n=pl.len(), towns=pl.col("home").n_unique())
    )


def small_towns(links: pl.DataFrame) -> pl.DataFrame:
    """Median distance (km) of Polish and Czech partners of small and large towns: ``PL|small``."""
    near = _towns(links).filter(
        pl.col("country").is_in(NEIGHBOURS), pl.col("population") > 0, pl.col("km").is_not_null()
    )
    small = pl.col("population") < cells.SMALL_TOWN
    size = pl.when(small).then(pl.lit("small")).otherwise(pl.lit("large"))
    return near.group_by(cell=pl.concat_str("country", size, separator="|")).agg(
        value=pl.col("km").median(), n=pl.len(), towns=pl.col("home").n_unique()
    )


def likeness_kept(links: pl.DataFrame) -> pl.DataFrame:
    """How alike in size partners of towns in the Länder kept back are: ``FR|corr_ln_pop``.

    The six countries whose partner places the record knows, one by one and ``all``.
    """
    placed = size_similarity()["country"].to_list()
    here = _towns(links).filter(_kept(), pl.col("country").is_in(placed))
    both = pl.concat([here, here.with_columns(country=pl.lit(cells.ALL))])
    return (
        alike(both)
        .unpivot(on=cells.LIKENESS, index=["country", "n", "towns"], variable_name="name")
        .select(
            cell=pl.concat_str("country", "name", separator="|"),
            value="value",
            n="n",
            towns="towns",
        )
    )


REGULARITIES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "repeats": repeats,
    "founders": founders,
    "small_towns": small_towns,
    "likeness_kept": likeness_kept,
}
"""Pattern: its statistic."""
