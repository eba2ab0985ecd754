"""Propensity: what a place keeps for good that makes it search more, or less, than its size says.

A keen mayor, a club, a lycée that asked first: nothing in the frame tells them, so each place
has luck of its own that no year and no event changes (frailty, unobserved heterogeneity). Without
it, places that have ties would seem to search the more because they have them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation import rates
from simulation.luck import Purpose, exp, log
from simulation.luck.exact import Floats
from simulation.luck.normal import normal

if TYPE_CHECKING:
    from simulation.model import TwinningModel

ALWAYS = 0
"""A year that no history has: what is drawn in it holds in all years."""


def propensity(model: TwinningModel) -> Floats:
    """Log of the factor by which each searcher's rate differs for good, shape (searchers,).

    Each borough of a city has its own, and the city their mean; districts have none.
    """
    world, rate = model.world, model.parameters.rate
    rows = world.searchers
    if rate.spread == 0.0:
        return np.zeros(len(rows))
    boroughs = world.boroughs[rows]
    total = np.zeros(len(rows))
    for number in range(int(boroughs.max())):
        here = np.flatnonzero(boroughs > number)
        ids = world.ids[rows[here]]
        draws = model.luck.draws(Purpose.SEARCH, ALWAYS, ids, attempt=number)
        total[here] += exp(rates.propensity(normal(draws), rate))
    own: Floats = np.where(world.is_district[rows], 0.0, log(total / boroughs))
    return own
