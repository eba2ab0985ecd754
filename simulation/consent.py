"""Consent: what choice lacks, the load of the other side."""

from __future__ import annotations

from typing import overload

import numpy as np

from simulation.luck import exp
from simulation.luck.exact import Floats
from simulation.parameters import Consent


@overload
def chance_of_yes(ties: float, inhabitants: float, consent: Consent) -> float: ...
@overload
def chance_of_yes(ties: Floats, inhabitants: Floats, consent: Consent) -> Floats: ...
def chance_of_yes(
    ties: Floats | float, inhabitants: Floats | float, consent: Consent
) -> Floats | float:
    """Chance that a place agrees, given its living ties and its inhabitants.

    A place of twice the capacity carries three ties as lightly as a hamlet carries one.
    """
    strain = ties / (1.0 + inhabitants / consent.capacity)
    return consent.base * exp(-consent.load * strain)


@overload
def readier(chance: float, ready: float) -> float: ...
@overload
def readier(chance: Floats, ready: Floats) -> Floats: ...
def readier(chance: Floats | float, ready: Floats | float) -> Floats | float:
    """Chance that a place agrees that looked for a partner itself: `ready` more, at most 1."""
    more = chance + ready
    return min(1.0, more) if isinstance(more, float) else np.minimum(1.0, more)
