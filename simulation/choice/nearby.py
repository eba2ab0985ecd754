"""Places close by, one by one: what the law adds below `near_km` for each pair.

The law rises so steeply near a place that no bound over a cell would be tight there.
So the weight of a pair is split: a base, in which nothing lies nearer than `near_km` and
which is drawn by rejection, and an excess, which only pairs within `near_km` have. Those
are few, listed once, and drawn directly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.choice.geometry import near_pairs
from simulation.choice.law import Law
from simulation.luck import exp
from simulation.luck.exact import Floats

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Nearby:
    """Excess weights of the pairs within reach, sorted by searcher and group.

    Attributes
    ----------
    total : (places, groups) sum of a searcher's excess in each group
    before : (places, groups) running total before that group's pairs
    running : (pairs,) running total
    partner : (pairs,) rows
    """

    total: Floats
    before: Floats
    running: Floats
    partner: Integers

    def pick(self, row: Integers, group: Integers, fraction: Floats) -> Integers:
        """Partners of searchers in groups, by fractions of the groups' excess."""
        start = self.before[row, group]
        goal = start + fraction * self.total[row, group]
        place = np.searchsorted(self.running, goal, side="right")
        result: Integers = self.partner[np.minimum(place, len(self.partner) - 1)]
        return result


def nearby(law: Law) -> Nearby:
    """List the pairs of the law within `near_km` and their excess over the base."""
    world, pairs = law.world, near_pairs(law.geometry, law.choice.near_km)
    own, group = pairs.own, pairs.group
    sizes = world.size[own], world.size[pairs.partner]
    full = exp(law.pair(pairs.km, *sizes, group) - law.reference_mass[group])
    base = exp(law.pair_base(pairs.km, *sizes, group) - law.reference_mass[group])
    running = np.cumsum(np.maximum(full - base, 0.0))
    shape = (len(world.ids), len(world.groups))
    total = np.zeros(shape)
    before = np.zeros(shape)
    if len(own):
        key = own * shape[1] + group
        first = np.flatnonzero(np.diff(key, prepend=-1))
        last = np.append(first[1:], len(key)) - 1
        start = np.where(first > 0, running[first - 1], 0.0)
        total[own[first], group[first]] = running[last] - start
        before[own[first], group[first]] = start
    return Nearby(total, before, running, pairs.partner)
