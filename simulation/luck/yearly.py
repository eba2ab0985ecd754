"""Whether something that comes at a rate comes within a year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.luck.exact import Floats, exp
from simulation.luck.keyed import GRID, threshold

SLACK, ROUNDING = 1.0 + 1e-9, 4.0
"""What a bound on the grid of draws is widened by, so that rounding can never break it."""


def limits(rate: Floats) -> NDArray[np.int64]:
    """What every draw lies below with which something `happens` at a rate, and few others do.

    The chance 1 - exp(-rate) is less than the rate: so the exponential, which is dear, is asked for
    few.
    """
    return (np.minimum(rate, 1.0) * (GRID * SLACK) + ROUNDING).astype(np.int64) + 1


def happens(draws: NDArray[np.int64], rate: Floats) -> NDArray[np.int64]:
    """Places of the draws below the chance 1 - exp(-rate), ascending.

    Parameters
    ----------
    draws : (n,) integers on 0 .. GRID - 1
    rate : (n,) per year, not negative
    """
    near = np.flatnonzero(draws < limits(rate))
    return near[draws[near] < threshold(1.0 - exp(-rate[near]))]
