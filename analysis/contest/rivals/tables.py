"""What rivals may see: counts of fitted Länder and years; what is kept back is blank here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.recorded import country_totals, load
from analysis.validation import observed, split
from analysis.validation.patterns import cells
from analysis.validation.summary import EARTH_RADIUS_KM
from simulation.past import load_countries, load_laender
from simulation.run import cached_world
from simulation.world import World

Floats = NDArray[np.float64]

REST = "rest"
"""All countries that no world of the model holds, as one partner without a distance."""
UNSEEN = 0.5
"""Ties: a partner that the fitted cells do not know counts as if they had half a tie with it."""


@dataclass(frozen=True)
class LandTable:
    """Länder by partners.

    Attributes
    ----------
    laender : the sixteen, by code
    partners : countries of the world, by code, and `REST`
    ties : recorded ties, shape (16, partners); NaN in Länder that are not fitted
    national : recorded ties of all sixteen Länder, shape (partners,)
    ln_km : ln distance of population-weighted centres, shape (16, partners); 0 for `REST`
    ln_population : ln inhabitants on 31 December 2013, shape (16,)
    bloc : 1 where an eastern Land meets a country of the former eastern bloc, else 0
    kept : rows of the Länder kept back
    """

    laender: tuple[str, ...]
    partners: tuple[str, ...]
    ties: Floats
    national: Floats
    ln_km: Floats
    ln_population: Floats
    bloc: Floats
    kept: NDArray[np.int64]

    @property
    def fitted(self) -> NDArray[np.int64]:
        """Rows of the Länder that rivals are fitted to."""
        return np.flatnonzero(np.isfinite(self.ties).all(axis=1)).astype(np.int64)


@cache
def land_table() -> LandTable:
    """Build the table from the shipped record and the world `germany`."""
    laender = load_laender().sort("land")
    names = tuple(laender["land"].to_list())
    world = cached_world("germany")
    abroad = tuple(sorted(set(world.frame["country"].to_list()) - {"DE"}))
    partners = (*abroad, REST)
    kept = split().laender
    national = np.zeros(len(partners))
    totals = _partner(country_totals(), partners, pl.col("links"))
    for partner, ties in totals.select("partner", "ties").iter_rows():
        national[partners.index(partner)] += ties
    return LandTable(
        laender=names,
        partners=partners,
        ties=_ties(names, partners),
        national=national,
        ln_km=_ln_km(world, names, abroad),
        ln_population=np.log(laender["population_2013"].to_numpy().astype(np.float64)),
        bloc=_bloc(laender["east"].to_numpy().astype(bool), partners),
        kept=np.array([names.index(land) for land in kept], dtype=np.int64),
    )


def _partner(table: pl.DataFrame, partners: tuple[str, ...], ties: pl.Expr) -> pl.DataFrame:
    """Name the partner, and keep its ties as floats."""
    known = pl.col("country").is_in(partners[:-1])
    named = pl.when(known).then(pl.col("country")).otherwise(pl.lit(REST))
    return table.with_columns(partner=named, ties=ties.cast(pl.Float64))


def _ties(laender: tuple[str, ...], partners: tuple[str, ...]) -> Floats:
    """Recorded ties of the fitted Länder; the others stay blank."""
    seen = [land for land in cells.LAENDER if land not in split().laender]
    table = load("rgre2015_links_by_land").filter(pl.col("land").is_in(seen))
    counts = np.full((len(laender), len(partners)), np.nan)
    counts[[laender.index(land) for land in seen]] = 0.0
    named = _partner(table, partners, pl.col("count"))
    for land, partner, ties in named.select("land", "partner", "ties").iter_rows():
        counts[laender.index(land), partners.index(partner)] += ties
    return counts


def _ln_km(world: World, laender: tuple[str, ...], abroad: tuple[str, ...]) -> Floats:
    """Give the ln great-circle distance of population-weighted centres of municipalities."""
    country, land = world.frame["country"].to_numpy(), world.frame["land"].fill_null("").to_numpy()
    town = ~world.is_district
    homes = [_centre(world, town & (land == code)) for code in laender]
    away = [_centre(world, town & (country == code)) for code in abroad]
    cosine = np.clip(np.array(homes) @ np.array(away).T, -1.0, 1.0)
    ln_km = np.log(EARTH_RADIUS_KM * np.arccos(cosine))
    return np.column_stack([ln_km, np.zeros(len(laender))])


def _centre(world: World, members: NDArray[np.bool_]) -> Floats:
    """Unit vector of the population-weighted centre."""
    mean = world.population[members] @ world.point[members]
    centre: Floats = mean / np.linalg.norm(mean)
    return centre


def _bloc(east: NDArray[np.bool_], partners: tuple[str, ...]) -> Floats:
    blocs = dict(load_countries().select("country", "bloc_1949_1989").iter_rows())
    eastern = np.array([blocs.get(partner) == "east" for partner in partners])
    both: Floats = (east[:, None] & eastern[None, :]).astype(np.float64)
    return both


@dataclass(frozen=True)
class PeriodTable:
    """Countries by periods.

    Attributes
    ----------
    countries : countries with a recorded tie
    periods : labels of the bins
    years : years of each bin that can hold a dated tie, shape (periods,)
    middle : middle of each bin, calendar years, shape (periods,)
    ties : recorded dated ties, shape (countries, periods); NaN in bins that are kept back
    totals : recorded dated ties of all countries, shape (periods,); these are fitted in all bins
    """

    countries: tuple[str, ...]
    periods: tuple[str, ...]
    years: Floats
    middle: Floats
    ties: Floats
    totals: Floats

    @property
    def fitted(self) -> int:
        """How many bins, the first ones, are fitted."""
        return int(np.isfinite(self.ties).all(axis=0).sum())


@cache
def period_table() -> PeriodTable:
    """Build the table from the record.

    The year 2000 counts for nothing: the register uses it as its filler, and no tie of that year
    is in a bin.
    """
    spans = [range(start, cells.last_year(start) + 1) for start in cells.BINS]
    dated = [[year for year in span if year != 2000] for span in spans]
    countries = cells.countries()
    fitted = observed().filter(pl.col("role") == "fitted")
    rows = fitted.filter(pl.col("pattern") == "dated")
    totals = dict(
        fitted.filter(pl.col("pattern") == "dated_all").select("cell", "recorded").iter_rows()
    )
    ties = np.full((len(countries), len(cells.PERIODS)), np.nan)
    for cell, recorded in rows.select("cell", "recorded").iter_rows():
        country, _, period = cell.partition("|")
        if country != cells.ELSEWHERE:
            ties[countries.index(country), cells.PERIODS.index(period)] = recorded
    return PeriodTable(
        countries=countries,
        periods=cells.PERIODS,
        years=np.array([float(len(years)) for years in dated]),
        middle=np.array([float(np.mean(years)) for years in dated]),
        ties=ties,
        totals=np.array([totals[period] for period in cells.PERIODS]),
    )
