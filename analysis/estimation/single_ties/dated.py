"""Dated ties in the order of years, as the choice among countries sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.estimation.single_ties.inclusive import Inclusive
from analysis.estimation.single_ties.links import Links
from analysis.validation.patterns.cells import EAST
from simulation.past.bonds.regions import load_partner_regions
from simulation.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ERAS = (1946, 1963, 1976, 1989, 1997, 2015)
FREE = 1990
"""Ties of eastern places before it were the GDR's choice, not theirs."""


@dataclass(frozen=True)
class Data:
    """Ties in order: who picked which country, and what stood beside it.

    Attributes
    ----------
    town : (ties,) town
    chosen : (ties,) country
    value : (ties, countries) its inclusive value
    holds : (ties, countries) 1 where the town held the country already
    paired : (ties, countries) partner regions that the town's Land had in the country by then
    remoteness : (ties, countries) log ratio to the reference town
    cell : (ties,) era and half
    land, part : (ties,) Land, and government district (the former one where a Land has none now)
    """

    town: Integers
    chosen: Integers
    value: Floats
    holds: Floats
    paired: Floats
    remoteness: Floats
    cell: Integers
    land: Integers
    part: Integers


def dated_ties(links: Links, world: World) -> pl.DataFrame:
    """Dated ties of places that were free to pick, in the order of years."""
    return links.frame.filter(
        pl.col("year").is_not_null(),
        pl.col("year_is_default") == 0,
        pl.col("year").is_between(ERAS[0], ERAS[-1] - 1),
        pl.col("country").is_in([c for c in world.groups if c in world.group_country]),
        ~pl.col("land").is_in(EAST) | (pl.col("year") >= FREE),
    ).sort("year", "de_name", "country", "partner_geonameid", "partner_lat", "partner_lon")


def data_of(frame: pl.DataFrame, values: Inclusive) -> Data:
    """Who picked which country, and what stood beside it."""
    chosen = np.array([values.countries.index(c) for c in frame["country"]], dtype=np.int64)
    town = np.array([values.towns[name] for name in frame["de_name"]], dtype=np.int64)
    held = np.zeros((len(values.towns), len(values.countries)))
    holds = np.zeros((len(chosen), len(values.countries)))
    for tie, (place, country) in enumerate(zip(town, chosen, strict=True)):
        holds[tie] = held[place]
        held[place, country] = 1.0
    era = np.searchsorted(ERAS, frame["year"].to_numpy(), "right") - 1
    cell = np.unique(era * 2 + frame["land"].is_in(EAST).to_numpy(), return_inverse=True)[1]
    district = frame.select(pl.format("{}|{}", "land", pl.col("ags").fill_null("").str.head(3)))
    return Data(
        town,
        chosen,
        values.values[town],
        holds,
        _paired(frame, values.countries),
        values.remoteness[town],
        cell.astype(np.int64),
        *(_numbered(frame["land"]), _numbered(district.to_series())),
    )


def _numbered(names: pl.Series) -> Integers:
    """Place of each name among all of them in order."""
    return np.unique(names.to_numpy(), return_inverse=True)[1].astype(np.int64)


def _paired(frame: pl.DataFrame, countries: list[str]) -> Floats:
    """Partner regions in force for each tie's town and year, by country, (ties, countries)."""
    result = np.zeros((frame.height, len(countries)))
    for tie, (land, ags, year) in enumerate(frame.select("land", "ags", "year").iter_rows()):
        for row in load_partner_regions(parts=True):
            if row.land == land and row.covers(ags or "") and row.holds(year - 1):
                result[tie, countries.index(row.country)] += 1.0
    return result
