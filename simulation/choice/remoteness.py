"""Remoteness: how far a place lies from a country as a whole.

The distance to the middle of a country's people says which countries a place turns to, beside
what lies within its reach there. It is one number a country, so it moves no choice within one.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from simulation.choice import effects
from simulation.choice.geometry import REFERENCE_POINT, Geometry
from simulation.luck import exp, great_circle_km, log, unit_vectors
from simulation.luck.exact import Floats
from simulation.parameters import Choice
from simulation.world import World

FLOOR_KM = 50.0
"""Below this no country's middle is nearer than another."""


@lru_cache(maxsize=4)
def middles(world: World) -> Floats:
    """Unit vectors to the middle of the inhabitants of each group's municipalities, (groups, 3).

    A group without a municipality has the reference town for its middle.
    """
    rows = np.flatnonzero(~world.is_district)
    group, weight = world.group[rows], world.population[rows]
    count = len(world.groups)
    axes = [
        np.bincount(group, weights=weight * world.point[rows, axis], minlength=count)
        for axis in range(3)
    ]
    sums = np.stack(axes, axis=-1)
    length = np.sqrt(sums[:, 0] ** 2 + sums[:, 1] ** 2 + sums[:, 2] ** 2)
    empty = length == 0.0
    here = unit_vectors([REFERENCE_POINT[0]], [REFERENCE_POINT[1]])
    found: Floats = np.where(empty[:, None], here, sums / np.where(empty, 1.0, length)[:, None])
    return found


def log_remoteness(world: World, point: Floats) -> Floats:
    """How much farther a country's middle lies than from the reference town, (points, groups).

    The log of the ratio of both distances, each of at least `FLOOR_KM`.

    Parameters
    ----------
    point : (points, 3)
        Unit vectors.
    """
    middle = middles(world)
    here = unit_vectors([REFERENCE_POINT[0]], [REFERENCE_POINT[1]])
    reference = np.maximum(great_circle_km(here, middle), FLOOR_KM)
    km = np.maximum(great_circle_km(point[:, None, :], middle[None, :, :]), FLOOR_KM)
    return log(km / reference)


@lru_cache(maxsize=4)
def _of_searchers(geometry: Geometry) -> Floats:
    """`log_remoteness` of the searchers of a level: the map alone decides it."""
    world = geometry.world
    return log_remoteness(world, world.point[geometry.searchers])


def remote_factors(geometry: Geometry, choice: Choice) -> Floats:
    """What remoteness makes of each group for each searcher, shape (searchers, groups)."""
    if choice.remote == 0.0:
        return np.ones((len(geometry.searchers), len(geometry.world.groups)))
    return exp(effects.remote(_of_searchers(geometry), choice))
