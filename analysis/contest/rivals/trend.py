"""Trend: a log-linear line through the last three bins, one slope for all countries."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.contest.rivals.periods import ahead
from analysis.contest.rivals.prediction import Prediction
from analysis.contest.rivals.tables import UNSEEN, PeriodTable, period_table

Floats = NDArray[np.float64]

BINS = 3
"""Bins that the line goes through."""


def trend() -> Prediction:
    """Predict ties from a Poisson trend over three bins with effects of countries.

    With a slope of its own a country that opened a bin ago would soon have thousands of ties;
    one slope for all predicts fitted bins as well, and far fewer of them wildly.
    """
    table = period_table()
    return ahead(
        "trend",
        "log-linear trend",
        table,
        BINS - 1,
        lambda origin, bin_: _expected(table, origin, bin_),
    )


def _expected(table: PeriodTable, origin: int, bin_: int) -> Floats:
    """Ties of each country in a bin.

    The likelihood with effects of countries factors: the slope is that of all ties together, and
    each country keeps its share of the three bins (with half a tie added, as in `persistence`).
    """
    import statsmodels.api as sm

    used = slice(origin - BINS + 1, origin + 1)
    ties, middle = table.ties[:, used], table.middle[used] - table.middle[origin]
    design = sm.add_constant(middle)
    fit = sm.GLM(
        ties.sum(axis=0),
        design,
        family=sm.families.Poisson(),
        exposure=table.years[used],
    ).fit()
    level, slope = np.asarray(fit.params)
    total = np.exp(level + slope * (table.middle[bin_] - table.middle[origin])) * table.years[bin_]
    counted = ties.sum(axis=1) + UNSEEN
    mean: Floats = total * counted / counted.sum()
    return mean
