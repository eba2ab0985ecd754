"""New ties by partner country and year: what event studies read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.models.results import ModelError

if TYPE_CHECKING:
    from analysis.models.material import Replication

Floats = NDArray[np.float64]

HOME = "DE"
FIRST = 1946
"""First year that is counted: hardly a tie is older, and none is of a normal year."""
SURVEYED = 1996
"""Last year that a register of 2015 shows in full (`observation.register.SURVEYED_UNTIL`)."""
FEWEST = 30
"""Dated ties below which no event is studied."""


@dataclass(frozen=True, eq=False)
class Counts:
    """New ties of one data set.

    Attributes
    ----------
    countries : ISO codes, ascending; DE stands for ties between two German places
    years : consecutive calendar years
    ties : new ties, shape (countries, years)
    unknown : ties left out because their year is not known
    outside : ties left out because their year lies outside the period
    """

    countries: tuple[str, ...]
    years: tuple[int, ...]
    ties: Floats
    unknown: int
    outside: int

    @property
    def period(self) -> tuple[int, int]:
        """First and last year."""
        return self.years[0], self.years[-1]

    def of(self, countries: frozenset[str]) -> Floats:
        """New ties of some countries together, shape (years,)."""
        inside = [country in countries for country in self.countries]
        total: Floats = self.ties[np.array(inside, dtype=np.bool_)].sum(axis=0)
        return total

    def frame(self) -> pl.DataFrame:
        """One row a country and year: country, year, ties."""
        return pl.DataFrame(
            {
                "country": np.repeat(np.array(self.countries), len(self.years)),
                "year": np.tile(np.array(self.years, dtype=np.int32), len(self.countries)),
                "ties": self.ties.ravel().astype(np.int64),
            }
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out."""
        found = []
        if self.unknown:
            found.append(f"{self.unknown:,} ties of unknown year are left out.")
        if self.outside:
            first, last = self.period
            found.append(f"{self.outside:,} ties agreed before {first} or after {last} are too.")
        return tuple(found)


def counts_of(replication: Replication, view: str, source: str) -> Counts:
    """New ties of a run or a register by partner country and year.

    Parameters
    ----------
    replication : whose ties
    view : of a register (`recorded`) years after 1996 are left out: they are partly seen
    source : named in errors

    Raises
    ------
    ModelError
        If no tie has a year, or too few have one within the period.
    """
    ties = replication.ties()
    inner = pl.col("country_b") == HOME
    partner = pl.when(pl.col("country_a") == HOME).then("country_b").otherwise("country_a")
    links = (
        ties.select(pl.when(inner).then("country_a").otherwise(partner).alias("country"), "year")
        .group_by("country", "year")
        .agg(links=pl.len())
    )
    last = min(replication.until, SURVEYED) if view == "recorded" else replication.until
    return tabled(links, last, source)


def recorded_counts() -> Counts:
    """The shipped counts of the register of spring 2015, 1946 to 1996."""
    from analysis.recorded import country_year

    return tabled(country_year(), SURVEYED, "the shipped record")


def tabled(links: pl.DataFrame, last: int, source: str) -> Counts:
    """Counts as a table of countries and years, with zeros where there is no tie.

    Parameters
    ----------
    links : country, year (null where unknown), links
    last : last year that is counted
    source : named in errors

    Raises
    ------
    ModelError
        As `counts_of` says.
    """
    dated = links.drop_nulls("year")
    unknown = int(links["links"].sum()) - int(dated["links"].sum())
    if dated.is_empty():
        raise ModelError(
            f"{source}: none of its {unknown:,} ties has a year, so no event can be studied; give "
            "ties whose founding years are known"
        )
    inside = dated.filter(pl.col("year").is_between(FIRST, last))
    total = int(inside["links"].sum())
    if total < FEWEST:
        raise ModelError(
            f"{source}: {total:,} of its ties were agreed from {FIRST} to {last}, but events are "
            f"studied from {FEWEST} on"
        )
    countries = tuple(sorted(inside["country"].unique()))
    years = tuple(range(FIRST, last + 1))
    place = {country: row for row, country in enumerate(countries)}
    ties = np.zeros((len(countries), len(years)))
    for country, year, number in inside.select("country", "year", "links").iter_rows():
        ties[place[country], year - FIRST] += number
    return Counts(countries, years, ties, unknown, int(dated["links"].sum()) - total)
