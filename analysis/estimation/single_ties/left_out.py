"""Whether remoteness foretells the countries of ties that were left out: districts, and Länder.

What a district or a Land has with a country for reasons of its own is unknown where it is left
out, so it counts as nothing, as it does in the model. Gains are in nats, against the same
regression without remoteness; ties of one town are not independent, and errors are clustered.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.single_ties.reach import REMOTE, Design, ReachFit, fitted

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def left_out(design: Design, reach: ReachFit) -> dict[str, tuple[float, float]]:
    """Gain of remoteness in the log score of ties left out, in all, with its error.

    Parameters
    ----------
    design : `reach.laid_out`
    reach : its fit, whose spreads are kept

    Returns
    -------
    dict
        `district` and `land`: what was left out, one by one.
    """
    spreads = (reach.land_spread, reach.part_spread)
    without = design.unmoved_by(REMOTE)
    found = {}
    for name, folds in (("district", design.data.part), ("land", design.data.land)):
        gains = _scores(design, folds, spreads) - _scores(without, folds, spreads)
        found[name] = _gain(gains, design.data.town)
    return found


def _scores(design: Design, folds: Integers, spreads: tuple[float, float]) -> Floats:
    """Log probability of each tie's country when its fold is left out, (ties,)."""
    result = np.empty(len(folds))
    theta = np.zeros(design.singles + sum(design.sizes) * design.countries)
    for fold in np.unique(folds):
        out = folds == fold
        theta, _ = fitted(design.of_ties(~out), spreads, theta)
        result[out] = design.of_ties(out).shares(theta)[1]
    return result


def _gain(each: Floats, town: Integers) -> tuple[float, float]:
    """Sum of gains, and its error over towns."""
    off = np.bincount(town, weights=each - each.mean())
    off = off[np.bincount(town) > 0]
    clusters = len(off)
    error = float(np.sqrt(clusters / (clusters - 1) * (off**2).sum()))
    return float(each.sum()), error
