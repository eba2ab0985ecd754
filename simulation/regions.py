"""Pairings of Länder with regions: what a Land's municipalities have in common with a region.

A partner region abroad is a prior contact for all members of both sides. The rows are facts of
`simulation/past/bonds/partner_regions.csv`; what they weigh is `choice.region`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.choice import Sampler, effects
from simulation.luck import exp
from simulation.luck.exact import Floats
from simulation.parameters import Choice
from simulation.past.bonds.regions import load_partner_regions
from simulation.world import World

Integers = NDArray[np.int64]


@lru_cache(maxsize=256)
def paired(world: World, year: int) -> NDArray[np.bool_]:
    """Which parts of Länder have a pairing in force with which region, (parts, regions).

    A pairing counts from the year after it was agreed: most searches of that year came before.
    """
    partnerships, part, region = _bonds(world)
    in_force = np.array([row.holds(year - 1) for row in load_partner_regions(parts=True)])
    held = in_force[partnerships]
    result = np.zeros((len(world.parts), len(world.regions)), dtype=np.bool_)
    result[part[held], region[held]] = True
    return result


@lru_cache(maxsize=4)
def _bonds(world: World) -> NDArray[np.int64]:
    """Partnerships with the part of a Land and the region that each binds, (3, bonds)."""
    order = {name: index for index, name in enumerate(world.regions)}
    found = [
        (place, number, order[f"{row.country}:{row.region}"])
        for place, row in enumerate(load_partner_regions(parts=True))
        for number, (land, prefix) in enumerate(world.parts)
        if row.country in world.groups and land == row.land and row.covers(prefix)
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 3).T


class Reach:
    """What lies within the reach of each searcher, by region and by group.

    Attributes
    ----------
    groups : (searchers, groups) accessibility
    """

    def __init__(self, world: World, samplers: Mapping[bool, Sampler]) -> None:
        self._group = world.region_group
        self._level = world.is_district[world.searchers].astype(np.int64)
        self._place = np.zeros(len(self._level), dtype=np.int64)
        self._access = tuple(samplers[bool(level)].access for level in range(2))
        # filled and read column by column, so each column lies together
        self.groups = np.zeros((len(self._level), len(world.groups)), order="F")
        for level, access in enumerate(self._access):
            own = np.flatnonzero(self._level == level)
            self._place[own] = np.arange(len(own))
            for region, group in enumerate(self._group):  # sums in a fixed order
                self.groups[own, group] += access[:, region]

    def regions(self, searcher: Integers, region: Integers) -> Floats:
        """Accessibility of regions to searchers, pair by pair, (k,)."""
        result = np.empty(len(searcher))
        for level, access in enumerate(self._access):
            own = self._level[searcher] == level
            result[own] = access[self._place[searcher[own]], region[own]]
        return result

    def share(self, searcher: Integers, region: Integers) -> Floats:
        """Share of regions in their groups, as searchers see them, pair by pair, (k,)."""
        whole = self.groups[searcher, self._group[region]]
        return self.regions(searcher, region) / np.where(whole > 0.0, whole, 1.0)


def reach_of(world: World, samplers: Mapping[bool, Sampler]) -> Reach:
    """The reach under the laws of some samplers, the same object at every asking."""
    return _reach(world, tuple(samplers.items()))


@lru_cache(maxsize=1)
def _reach(world: World, samplers: tuple[tuple[bool, Sampler], ...]) -> Reach:
    return Reach(world, dict(samplers))


def lift(world: World, year: int, choice: Choice) -> Floats:
    """What pairings with its regions make of each group for each part, shape (parts, groups)."""
    return _lift(world, year, choice.region_country)


@lru_cache(maxsize=256)
def _lift(world: World, year: int, each: float) -> Floats:
    """`lift` by the one number it needs: every motive of a year asks for it."""
    choice = _alone(region_country=each)
    count = pairings(world, year)  # few different ones: the exact exponential is dear
    weight: Floats = exp(effects.region_country(np.arange(count.max(initial=0.0) + 1.0), choice))
    return weight[count.astype(np.int64)]


@lru_cache(maxsize=256)
def pairings(world: World, year: int) -> Floats:
    """How many pairings each part of a Land has with each group, shape (parts, groups)."""
    flags = paired(world, year).astype(np.float64)
    first = np.searchsorted(world.region_group, np.arange(len(world.groups)))
    return np.add.reduceat(flags, first, axis=1)


def unpaired(world: World, year: int, choice: Choice) -> Floats:
    """`effects.region` of each region for each part that has no pairing with it: the other side.

    Shape (parts, regions).
    """
    return _unpaired(world, year, choice.region)


@lru_cache(maxsize=256)
def _unpaired(world: World, year: int, each: float) -> Floats:
    count = pairings(world, year).take(world.region_group, axis=1)
    nothing = np.zeros(count.shape, dtype=np.bool_)
    return effects.region(nothing, np.ones_like(count), count, _alone(region=each))


@lru_cache(maxsize=16)
def _alone(region: float = 0.0, region_country: float = 0.0) -> Choice:
    """A law with one of these effects: to make one takes longer than to ask it."""
    return Choice(region=region, region_country=region_country)
