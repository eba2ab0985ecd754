"""Accessibility: how much of a country lies within a place's reach.

The inclusive value of the law of choice: the sum of the pair weights that a place sees in a
country, as a multiple of what the reference town sees. It is a sum over all places, so it
is taken over map cells and size classes, at their middles, and exactly below `near_km`.
A draw never uses it; it only says how much a place is drawn towards a country at all.
"""

from __future__ import annotations

import numpy as np

from simulation.choice import effects
from simulation.choice.law import Law
from simulation.choice.nearby import Nearby
from simulation.choice.tessellation import cells_of, size_class
from simulation.luck import exp, great_circle_km
from simulation.luck.exact import Floats


def accessibility(law: Law, near: Nearby) -> Floats:
    """Accessibility of each group to each searcher of the law, shape (searchers, groups).

    1 for the reference town; 0 where a group has no place.
    """
    world, rows = law.world, law.rows
    searchers = rows[world.land[rows] >= 0]
    cells, own = cells_of(world, rows), cells_of(world, searchers)
    classes = size_class(world.size[rows])
    count = int(classes.max()) + 1
    block = cells.cell * count + classes
    members = np.bincount(block, minlength=len(cells) * count).reshape(len(cells), count)
    sizes = np.bincount(block, weights=world.size[rows], minlength=members.size)
    middle = sizes.reshape(members.shape) / np.maximum(members, 1)
    km = great_circle_km(own.centre[:, None, :], cells.centre[None, :, :])
    slope = np.broadcast_to(law.slope[cells.group], km.shape)
    reach = effects.distance(np.maximum(km, law.base_floor[cells.group]), slope, law.choice)
    reach = exp(reach - law.reference_mass[cells.group])
    mass = members * exp(effects.mass(middle, law.choice))
    result = np.zeros((len(searchers), len(world.groups)))
    step = np.floor(world.size[searchers] / SIZE_STEP).astype(np.int64)
    for size in np.unique(step):
        here = step == size
        typical = np.full(middle.shape, (size + 0.5) * SIZE_STEP)
        likeness = exp(effects.similar_size(typical, middle, law.choice))
        content = np.cumsum(mass * likeness, axis=1)[:, -1]
        running = np.cumsum(reach[own.cell[here]] * content, axis=1)
        running = np.concatenate([np.zeros((len(running), 1)), running], axis=1)
        groups = np.arange(len(world.groups))
        stop = np.searchsorted(cells.group, groups, side="right")
        start = np.searchsorted(cells.group, groups, side="left")
        result[here] = running[:, stop] - running[:, start]
    total: Floats = result + near.total[searchers]
    return total


SIZE_STEP = 0.25
"""Width of the size classes of searchers, in ln(inhabitants)."""
