"""What acts from outside does in a year: factors on chances, which other steps ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.life.activities import COUNT, NAMES
from simulation.luck import exp
from simulation.parameters import What

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Outside:
    """Log effects of the year on ties that are older than it, and on places.

    `none` says that nothing acts at all; who asks then keeps what it has, to the bit.

    Attributes
    ----------
    none : bool
    """

    def __init__(self, model: TwinningModel) -> None:
        self.model = model
        self.begin()

    def begin(self) -> None:
        """Forget the year before."""
        count, places = self.model.ties.count, len(self.model.world.ids)
        self.none = True
        self._begins: Floats = np.zeros((COUNT, count))
        self._leaves: Floats = np.zeros((COUNT, count))
        self._vacancy: Floats = np.zeros(count)
        self._ending: Floats = np.zeros(count)
        self._search: Floats = np.zeros(places)
        self._board: Floats = np.zeros(places)

    def on_ties(self, what: What, ties: Integers, weight: Floats | float) -> None:
        """Add what acts on ties, each at most once a call; `weight` (n,) is how much of it."""
        self.none = False
        for table, into in ((what.begins, self._begins), (what.leaves, self._leaves)):
            _lay(into, table, ties, weight)
        self._vacancy[ties] += what.vacancy * weight

    def on_places(self, what: What, rows: Integers, weight: Floats | float) -> None:
        """Add what acts on places."""
        self.none = False
        self._search[rows] += what.search * weight
        self._board[rows] += what.board * weight

    def on_ending(self, size: float, ties: Integers) -> None:
        """Add to the log chance that councils end ties."""
        self.none = False
        self._ending[ties] += size

    def begins(self, ties: Integers) -> Floats:
        """Factors on the chance that each activity begins, shape (activities, n)."""
        return factors(self._begins[:, ties])

    def leaves(self, activity: Integers, ties: Integers) -> Floats:
        """Factors on the chance that who leads an activity leaves, shape (n,)."""
        return factors(self._leaves[activity, ties])

    def vacancy(self, ties: Integers) -> Floats:
        """Factors on the chance that nobody takes over, shape (n,)."""
        return factors(self._vacancy[ties])

    def ending(self, ties: Integers) -> Floats:
        """Factors on the chance that a tie is ended, shape (n,)."""
        return factors(self._ending[ties])

    def search(self, rows: Integers) -> Floats:
        """What is added to the log rate of search, shape (n,)."""
        return self._search[rows]

    def board(self, rows: Integers) -> Floats:
        """Factors on the share of searches that look at the board first, shape (n,)."""
        return factors(self._board[rows])


def _lay(into: Floats, table: Mapping[str, float], ties: Integers, weight: Floats | float) -> None:
    for name, size in table.items():
        into[NAMES.index(name), ties] += size * weight


def factors(logs: Floats) -> Floats:
    """Factors on chances from log effects; most are zero, and change nothing to the bit."""
    result = np.ones(logs.shape)
    moved = logs != 0.0
    result[moved] = exp(logs[moved])
    return result


def outside(model: TwinningModel) -> Outside:
    """What acts from outside this year, made at first asking."""
    return model.part(Outside)
