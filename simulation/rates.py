"""Terms of the rate of search: each adds to the log of searches per year."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulation.luck import exp, log
from simulation.luck.exact import Floats
from simulation.parameters import Rate, Reunification

LN2 = 0.6931471805599453
GROWTH_ZERO = 1975
"""Year in which growth adds nothing: the middle of the years that were surveyed as a whole."""


def size(own: Floats, rate: Rate) -> Floats:
    """Log rate by ln(inhabitants / 20,000), bent by `size_curve`."""
    return rate.size * own + rate.size_curve * (own * own)


def district(own: Floats, rate: Rate) -> Floats:
    """Log rate of a district by ln(inhabitants / 150,000)."""
    return rate.district + rate.district_size * own


def load(ties: Floats, rate: Rate, log: Callable[[Floats], Floats] = log) -> Floats:
    """Log rate by the living ties abroad that a place, or each of its boroughs, carries."""
    return rate.load * log(1.0 + ties)


def propensity(own: Floats, rate: Rate) -> Floats:
    """Log rate of a place by its own standard normal score.

    Over all places the factors average one: at equal loads the spread moves no total of searches.
    """
    return rate.spread * own - 0.5 * rate.spread * rate.spread


def growth(year: int, rate: Rate) -> float:
    """Log rate of all places by the year, zero in 1975."""
    return rate.growth * (min(year, rate.grows_until) - GROWTH_ZERO) / 10.0


def imitation(linked: Floats, rate: Rate) -> Floats:
    """Log rate by the share of near municipalities that have a tie."""
    return rate.imitation * linked


def east(is_east: NDArray[np.bool_], free: bool, rate: Rate) -> Floats:
    """Log rate of eastern places once they are free to search."""
    return rate.east * (is_east & free).astype(np.float64)


def wishes(own: Floats, year: int, opened: float | None, settings: Reunification) -> Floats:
    """Wishes per year for an inner-German tie; they fade once the border is open.

    `opened` is the day of the opening as a year with its fraction, or None before it.
    """
    if year < settings.wish_from:
        return np.zeros_like(own)
    level = settings.wish
    if opened is not None:
        # not `**`: its last bit depends on the processor
        level *= exp(-LN2 * max(year - opened, 0.0) / settings.fading)
    return level * exp(settings.size * own)
