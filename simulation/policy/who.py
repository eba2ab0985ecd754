"""Who is meant: places and ties that meet every condition."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.life.stock import lives
from simulation.parameters import Who
from simulation.ties import ACTIVE, DORMANT, WEAK
from simulation.world import World

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

BORDER_KM = 50.0
EARTH_KM = 6371.0088
STATUS = {"active": ACTIVE, "weak": WEAK, "dormant": DORMANT}


@lru_cache(maxsize=8)
def near_border(world: World) -> Flags:
    """Whether a place abroad lies within 50 km of each place, shape (n,)."""
    from scipy.spatial import cKDTree

    chord = 2.0 * np.sin(BORDER_KM / EARTH_KM / 2.0)
    near = np.zeros(len(world.ids), dtype=np.bool_)
    abroad = world.point[world.land < 0]
    if len(abroad):
        away, _ = cKDTree(abroad).query(world.point[world.land >= 0], distance_upper_bound=chord)
        near[world.land >= 0] = np.isfinite(away)
    return near


def places(world: World, who: Who) -> Flags:
    """German places that are meant, shape (n,); what speaks of ties is left out."""
    meant = world.land >= 0
    if who.level != "any":
        meant = meant & (world.is_district == (who.level == "district"))
    meant = meant & (world.population >= who.least) & (world.population <= who.most)
    if who.side != "any":
        meant = meant & (world.east == (who.side == "east"))
    if who.border != "any":
        meant = meant & (near_border(world) == (who.border == "near"))
    if who.laender:
        named = np.array([world.laender.index(land) for land in who.laender])
        meant = meant & np.isin(world.land, named)
    result: Flags = meant
    return result


def among(model: TwinningModel, who: Who, meant: Flags, ties: Integers, year: int) -> Integers:
    """Those of `ties` that are meant, given the `meant` places (n,)."""
    table, world = model.ties, model.world
    a, b = table.rows("a")[ties], table.rows("b")[ties]
    here = meant[a] | meant[b]
    here &= np.isin(table.rows("status")[ties], [STATUS[name] for name in who.status])
    here &= year - table.rows("founded")[ties] >= who.years
    if who.countries:
        sought = np.isin(world.group_country, who.countries)
        here &= sought[lives(model).partner[ties]]
    result: Integers = ties[here]
    return result
