"""Accessibility: how much of a country lies within a place's reach.

The inclusive value of the law of choice: the sum of the pair weights that a place sees in a
country, as a multiple of what the reference town sees. It is a sum over all places, so it
is taken over map cells and size classes, at their middles, and exactly below `near_km`; traits
in common are left out. How remote a country is as a whole counts beside it.
A draw never uses it; it only says how much a place is drawn towards a country at all.
"""

from __future__ import annotations

import numpy as np

from simulation.choice import effects
from simulation.choice.law import Law
from simulation.choice.listed import Listed
from simulation.choice.remoteness import remote_factors
from simulation.luck import exp
from simulation.luck.exact import Floats


def accessibility(law: Law, near: Listed) -> Floats:
    """Accessibility of each region to each searcher of the law, shape (searchers, regions).

    The regions of a country add up to 1 for the reference town; 0 where there is no place.
    """
    world, geometry = law.world, law.geometry
    searchers, cells, blocks = geometry.searchers, geometry.cells, geometry.blocks
    slope = np.broadcast_to(law.slope[cells.group], geometry.km.shape)
    floor = law.base_floor[cells.group]
    reach = effects.distance(np.maximum(geometry.km, floor), slope, law.choice)
    reach = exp(reach - law.reference_mass[cells.group])
    cell, size_class = np.nonzero(blocks.counts)  # most blocks are empty
    middle = blocks.mean_size[cell, size_class]
    mass = blocks.counts[cell, size_class] * exp(effects.mass(middle, law.choice))
    result = np.zeros((len(searchers), len(world.regions)))
    step = np.floor(world.size[searchers] / SIZE_STEP).astype(np.int64)
    for size in np.unique(step):
        here = np.flatnonzero(step == size)
        typical = np.full(middle.shape, (size + 0.5) * SIZE_STEP)
        likeness = exp(effects.similar_size(typical, middle, law.choice))
        content = np.bincount(cell, weights=mass * likeness, minlength=len(cells))
        # searchers of one cell and one step of size see the same
        own, which = np.unique(geometry.own_cells.cell[here], return_inverse=True)
        running = np.cumsum(reach[own] * content, axis=1)
        result[here] = geometry.by_region(running)[which]
    result += near.total
    result *= remote_factors(geometry, law.choice).take(world.region_group, axis=1)
    return result


SIZE_STEP = 0.25
"""Width of the size classes of searchers, in ln(inhabitants)."""
