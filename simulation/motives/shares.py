"""How the flow to a country is shared among motives: no search more, no search less."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.luck import exp

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def motive_shares(
    effect: Floats, home: Integers, may: NDArray[np.bool_], broker: NDArray[np.bool_]
) -> Floats:
    """Share of each motive in the searches of each Land for each group.

    Without events all search out of the home motive. Events of the home motive multiply its
    weight, 1, by exp(effect); those of another motive bring up searches that were not there:
    exp(effect) - 1, and none if they deter. A broker lowers the cost of all searches alike,
    which changes no share; its own motive is one reason more: 1 - exp(-effect), the part of
    the searches that would not be there without it. A motive that may not search leaves its
    weight to the home motive.

    Parameters
    ----------
    effect : (laender, groups, motives) sum of the events' effects, log scale
    home : (groups,) index of the home motive of each group, no broker
    may : (laender, motives) whether a motive is searched out of there
    broker : (motives,) whether events of a motive lower the cost of every search

    Returns
    -------
    (laender, groups, motives) of float
        Sum to one over the motives.
    """
    groups = np.arange(len(home))
    felt = effect != 0.0  # few are: the exact exponential is dear
    factor = np.ones_like(effect)
    factor[felt] = exp(np.where(broker, -effect, effect)[felt])
    brought = np.maximum(np.where(broker, 1.0 - factor, factor - 1.0), 0.0)
    brought[:, groups, home] = 0.0
    weight = np.where(may[:, None, :], brought, 0.0)
    # running totals add up in one order on every processor, `sum` need not
    left = np.cumsum(brought - weight, axis=2)[:, :, -1]
    weight[:, groups, home] = factor[:, groups, home] + left
    result: Floats = weight / np.cumsum(weight, axis=2)[:, :, -1:]
    return result
