"""Europastadt: two places on both sides of a border that declare themselves one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.climate import Climate
from simulation.luck import Purpose, exp, great_circle_km, threshold
from simulation.parameters import Groups
from simulation.ties import AWAKE
from simulation.ways.groups.memberships import EUROPASTADT, Memberships, group_number

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Floats = NDArray[np.float64]

SINCE = 1990
"""The Community's programme for border areas (Interreg) begins; no earlier pair is known."""
KIND = 2
"""Keeps these draws apart from those of the League, which share their purpose."""
FARTHEST = 12.0
"""Multiples of `europastadt_km` beyond which a pair's chance is below 1e-5 of the nearest's."""


def nearness(km: Floats, groups: Groups) -> Floats:
    """Share of the chance of touching places that is left between seats km apart."""
    result: Floats = exp(-km / groups.europastadt_km)
    return result


def declare(model: TwinningModel, memberships: Memberships, climate: Climate) -> None:
    """Let neighbours with an active tie across an open border declare a Europastadt."""
    if climate.year < SINCE:
        return
    _measure(model, memberships)
    world, table = model.world, model.ties
    status, one, other = table.rows("status"), table.rows("a"), table.rows("b")
    ties = np.array([t for t in memberships.near if status[t] in AWAKE], dtype=np.int64)
    a, b = one[ties], other[ties]
    share = np.array([memberships.near[t] for t in ties.tolist()])
    ids = world.ids
    draws = model.luck.draws(Purpose.GROUP, climate.year, ids[a], other=ids[b], kind=KIND)
    hit = draws < threshold(model.parameters.groups.europastadt * share)
    for pair in zip(a[hit].tolist(), b[hit].tolist(), strict=True):
        home, abroad = pair if world.land[pair[0]] >= 0 else pair[::-1]
        is_open = climate.passing[world.land[home], world.group[abroad]] >= 1.0
        if is_open and all(model.agent_at(row).joins(EUROPASTADT) for row in pair):
            group = group_number(EUROPASTADT, int(ids[home]))
            for row in pair:
                memberships.join(group, row, climate.year)


def _measure(model: TwinningModel, memberships: Memberships) -> None:
    """Measure ties founded since the last time; keep those across a border and near."""
    world, groups = model.world, model.parameters.groups
    new = slice(memberships.measured, model.ties.count)
    a, b = model.ties.rows("a")[new], model.ties.rows("b")[new]
    km = great_circle_km(world.point[a], world.point[b])
    across = (world.land[a] >= 0) != (world.land[b] >= 0)
    share = nearness(km, groups)
    for place in np.flatnonzero(across & (km <= FARTHEST * groups.europastadt_km)).tolist():
        memberships.near[memberships.measured + place] = float(share[place])
    memberships.measured = model.ties.count
