"""Whether something that comes at a rate comes within a year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.luck.exact import Floats, exp
from simulation.luck.keyed import GRID, threshold

SLACK, ROUNDING = 1.0 + 1e-9, 4.0
"""What a bound on the grid of draws is widened by, so that rounding can never break it."""


def below(draws: NDArray[np.int64], rate: Floats) -> NDArray[np.int64]:
    """Places of the draws that may lie below the chance 1 - exp(-rate): it is less than the rate.

    All that `happens` is among them, and they are found without the exponential, which is dear.
    """
    return np.flatnonzero(draws < rate * (GRID * SLACK) + ROUNDING)


def happens(draws: NDArray[np.int64], rate: Floats) -> NDArray[np.int64]:
    """Places of the draws below the chance 1 - exp(-rate), ascending.

    Parameters
    ----------
    draws : (n,) integers on 0 .. GRID - 1
    rate : (n,) per year, not negative
    """
    near = below(draws, rate)
    return near[draws[near] < threshold(1.0 - exp(-rate[near]))]
