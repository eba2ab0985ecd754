"""The New Hanseatic League: Hanse towns that join it, once their border lets them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.climate import Climate
from simulation.luck import Purpose, threshold
from simulation.past.bonds.multilateral import members_of
from simulation.ways.groups.memberships import HANSE, Memberships, group_number

if TYPE_CHECKING:
    from simulation.model import TwinningModel
    from simulation.world import World

Integers = NDArray[np.int64]

FOUNDED = 1980
"""The first Hanseatic Day of modern times, Zwolle, 23 August 1980 (published figure E31)."""
LEAGUE = group_number(HANSE, 0)


@lru_cache(maxsize=4)
def hanse_towns(world: World) -> Integers:
    """Rows of the Hanse towns of a world, ascending."""
    rows = [world.row_of[town] for town in members_of(HANSE) if town in world.row_of]
    return np.array(sorted(rows), dtype=np.int64)


def openness(model: TwinningModel, climate: Climate) -> NDArray[np.float64]:
    """Share that the freest border with western Germany lets pass, for each group of the world.

    The League began in the West and is led from Lübeck: it is to there that a road must be open.
    """
    world = model.world
    share: NDArray[np.float64] = climate.passing[~world.land_is_east].max(axis=0)
    share[world.groups.index("DE:west")] = 1.0
    return share


def join(model: TwinningModel, memberships: Memberships, climate: Climate) -> None:
    """Let Hanse towns decide on joining, each year anew."""
    if climate.year < FOUNDED:
        return
    world = model.world
    rows = hanse_towns(world)
    if model.as_stated("joins"):
        inside = memberships.members.get(LEAGUE, [])
        rows = rows[~np.isin(rows, np.array(inside, dtype=np.int64))]
    else:
        free = [row for row in rows.tolist() if model.agent_at(row).joins(HANSE)]
        rows = np.array(free, dtype=np.int64)
    chance = model.parameters.groups.hanse * openness(model, climate)[world.group[rows]]
    draws = model.luck.draws(Purpose.GROUP, climate.year, world.ids[rows])
    for row in rows[draws < threshold(chance)].tolist():
        memberships.join(LEAGUE, row, climate.year)
