"""Gravity: two-way effects and one slope of ln distance, fitted on the fitted Länder.

Three of them: as it stands; scaled to the national country totals, which the model has seen too;
and one that also knows of East-East ties, the one part of history that a single number can hold.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.contest.rivals.ppml import expected_ties, raked
from analysis.contest.rivals.prediction import Prediction, by_land
from analysis.contest.rivals.tables import land_table

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


def gravity() -> Prediction:
    """Predict ties by Land and country from effects of both and the distance of centres."""
    return by_land("gravity", "gravity", land_table(), _plain)


def gravity_national() -> Prediction:
    """Predict as `gravity`, then scale to national totals by country: the fair rival."""
    table = land_table()
    return by_land(
        "gravity_national",
        "gravity, national totals",
        table,
        lambda rows: raked(_plain(rows), table, rows),
    )


def gravity_bloc() -> Prediction:
    """Predict as `gravity_national`, with a slope for eastern Land and eastern-bloc country."""
    table = land_table()
    pairs = np.stack([table.ln_km, table.bloc], axis=2)
    return by_land(
        "gravity_bloc",
        "gravity, East-East ties",
        table,
        lambda rows: raked(expected_ties(table, pairs, rows), table, rows),
    )


def _plain(rows: Rows) -> Floats:
    """Expected ties by distance alone, fitted once for both rivals that use them."""
    return _fitted(tuple(rows.tolist())).copy()


@cache
def _fitted(rows: tuple[int, ...]) -> Floats:
    table = land_table()
    return expected_ties(table, table.ln_km[:, :, None], np.array(rows, dtype=np.int64))
