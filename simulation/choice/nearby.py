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
from scipy.spatial import cKDTree

from simulation.choice.law import Law
from simulation.luck import exp, great_circle_km
from simulation.luck.exact import EARTH_RADIUS_KM, Floats

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
    world, rows = law.world, law.rows
    searchers = rows[world.land[rows] >= 0]
    reach = 2.0 * np.sin(law.choice.near_km / EARTH_RADIUS_KM / 2.0) * 1.001
    found = cKDTree(world.point[searchers]).query_ball_tree(cKDTree(world.point[rows]), reach)
    own = np.repeat(searchers, [len(partners) for partners in found])
    partner = rows[np.array([p for partners in found for p in partners], dtype=np.int64)]
    # inner-German ties join the two sides only, so no pair within a side is ever weighed
    across = world.group[own] != world.group[partner]
    own, partner = own[across], partner[across]
    km = great_circle_km(world.point[own], world.point[partner])
    group = world.group[partner].astype(np.int64)
    sizes = world.size[own], world.size[partner]
    full = exp(law.pair(km, *sizes, group) - law.reference_mass[group])
    base = exp(law.pair_base(km, *sizes, group) - law.reference_mass[group])
    excess = np.maximum(full - base, 0.0)
    order = np.lexsort((partner, group, own))
    own, group, partner, excess = own[order], group[order], partner[order], excess[order]
    running = np.cumsum(excess)
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
    return Nearby(total, before, running, partner)
