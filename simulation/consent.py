"""Consent: what choice lacks, the load of the other side."""

from __future__ import annotations

from simulation.luck import exp
from simulation.parameters import Consent


def chance_of_yes(ties: float, inhabitants: float, consent: Consent) -> float:
    """Chance that a place agrees, given its living ties and its inhabitants.

    A place of twice the capacity carries three ties as lightly as a hamlet carries one.
    """
    strain = ties / (1.0 + inhabitants / consent.capacity)
    return consent.base * exp(-consent.load * strain)


def readier(chance: float, ready: float) -> float:
    """Chance that a place agrees that looked for a partner itself: `ready` more, at most 1."""
    return min(1.0, chance + ready)
