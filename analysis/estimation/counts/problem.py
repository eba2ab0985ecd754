"""One regression of recorded counts, ready to be solved, and the priors of its numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

START_SPREAD = 0.7
MOST_SPREAD = 0.8
"""First guess and cap of the standard deviation of event sizes on the log scale. Left
free it grows well beyond, for events of one year and country then take large sizes of opposite
sign, which the counts cannot tell apart; 0.8 is a factor of two either way."""
STOCKS = ("umbrella", "root")
"""Kinds that are no shocks: the slow rise of the practice itself, and where families came from.
They are not pooled with the others."""
STOCK_PRECISION = 2.0**-2
LAND_SPREAD = 0.5
"""What a Land has with a country beyond the law (sd of the log): counts by Land scatter by it.
Assumed; `reach.land_spread` of links.json is an upper bound from single ties."""
MISFIT_SPREAD = 0.5
"""Prior sd of how far a Land, or a country within the fitted Länder, lies off the model."""
PRIOR_RESTRICTED = (-2.3, 1.0)
"""Weak prior (mean, sd) of ln(share that passes a restricted border)."""
PRIOR_GROWTH = (0.0, 0.5)
"""Prior (mean, sd) of what ten years add to the log rate of all places."""
PRIORS = {"gates.restricted": PRIOR_RESTRICTED, "rate.growth": PRIOR_GROWTH}
"""Of the numbers that are told for all countries together."""


@dataclass(frozen=True)
class Problem:
    """One regression, ready to be solved: cells by country and year, then by Land and country.

    Attributes
    ----------
    counts : (cells,) recorded rows
    design : (cells, parameters)
    offset : (cells,) log of what the model expects, less what the parameters add to it
    theta : (parameters,) present values
    names : of the parameters; those of `misfit.` are left open and not told
    weight : (cells,) 1 for national cells, less for those by Land
    groups : (cells,) place of the country in the order of the world
    alike : whether appeals are drawn towards a common one
    """

    counts: Floats
    design: Floats
    offset: Floats
    theta: Floats
    names: list[str]
    weight: Floats
    groups: NDArray[np.int64]
    alike: bool = False
