"""Draws from running totals: where a fraction of the whole falls."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.luck.exact import Floats

Integers = NDArray[np.int64]


def pick(total: Floats, fraction: Floats) -> Integers:
    """First column whose running total exceeds the fraction of the row's last total.

    For few columns: all of them are looked at.
    """
    goal = fraction * total[:, -1]
    chosen = np.count_nonzero(total <= goal[:, None], axis=1)
    result: Integers = np.minimum(chosen, last_rise(total))
    return result


def last_rise(total: Floats) -> Integers:
    """First column of each row that holds the row's last total: none beyond it has any weight."""
    result: Integers = np.count_nonzero(total < total[:, -1:], axis=1)
    return result


def first_beyond(
    running: Floats, row: Integers, columns: tuple[Integers, Integers], goal: Floats
) -> Integers:
    """First of the columns low to high whose running total in a row exceeds a goal, else high.

    For many columns: by bisection.
    """
    low, high = columns
    flat, start = running.reshape(-1), row * running.shape[1]
    while bool((low < high).any()):
        middle = (low + high) >> 1
        beyond = flat.take(start + middle) > goal
        low = np.where(beyond, low, np.minimum(middle + 1, high))
        high = np.where(beyond, middle, high)
    return low
