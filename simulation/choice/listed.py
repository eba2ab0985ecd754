"""Pairs with a weight of their own, listed one by one and drawn directly.

Where a few pairs weigh far more than any bound over a cell would say (places close by, of one
name, of one group), their excess over the base law is listed. A draw first decides between
base and lists, so that it stays exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.luck.exact import Floats

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Listed:
    """Excess weights of pairs, sorted by owner and region.

    Attributes
    ----------
    total : (owners, regions) sum of an owner's excess in each region
    key : (listed,) owner * regions + region, ascending, where there is any pair
    before : (listed,) running total before these pairs
    running : (pairs,) running total
    partner : (pairs,) rows
    """

    total: Floats
    key: Integers
    before: Floats
    running: Floats
    partner: Integers

    def pick(self, owner: Integers, region: Integers, fraction: Floats) -> Integers:
        """Partners of owners in regions, by fractions of the regions' excess.

        Raises
        ------
        ValueError
            If an owner has no pair in a region.
        """
        key = owner * self.total.shape[1] + region
        at = np.searchsorted(self.key, key)
        if not np.array_equal(self.key.take(at, mode="clip"), key):
            raise ValueError("an owner has no pair in a region that was drawn for it")
        start = self.before[at]
        goal = start + fraction * self.total[owner, region]
        place = np.searchsorted(self.running, goal, side="right")
        result: Integers = self.partner[np.minimum(place, len(self.partner) - 1)]
        return result


def listed(
    owner: Integers, region: Integers, partner: Integers, excess: Floats, shape: tuple[int, int]
) -> Listed:
    """List pairs, given in the order of owner and region, in a table of (owners, regions)."""
    running = np.cumsum(np.maximum(excess, 0.0))
    total, key = np.zeros(shape), owner * shape[1] + region
    first = np.flatnonzero(np.diff(key, prepend=-1))
    last = np.append(first[1:], len(key))[: len(first)] - 1
    before = np.concatenate([[0.0], running])[first]
    total[owner[first], region[first]] = running[last] - before
    return Listed(total, key[first], before, running, partner)


@dataclass(frozen=True)
class Pairs:
    """Pairs that weigh more than the law of places says, each pair once.

    Attributes
    ----------
    place : (k,) index into the choosers of a draw
    partner : (k,) rows
    effect : (k,) what is added to the log weight, not negative
    """

    place: Integers
    partner: Integers
    effect: Floats

    def of(self, place: int) -> Pairs:
        """The pairs of one chooser."""
        own = self.place == place
        return Pairs(self.place[own], self.partner[own], self.effect[own])
