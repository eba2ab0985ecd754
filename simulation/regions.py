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


@lru_cache(maxsize=256)
def paired(world: World, year: int) -> NDArray[np.bool_]:
    """Which parts of Länder have a pairing in force with which region, (parts, regions).

    A pairing counts from the year after it was agreed: most searches of that year came before.
    """
    result = np.zeros((len(world.parts), len(world.regions)), dtype=np.bool_)
    order = {name: index for index, name in enumerate(world.regions)}
    for row in load_partner_regions(parts=True):
        if row.country in world.groups and row.holds(year - 1):
            for number, (land, prefix) in enumerate(world.parts):
                if land == row.land and row.covers(prefix):
                    result[number, order[f"{row.country}:{row.region}"]] = True
    return result


class Reach:
    """What lies within the reach of each searcher, by region and by group.

    Attributes
    ----------
    regions : (searchers, regions) accessibility
    groups : (searchers, groups) its sums
    share : (searchers, regions) of a region in its group
    """

    def __init__(self, world: World, samplers: Mapping[bool, Sampler]) -> None:
        rows = world.searchers
        # filled and read column by column, so each column lies together
        self.regions = np.zeros((len(rows), len(world.regions)), order="F")
        for districts, sampler in samplers.items():
            self.regions[world.is_district[rows] == districts] = sampler.access
        self.groups = np.zeros((len(rows), len(world.groups)), order="F")
        for region, group in enumerate(world.region_group):  # sums in a fixed order
            self.groups[:, group] += self.regions[:, region]
        whole = self.groups[:, world.region_group]
        self.share: Floats = self.regions / np.where(whole > 0.0, whole, 1.0)


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
    choice = Choice(region_country=each)
    result: Floats = exp(effects.region_country(pairings(world, year), choice))
    return result


@lru_cache(maxsize=256)
def pairings(world: World, year: int) -> Floats:
    """How many pairings each part of a Land has with each group, shape (parts, groups)."""
    flags = paired(world, year)
    result = np.zeros((len(flags), len(world.groups)))
    for region, group in enumerate(world.region_group):
        result[:, group] += flags[:, region]
    return result
