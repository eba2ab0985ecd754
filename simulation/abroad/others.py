"""The places of the other European countries, as a world of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation.past import load_countries
from simulation.world import World

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

HOME = "DE"
EUROPE = ("west", "north", "south", "east")
"""Regions of countries.csv that make up Europe."""
COARSENESS = 2.5
"""Side of a cell as a multiple of that laid out for Germany: six times the places search, and
bounds between all their cells grow with the square. Draws are exact for any cell."""


@lru_cache(maxsize=1)
def european_countries() -> tuple[str, ...]:
    """ISO codes of the European countries of countries.csv but Germany, ascending."""
    table = load_countries().filter(pl.col("region").is_in(EUROPE))
    return tuple(sorted(set(table["country"].to_list()) - {HOME}))


class Others(World):
    """A world in which every place searches, and a country is one region.

    It holds no German place: its groups are those of `World`, the two German ones empty.
    """

    @property
    def coarseness(self) -> float:
        """How much larger the cells of the law of choice are than those laid out for Germany."""
        return COARSENESS

    @cached_property
    def searches(self) -> Flags:
        """True for every place, shape (n,)."""
        return np.ones(len(self.ids), dtype=np.bool_)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Countries with places, ascending: they are the first groups, and the origins."""
        return tuple(group for group in self.groups if not group.startswith(HOME))

    @cached_property
    def _regions(self) -> list[tuple[str, int]]:
        return [(country, number) for number, country in enumerate(self.countries)]

    @cached_property
    def region(self) -> NDArray[np.int16]:
        """Index into `regions`: that of the country, shape (n,)."""
        return self.group


@dataclass(frozen=True, eq=False)
class Outside:
    """The other countries of a world, and where their places stand in it.

    Attributes
    ----------
    world : Others
        Their places, in the order in which the whole world holds them.
    rows : (m,) row of each place in the whole world
    place : (n,) place of each row of the whole world, -1 where it is none of them
    group : (countries,) index of each country into the groups of the whole world
    """

    world: Others
    rows: Integers
    place: Integers
    group: Integers


@lru_cache(maxsize=4)
def outside_of(world: World) -> Outside:
    """The European places of a world that lie outside Germany, found once."""
    european = world.frame["country"].is_in(european_countries()).to_numpy()
    rows = np.flatnonzero(european).astype(np.int64)
    place = np.full(len(world.ids), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    own = Others(f"{world.name}: other countries", world.frame[rows])
    group = np.array([world.groups.index(country) for country in own.countries], dtype=np.int64)
    return Outside(own, rows, place, group)
