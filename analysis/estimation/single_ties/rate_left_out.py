"""Whether the spread of places foretells how often the places of a Land left out search.

Each Land is left out once, and its places are foretold with and without what places keep for good;
both regressions have the same covariates.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.estimation.single_ties.frailty import by_place, fit_frailty
from analysis.estimation.single_ties.rate import Panel, counts_of, terms
from simulation.world import World


def spread_left_out(data: Panel, world: World) -> dict[str, Any]:
    """Gain of the spread in the log score of the places of Länder left out.

    Returns
    -------
    dict
        `gain` in all (nats), its `error` over districts, and `laender`: the gain in each.
    """
    counts = counts_of(data, terms(data))
    land = world.land[data.rows]
    each, by_land = np.zeros(len(land)), dict[str, float]()
    for number in np.unique(land).tolist():
        out = land == number
        fit, there = fit_frailty(counts.of_places(~out)), counts.of_places(out)
        without = np.append(fit.alone, 0.0)
        each[out] = by_place(there, fit.params) - by_place(there, without)
        by_land[world.laender[number]] = float(each[out].sum())
    total = np.bincount(np.unique(data.district, return_inverse=True)[1], each)
    error = float(np.std(total, ddof=1) * np.sqrt(len(total)))
    return {"gain": float(each.sum()), "error": error, "laender": by_land}
