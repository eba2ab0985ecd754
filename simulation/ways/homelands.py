"""Where the expelled of each part of Germany came from, as arrays of a world."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.past import zone_of
from simulation.past.people.homelands import homelands_of, load_homelands, origin_weights
from simulation.world import World

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Origins:
    """Origins of the people of each western place.

    Attributes
    ----------
    share : (s,) people from all homelands per inhabitant of the part of Germany (Land and
        occupation zone) in which a searcher lies, over the mean of the western Länder;
        0 in the East and where nobody counted them
    part : (s,) index into `weights`, -1 where `share` is 0
    weights : (parts, homelands) thousand people by homeland
    members : rows of each homeland, by level (districts or not)
    """

    share: Floats
    part: Integers
    weights: Floats
    members: dict[bool, tuple[Integers, ...]]

    def chances(self, searcher: int, districts: bool) -> Floats:
        """Share of each homeland for a searcher, of those that have places of its level."""
        have = np.array([len(rows) > 0 for rows in self.members[districts]])
        weight = np.where(have, self.weights[self.part[searcher]], 0.0)
        total = float(np.cumsum(weight)[-1])
        return weight / total if total > 0.0 else weight


@lru_cache(maxsize=4)
def origins_of(world: World) -> Origins:
    """Origins in a world.

    Raises
    ------
    PastError
        If a German place has no occupation zone.
    """
    rows = world.searchers
    areas = world.frame["area"].to_list()
    zone = {area: zone_of(area) for area in sorted({areas[row] for row in rows})}
    parts = [(world.laender[world.land[row]], zone[areas[row]]) for row in rows.tolist()]
    known = sorted(part for part in set(parts) if origin_weights(*part))
    place = {key: index for index, key in enumerate(known)}
    part = np.array([place.get(key, -1) for key in parts], dtype=np.int64)
    part[world.east[rows]] = -1
    homelands = load_homelands()
    weights = np.zeros((len(known), len(homelands)))
    for index, key in enumerate(known):
        table = origin_weights(*key)
        weights[index] = [table.get(homeland.region, 0.0) for homeland in homelands]
    return Origins(_share(world, part, weights), part, weights, _members(world, areas))


def _share(world: World, part: Integers, weights: Floats) -> Floats:
    """People from the homelands per inhabitant, over the western mean."""
    rows = world.searchers
    people = np.where(world.is_district[rows], 0.0, world.population[rows])
    west = ~world.east[rows]
    living = np.bincount(part[part >= 0], weights=people[part >= 0], minlength=len(weights))
    came = np.cumsum(weights, axis=1)[:, -1]
    all_came, all_living = float(np.cumsum(came)[-1]), float(np.cumsum(people[west])[-1])
    relative = came / np.where(living > 0.0, living, 1.0) / (all_came / all_living)
    return np.where(part >= 0, relative[part], 0.0)


def _members(world: World, areas: list[str]) -> dict[bool, tuple[Integers, ...]]:
    """Rows of each homeland by level; a place lies in at most one."""
    homeland_of = homelands_of(sorted({area for area in areas if area}), load_homelands())
    of_row = np.array([homeland_of.get(area, -1) if area else -1 for area in areas])
    return {
        districts: tuple(
            np.flatnonzero((of_row == index) & (world.is_district == districts)).astype(np.int64)
            for index in range(len(load_homelands()))
        )
        for districts in (False, True)
    }
