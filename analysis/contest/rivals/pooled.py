"""Pooled shares: every Land twins alike, in the shares of the fitted Länder or of the nation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.contest.rivals.prediction import Prediction, by_land
from analysis.contest.rivals.tables import UNSEEN, land_table

Floats = NDArray[np.float64]


def pooled() -> Prediction:
    """Predict from ties a head and country shares of the fitted Länder together."""
    table = land_table()
    people = np.exp(table.ln_population)

    def expected(rows: NDArray[np.int64]) -> Floats:
        ties = np.maximum(table.ties[rows].sum(axis=0), UNSEEN)
        return np.outer(people / people[rows].sum(), ties)

    return by_land("pooled", "pooled shares", table, expected)


def pooled_national() -> Prediction:
    """Predict from national ties a head and national country shares.

    No Land can be left out of them, nor is one for the model: both have seen the sums.
    """
    table = land_table()
    people = np.exp(table.ln_population)
    mean = np.outer(people / people.sum(), table.national)
    return by_land("pooled_national", "national shares", table, lambda _: mean)
