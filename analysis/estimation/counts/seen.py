"""What of the record a fit sees: up to which year, the tables of which Länder, undated rows or not.

Three fits share one program. The *split* fit leaves out the Länder that are kept back, the *full*
fit sees all tables, and the *time split* sees dated rows up to 1986 alone: tables without years
hold later ties.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.recorded import country_totals, country_year, load
from analysis.validation import split
from analysis.validation.patterns.cells import LAENDER
from simulation.ties import FORMS
from simulation.world import World

Floats = NDArray[np.float64]

FIRST, LAST = 1946, 1996
"""Years that can be fitted one by one: after them the register rests on self-report."""
FITTED_LAENDER = tuple(land for land in LAENDER if land not in split().laender)
"""Länder with tables that are not kept back: their counts tell what only some of them felt."""


@dataclass(frozen=True)
class Seen:
    """What a fit sees.

    Attributes
    ----------
    until : last year that is fitted
    laender : Länder whose tables are fitted
    undated : whether tables without years are seen: what is later or undated, forms, districts,
        names; without them forms and districts are those of the dated rows, and what no dated row
        tells stays as it was assumed
    alike : whether the appeals of all countries share one distribution (partial pooling), for a
        country that has hardly a tie yet
    """

    until: int = LAST
    laender: tuple[str, ...] = FITTED_LAENDER
    undated: bool = True
    alike: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be fitted.

        Raises
        ------
        ValueError
            If the last year is out of range, or tables by Land, which hold ties of all years, are
            asked for without undated rows.
        """
        if not FIRST <= self.until <= LAST:
            raise ValueError(f"until {self.until}: expected a year from {FIRST} to {LAST}")
        if self.laender and not self.undated:
            raise ValueError("laender: their tables hold undated ties; leave them out or see these")

    @property
    def years(self) -> tuple[int, ...]:
        """Years that are fitted one by one."""
        return tuple(range(FIRST, self.until + 1))

    @property
    def cells(self) -> int:
        """Cells of a country: the years and, where it is seen, all that is later or undated."""
        return len(self.years) + int(self.undated)

    def rows(self, register: pl.DataFrame) -> pl.DataFrame:
        """Those rows of a register (column `year`, null where unknown) that are seen at all."""
        if self.undated:
            return register
        return register.filter(pl.col("year").is_between(FIRST, self.until))


SPLIT = Seen()
"""What the fit sees that is scored on what is kept back."""
FULL = Seen(laender=LAENDER)
"""What the fit sees that ships."""
BEFORE = Seen(until=1986, laender=(), undated=False, alike=True)
"""What the time split sees."""


def observed(world: World, seen: Seen = SPLIT) -> Floats:
    """Rows of the record by cell, shape (groups, cells); before 1946 they are left out.

    The last column holds what is later than the fitted years or has no year, where it is seen.
    """
    counts = np.zeros((len(world.groups), seen.cells))
    place = {group: index for index, group in enumerate(world.groups)}
    for country, year, links in country_year().select("country", "year", "links").iter_rows():
        if year is not None and FIRST <= year <= seen.until and country in place:
            counts[place[country], year - FIRST] = links
    if seen.undated:
        for country, links in country_totals().iter_rows():
            if country in place:
                counts[place[country], -1] = links - counts[place[country]].sum()
    return counts


def observed_by_land(world: World, seen: Seen = SPLIT) -> Floats:
    """Rows of the record by fitted Land and group, of any year, shape (Länder, groups)."""
    counts = np.zeros((len(seen.laender), len(world.groups)))
    place = {group: index for index, group in enumerate(world.groups)}
    table = load("rgre2015_links_by_land").filter(pl.col("land").is_in(seen.laender))
    for land, country, links in table.select("land", "country", "count").iter_rows():
        if country in place:
            counts[seen.laender.index(land), place[country]] += links
    return counts


def observed_forms(seen: Seen = SPLIT) -> Floats:
    """Rows of the record by form: contact, friendship, partnership, shape (3,)."""
    table = _rows(seen)
    return np.array([_links(table.filter(pl.col("form") == form)) for form in FORMS])


def observed_districts(seen: Seen = SPLIT) -> float:
    """Rows of the record whose German end is a district."""
    return _links(_rows(seen).filter(pl.col("unit_type") == "county"))


def first_links(seen: Seen = SPLIT) -> dict[str, float]:
    """Rows of each country, from which its appeal starts; half a tie where there is none."""
    known = dict(_rows(seen).group_by("country").agg(pl.col("count").sum()).iter_rows())
    countries = sorted(load("rgre2015_links_by_year")["country"].unique())
    return {country: float(known.get(country, 0)) or 0.5 for country in countries}


def _rows(seen: Seen) -> pl.DataFrame:
    table = load("rgre2015_links_by_year")
    if seen.undated:
        return table
    return seen.rows(table.filter(pl.col("year_is_default") == 0))


def _links(table: pl.DataFrame) -> float:
    return float(table["count"].sum())
