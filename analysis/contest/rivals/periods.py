"""Rolling origins: each fitted bin predicted from earlier ones, as far ahead as is asked later."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analysis.contest.rivals.prediction import Cell, Prediction, frame
from analysis.contest.rivals.tables import PeriodTable

Floats = NDArray[np.float64]


def ahead(
    name: str,
    title: str,
    table: PeriodTable,
    first: int,
    expected: Callable[[int, int], Floats],
) -> Prediction:
    """Predictions of ties by country and bin from all that lies up to an origin.

    The further ahead, the less a rule knows: cells predicted the same number of bins ahead form
    a group with a discrepancy of its own.

    Parameters
    ----------
    name, title : str
    table : PeriodTable
        What rivals may see.
    first : int
        The first bin from which the rule can look ahead.
    expected : callable
        From the origin and the bin to predict, expected ties, shape (countries,).
    """
    last, bins = table.fitted - 1, len(table.periods)
    far = bins - 1 - last
    left_out = [
        cell
        for origin in range(first, last)
        for bin_ in range(origin + 1, min(origin + far, last) + 1)
        for cell in _cells(table, bin_, bin_ - origin, expected(origin, bin_))
    ]
    kept = [
        cell
        for bin_ in range(last + 1, bins)
        for cell in _cells(table, bin_, bin_ - last, expected(last, bin_))
    ]
    return Prediction(name, title, frame(kept), frame(left_out))


def _cells(table: PeriodTable, bin_: int, steps: int, mean: Floats) -> list[Cell]:
    period = table.periods[bin_]
    return [
        ("dated", f"{country}|{period}", f"dated, {steps} ahead", float(ties))
        for country, ties in zip(table.countries, np.asarray(mean), strict=True)
    ]
