"""The elementary functions of `exact`, and NumPy's in their place.

NumPy's are many times as fast, but their last bits differ by processor. They may decide a
comparison that is not close: what lies within `UNSURE` of the limit is for the exact ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation.luck.exact import (
    EARTH_RADIUS_KM,
    Floats,
    exp,
    great_circle_km,
    half_chord,
    log,
)

UNSURE = 1e-9
"""Relative distance from a limit within which NumPy's functions may not decide.

A million times the error that a weight can gather from theirs (4 units in the last place each).
"""


class Functions(NamedTuple):
    """Exponential, natural logarithm, and great-circle distance in km of unit vectors."""

    exp: Callable[[Floats], Floats]
    log: Callable[[Floats], Floats]
    km: Callable[[Floats, Floats], Floats]


def _quick_km(a: Floats, b: Floats) -> Floats:
    km: Floats = 2.0 * EARTH_RADIUS_KM * np.arcsin(half_chord(a, b))
    return km


EXACT = Functions(exp, log, great_circle_km)
QUICK = Functions(np.exp, np.log, _quick_km)
