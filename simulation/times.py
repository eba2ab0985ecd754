"""What shifts of the times do to appeal and to the money of programmes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulation.luck import exp
from simulation.parameters import Shift
from simulation.world import World

Floats = NDArray[np.float64]


def programmes(shifts: Mapping[str, Shift], year: int) -> float:
    """Factor on the budgets of all programmes in a year."""
    total = sum(shift.what.programmes * shift.felt(year) for _, shift in sorted(shifts.items()))
    return float(exp(total)) if total != 0.0 else 1.0


def appeal(shifts: Mapping[str, Shift], world: World, year: int) -> Floats:
    """What shifts add to the log of searches, by Land and group, shape (16, groups)."""
    total = np.zeros((len(world.laender), len(world.groups)))
    for _, shift in sorted(shifts.items()):
        size = shift.what.appeal * shift.felt(year)
        if size != 0.0:
            here = np.isin(world.laender, shift.who.laender or world.laender)
            if shift.who.side != "any":
                here &= world.land_is_east == (shift.who.side == "east")
            there = np.isin(world.group_country, shift.who.countries or world.group_country)
            total += np.where(here[:, None] & there[None, :], size, 0.0)
    return total
