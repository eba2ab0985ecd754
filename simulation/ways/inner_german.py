"""Inner-German ties: a wish held back by a border, let through when it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import rates
from simulation.climate import Climate
from simulation.luck import Purpose, exp, threshold
from simulation.motives import REUNIFICATION

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]


def wish(model: TwinningModel, climate: Climate) -> None:
    """Let western councils wish for a partner in the GDR, whether or not they may have one.

    The wish is kept until a partner answers: what a closed border holds back is there when it
    opens. After the opening new wishes fade.
    """
    world, settings = model.world, model.parameters.reunification
    rate = rates.wishes(world.size[world.searchers], climate.year, climate.opened, settings)
    may = (rate > 0.0) & ~world.east[world.searchers] & ~model.waiting[world.searchers]
    rows, rate = world.searchers[may], rate[may]
    without = ~(model.held[np.ix_(rows, model.inner_german)] > 0).any(axis=1)
    rows, rate = rows[without], rate[without]
    draws = model.luck.draws(Purpose.WISH, climate.year, world.ids[rows])
    model.waiting[rows[draws < threshold(1.0 - exp(-rate))]] = True


def released(model: TwinningModel, climate: Climate) -> Integers:
    """Waiting places that the inner-German border lets through this year."""
    wish(model, climate)
    rows = model.world.searchers[model.waiting[model.world.searchers]]
    share = climate.passing[model.world.land[rows]][:, model.inner_german].max(axis=1)
    draws = model.luck.draws(
        Purpose.SEARCH, climate.year, model.world.ids[rows], kind=REUNIFICATION
    )
    return rows[draws < threshold(share)]
