"""Draws from running totals: where a fraction of the whole falls."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.luck.exact import Floats

Integers = NDArray[np.int64]


def pick(total: Floats, fraction: Floats) -> Integers:
    """First step at which running totals (steps, n) exceed the fraction (n,) of the last.

    For few steps: all of them are looked at.
    """
    beyond = total > fraction * total[-1]
    beyond |= total == total[-1]  # no step after it has any weight
    result: Integers = beyond.argmax(axis=0)
    return result


def last_rise(total: Floats) -> Integers:
    """First column of each row that holds the row's last total: none beyond it has any weight."""
    result: Integers = (total == total[:, -1:]).argmax(axis=1)
    return result


def first_beyond(
    running: Floats, row: Integers, columns: tuple[Integers, Integers], goal: Floats
) -> Integers:
    """First of the columns low to high whose running total in a row exceeds a goal, else high.

    For many columns: by strides that halve.
    """
    (low, high), start, flat = columns, row * running.shape[1], running.reshape(-1)
    place, end = start + low, start + high
    widest = int((high - low).max(initial=0))
    stride = 1 << widest.bit_length() >> 1
    while stride:
        seen = np.minimum(place + (stride - 1), end)
        np.add(place, stride, out=place, where=flat.take(seen) <= goal)
        stride >>= 1
    result: Integers = np.minimum(place, end) - start
    return result
