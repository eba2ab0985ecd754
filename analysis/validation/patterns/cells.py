"""The grammar of cells: how countries, periods, sizes and degrees are written on both sides.

A cell is its parts joined by ``|``. Both sides of a comparison are written by the functions of
this file, so that they cannot differ in a label.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from analysis.recorded import country_totals, french_share_linked_by_size, share_linked_by_size

BINS = (*range(1945, 1996, 5), 1997, *range(2000, 2015, 5))
"""First years of the bins; 1995-99 is cut after 1996, where the fitted years end."""
LAST_YEAR = 2014
LAENDER = (
    *("DE-BB", "DE-BE", "DE-BW", "DE-BY", "DE-HB", "DE-HE"),
    *("DE-HH", "DE-MV", "DE-NW", "DE-SL", "DE-ST", "DE-TH"),
)
"""The twelve Länder whose figures are at hand."""
EAST = ("DE-BB", "DE-MV", "DE-SN", "DE-ST", "DE-TH")
APART = "DE-BE"
"""Berlin is in neither half of the East/West tables."""
ELSEWHERE = "elsewhere"
"""Countries with which the register knows no tie: recorded zero."""
OTHER = "other"
"""Countries beyond the eight with most ties, where a table is split by Land."""
DEGREES = ((10, 14), (15, None))
"""Numbers of ties that share a cell, for few municipalities have so many; below, each its own."""
QUANTILES = {"p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90}
LIKENESS = ("corr_ln_pop", "median_pop_ratio", "share_within_factor2")
NO_SINGLE_TIES = ("DE-BE", "DE-HB")
"""Of the twelve, Länder without single ties at hand: of Berlin only boroughs, of Bremen none."""
KEPT, REST = "kept", "rest"
"""First part of a cell: Länder that the split keeps back, all in one, and the other Länder."""
ALL = "all"
SMALL_TOWN = 10_000
"""Inhabitants below which a town is small."""


def last_year(start: int) -> int:
    """Last year of the bin that begins in `start`."""
    return min([first - 1 for first in BINS if first > start], default=LAST_YEAR)


def period_label(start: int) -> str:
    """``1960-64`` for 1960."""
    return f"{start}-{last_year(start) % 100:02d}"


PERIODS = tuple(period_label(start) for start in BINS)


def period(year: pl.Expr) -> pl.Expr:
    """Label of the bin of a year; null outside 1945-2014."""
    label = pl.lit(None, dtype=pl.String)
    for start in BINS:
        inside = year.is_between(start, last_year(start))
        label = pl.when(inside).then(pl.lit(period_label(start))).otherwise(label)
    return label


@cache
def countries() -> tuple[str, ...]:
    """Countries with a recorded tie, most ties first."""
    return tuple(country_totals()["country"])


@cache
def main_countries() -> tuple[str, ...]:
    """The eight countries with most recorded ties."""
    return countries()[:8]


def country(code: pl.Expr) -> pl.Expr:
    """The country, or `ELSEWHERE`."""
    return pl.when(code.is_in(countries())).then(code).otherwise(pl.lit(ELSEWHERE))


def main_country(code: pl.Expr) -> pl.Expr:
    """One of the eight countries, or `OTHER`."""
    return pl.when(code.is_in(main_countries())).then(code).otherwise(pl.lit(OTHER))


def degree(ties: pl.Expr) -> pl.Expr:
    """Cell of a number of ties: ``0`` ... ``9``, ``10-14``, ``15+``."""
    label = ties.cast(pl.String)
    for low, high in DEGREES:
        name = f"{low}+" if high is None else f"{low}-{high}"
        label = pl.when(ties >= low).then(pl.lit(name)).otherwise(label)
    return label


@cache
def _classes(french: bool) -> tuple[list[int], list[str]]:
    table = french_share_linked_by_size() if french else share_linked_by_size()
    return table["low"].to_list(), table["size_class"].to_list()


def size_class(population: pl.Series, french: bool = False) -> pl.Series:
    """Class of inhabitants in the words of the record; null where they are unknown.

    Parameters
    ----------
    population : series of int
        People.
    french : bool
        The classes of the French table, which begin at 501, 1001, ...
    """
    lows, names = _classes(french)
    people = population.fill_null(-1).to_numpy()
    row = np.searchsorted(np.array(lows), people, side="right") - 1
    return pl.Series("size_class", [names[i] if i >= 0 else None for i in row], dtype=pl.String)
