"""The stock of prior contacts: how many of each kind, by area or place, and country.

An area is the district whose key German places share. What people of a district begin is known
to all its places; what a place did itself is its own.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.past.people.migration import load_migration
from simulation.world import World

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

OF_AREAS: tuple[str, ...] = ("private", "stationed", "politics", "school")
OF_PLACES: tuple[str, ...] = ("origins", "own", "neighbours")
PRIVATE, STATIONED, POLITICS, SCHOOL = range(len(OF_AREAS))
ORIGINS, OWN, NEARBY = range(len(OF_PLACES))


class Areas:
    """The areas of a world.

    Attributes
    ----------
    ids : (areas,) key of each area as a number, ascending: its identity in draws
    land : (areas,) index into `world.laender`
    of_row : (n,) area of each place, -1 abroad
    searcher_of_row : (n,) index into `world.searchers`, -1 abroad
    """

    def __init__(self, world: World) -> None:
        rows = world.searchers
        areas = world.frame["area"].to_list()
        keys = np.array([int(areas[row]) for row in rows.tolist()], dtype=np.int64)
        self.ids, first, area = np.unique(keys, return_index=True, return_inverse=True)
        self.land: Integers = world.land[rows[first]].astype(np.int64)
        self.of_row: Integers = np.full(len(world.ids), -1, dtype=np.int64)
        self.of_row[rows] = area
        self.searcher_of_row: Integers = np.full(len(world.ids), -1, dtype=np.int64)
        self.searcher_of_row[rows] = np.arange(len(rows))


@lru_cache(maxsize=4)
def areas_of(world: World) -> Areas:
    """The areas of a world, found once."""
    return Areas(world)


@lru_cache(maxsize=512)
def stationed(world: World, year: int) -> NDArray[np.bool_]:
    """Whose workers are recruited or whose forces stand in each Land, shape (16, groups)."""
    result = np.zeros((len(world.laender), len(world.groups)), dtype=np.bool_)
    for row, here in zip(load_migration(), _presences(world), strict=True):
        if row.holds(year):
            result |= here
    return result


@lru_cache(maxsize=4)
def _presences(world: World) -> list[NDArray[np.bool_]]:
    """For each row of the migration table its Länder and countries, (16, groups)."""
    return [
        np.isin(world.laender, row.laender)[:, None]
        & np.isin(world.group_country, row.countries)[None, :]
        for row in load_migration()
    ]


class Stock:
    """Contacts that have not faded.

    Attributes
    ----------
    by_area : (kinds of `OF_AREAS`, areas, groups)
    by_place : (kinds of `OF_PLACES`, searchers, groups)
    seen : ties whose founding has been noted
    gone : (ties,) whether the end of each has been noted, of those there were at the last look
    """

    def __init__(self, world: World) -> None:
        self.areas = areas_of(world)
        groups = len(world.groups)
        self.by_area: Floats = np.zeros((len(OF_AREAS), len(self.areas.ids), groups))
        self.by_place = np.zeros((len(OF_PLACES), len(world.searchers), groups), dtype=np.float32)
        self._begun = [False] * len(OF_PLACES)
        self.seen = 0
        self.gone: Flags = np.zeros(0, dtype=np.bool_)

    def fade(self, share: float) -> None:
        """Leave a share of every contact."""
        self.by_area *= share
        for kind, begun in enumerate(self._begun):
            if begun:  # an empty kind need not be gone through
                self.by_place[kind] *= np.float32(share)

    def begin(self, areas: Integers, groups: NDArray[np.integer], kind: int) -> None:
        """Add a contact to each of several areas; one that comes twice gets two."""
        np.add.at(self.by_area[kind], (areas, groups), 1.0)

    def add(
        self, rows: Integers, groups: NDArray[np.integer], kind: int, amount: float = 1.0
    ) -> None:
        """Add to the contacts that places have of their own; one that comes twice gets twice."""
        if len(rows):
            self._begun[kind] = True
            searchers = self.areas.searcher_of_row[rows]
            np.add.at(self.by_place[kind], (searchers, groups), np.float32(amount))

    def of_areas(self, kinds: slice = slice(None)) -> Floats:
        """Contacts of the areas, shape (areas, groups), summed over kinds in their order."""
        total = np.zeros(self.by_area.shape[1:])
        for part in self.by_area[kinds]:
            total += part
        return total

    def of_rows(self, rows: Integers) -> Floats:
        """Contacts of places with each group, shape (m, groups)."""
        area, searcher = self.areas.of_row[rows], self.areas.searcher_of_row[rows]
        total = np.zeros((len(rows), self.by_area.shape[2]))
        for part in self.by_area:
            total += part[area]
        for own in self.by_place:
            total += own[searcher]
        return total

    def of_pairs(self, rows: Integers, groups: Integers) -> Floats:
        """Contacts of each place with one group, (m,)."""
        count = self.by_area.shape[2]
        area = self.areas.of_row[rows] * count + groups
        own = self.areas.searcher_of_row[rows] * count + groups
        total = np.zeros(len(rows))
        for kinds, place in ((self.by_area, area), (self.by_place, own)):
            for kind in kinds:  # in the order of `of_rows`
                total += kind.take(place)
        return total
