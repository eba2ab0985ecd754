"""The places of the contest, as all contestants read them, and copies of the world."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.settings import Table

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
COPY_ID = 300_000_000
"""Ids of a copy lie this much above those of the copy before: fourteen stay below 2**32."""


def frame(world: str, copies: int = 1) -> pl.DataFrame:
    """The shipped table of places, `copies` times.

    A copy has the same places at the same points under ids and names of its own. So there are
    `copies` times as many searchers, and each sees `copies` times as many eligible places at every
    distance; rates are lowered until the number of draws is the same. Codes are left out: no
    city counts as several boroughs.
    """
    found = find_spec("simulation")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("no module simulation: call from the checkout")
    table = pl.read_parquet(Path(found.origin).parent / "places" / "places.parquet")
    if world == "toy":
        table = table.filter(pl.col("toy"))
    table = table.with_columns(pl.lit(None, pl.String).alias("code"))
    parts = [
        table.with_columns(
            pl.col("id") + copy * COPY_ID, (f"C{copy}" + pl.col("name")).alias("name")
        )
        for copy in range(1, copies)
    ]
    return pl.concat([table, *parts]).sort("id")


@dataclass(frozen=True)
class Places:
    """Municipalities in arrays: those at home search, those abroad are eligible.

    Attributes
    ----------
    countries : sought ones, ascending
    rows : (n,) row of each place in the frame
    country : (n,) index into `countries`, -1 at home
    point : (n, 3) unit vectors
    degrees : (n, 2) north and east
    inhabitants : (n,)
    size : (n,) ln(inhabitants / reference)
    """

    settings: Table
    countries: tuple[str, ...]
    rows: Integers
    country: Integers
    point: Floats
    degrees: Floats
    inhabitants: Floats
    size: Floats

    @cached_property
    def searchers(self) -> Integers:
        """Indices of the places at home."""
        return np.flatnonzero(self.country < 0)

    @cached_property
    def eligible(self) -> Integers:
        """Indices of the places abroad."""
        return np.flatnonzero(self.country >= 0)

    @cached_property
    def slope(self) -> Floats:
        """Distance slope of each country."""
        table = self.settings.law.choice.content["distance"]
        return np.array([table.get(country, table["default"]) for country in self.countries])

    @cached_property
    def appeal(self) -> Floats:
        """Log of the searches a year that each country draws from the reference place."""
        table = self.settings.law.content["appeal"]
        return np.array([table[country] for country in self.countries])

    @cached_property
    def offset(self) -> Floats:
        """Log weight of each country's places: appeal less what the reference place sees there."""
        there = self.eligible
        here = unit_vectors(np.array([self.settings.places.reference]))[0]
        km = self.km(self.point[there], here)
        weight = np.exp(
            self.by_distance(km, self.country[there]) + self.by_size(0.0, self.size[there])
        )
        seen = np.bincount(self.country[there], weights=weight, minlength=len(self.countries))
        return self.appeal - np.log(seen)

    def km(self, one: Floats, other: Floats) -> Floats:
        """Great-circle distances (km) between points, none below the law's floor."""
        gap = one - other
        chord = np.sqrt(np.einsum("...k,...k->...", gap, gap))
        arc = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0))
        result: Floats = np.maximum(arc, self.settings.places.floor_km)
        return result

    def by_distance(self, km: Floats, country: Integers) -> Floats:
        """Log weight of distances (km) to places of countries."""
        choice = self.settings.law.choice
        near = choice.near * np.minimum(np.log(km / choice.near_km), 0.0)
        result: Floats = self.slope[country] * np.log(km / 100.0) + near
        return result

    def by_size(self, own: float | Floats, partner: Floats) -> Floats:
        """Log weight of sizes."""
        choice = self.settings.law.choice
        result: Floats = choice.similar * np.abs(partner - own) + choice.mass * partner
        return result

    def base_rate(self, rate: Table, level: float) -> Floats:
        """Log rate of search of each searcher, but for growth and load."""
        own = self.size[self.searchers]
        total = np.log(np.exp(self.appeal).sum())
        result: Floats = level + rate.size * own + rate.size_curve * own * own + total
        return result


def unit_vectors(degrees: Floats) -> Floats:
    """Points on the unit sphere, (n, 3)."""
    lat, lon = np.radians(degrees).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def load(settings: Table, world: str, copies: int = 1) -> Places:
    table = frame(world, copies)
    known = set(table["country"].unique().to_list())
    countries = tuple(sorted(known & set(settings.law.content["appeal"])))
    table = table.with_row_index("row").filter(
        (pl.col("level") != "district") & pl.col("country").is_in([*countries, "DE"])
    )
    number = {country: index for index, country in enumerate(countries)} | {"DE": -1}
    degrees = table.select("lat", "lon").to_numpy().astype(np.float64)
    inhabitants = table["population_imputed"].to_numpy().astype(np.float64)
    return Places(
        settings=settings,
        countries=countries,
        rows=table["row"].to_numpy().astype(np.int64),
        country=table["country"].replace_strict(number, return_dtype=pl.Int64).to_numpy(),
        point=unit_vectors(degrees),
        degrees=degrees,
        inhabitants=inhabitants,
        size=np.log(inhabitants / settings.places.reference_size),
    )


@dataclass(frozen=True)
class Outcome:
    """What a contestant's history comes to.

    Attributes
    ----------
    draws : searches, each with one partner drawn
    asker, asked : (ties,) rows of the frame, of all ties ever founded
    form : (ties,) 0 contact, 1 friendship, 2 partnership
    living : (ties,) whether it has not ended
    choosing : CPU seconds in which partners were drawn
    """

    draws: int
    asker: Integers
    asked: Integers
    form: Integers
    living: NDArray[np.bool_]
    choosing: float
