"""Shifts of the times: lasting changes that reach everyone they mean and cost nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.life.state import going_on
from simulation.policy.outside import outside
from simulation.policy.who import among, places

if TYPE_CHECKING:
    from simulation.climate import Climate
    from simulation.model import TwinningModel


class Meant:
    """Places that each shift means: the same every year."""

    def __init__(self, model: TwinningModel) -> None:
        self.places: dict[str, NDArray[np.bool_]] = {
            name: places(model.world, shift.who) for name, shift in model.parameters.shifts.items()
        }


def drift(model: TwinningModel, climate: Climate) -> None:
    """Lay what is felt of each shift this year on ties and places.

    What a shift does to appeal and to budgets is told by `simulation.times`.
    """
    year = climate.year
    for name, shift in model.parameters.shifts.items():
        felt, what = shift.felt(year), shift.what
        if felt == 0.0:
            continue
        meant = model.part(Meant).places[name]
        if what.begins or what.leaves or what.vacancy or what.ending:
            ties = among(model, shift.who, meant, going_on(model, climate), year)
            outside(model).on_ties(what, ties, felt)
            outside(model).on_ending(what.ending * felt, ties)
        if what.search or what.board:
            outside(model).on_places(what, np.flatnonzero(meant), felt)
