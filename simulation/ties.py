"""Ties in arrays: one row a tie that ever existed, in the order of founding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

FORMS: tuple[str, ...] = ("contact", "friendship", "partnership")
CONTACT, FRIENDSHIP, PARTNERSHIP = range(3)
ACTIVE, SUSPENDED, ENDED, WEAK, DORMANT = range(5)
AWAKE = (ACTIVE, WEAK)
"""Statuses of ties at which people still meet."""
KINDS: tuple[str, ...] = ("twinning", "development", "sponsorship")
TWINNING, DEVELOPMENT, SPONSORSHIP = range(3)

_COLUMNS = (
    *("a", "b", "initiator", "kind", "motive", "form", "founded", "formed", "term", "status"),
)

_HALF = 32
"""Bits of a row in the number of a pair."""


def _pairs(ones: Sequence[int], others: Sequence[int]) -> list[int]:
    """Pairs of rows as numbers, whichever of the two comes first."""
    return [
        one << _HALF | other if one < other else other << _HALF | one
        for one, other in zip(ones, others, strict=True)
    ]


@dataclass
class Ties:
    """Growing columns of int64; `rows` gives the filled part of one.

    `a` and `b` are rows of the world (a before b), `initiator` is the one that searched,
    `formed` the year of the present form, `term` the years that a friendship is agreed for.
    Living ties are also held by pair: both rows in one number.
    """

    count: int = 0
    _columns: dict[str, Integers] = field(
        default_factory=lambda: {name: np.zeros(1024, dtype=np.int64) for name in _COLUMNS}
    )
    _living: dict[int, int] = field(default_factory=dict)

    def rows(self, name: str) -> Integers:
        """The filled part of a column: a view that may be written to."""
        return self._columns[name][: self.count]

    def add(self, **values: int) -> int:
        """Append a tie and return its number.

        Raises
        ------
        ValueError
            If the pair has a living tie already, or `a` is not before `b`.
        """
        self.extend(1, **values)
        return self.count - 1

    def extend(self, count: int, **values: Integers | Sequence[int] | int) -> None:
        """Append ties: each column has a value for each of them, or one for all.

        Raises
        ------
        ValueError
            If a pair has a living tie already, or `a` is not before `b`.
        """
        start, stop = self.count, self.count + count
        a, b = (np.broadcast_to(np.asarray(values[end]), (count,)) for end in ("a", "b"))
        pairs = _pairs(a.tolist(), b.tolist())
        if not bool((a < b).all()):
            raise ValueError("a is not before b")
        if len(set(pairs)) < count or not self._living.keys().isdisjoint(pairs):
            raise ValueError("a pair has a living tie already")
        room = len(self._columns["a"])
        if stop > room:
            more = max(room, stop - room)
            for name, column in self._columns.items():
                self._columns[name] = np.concatenate([column, np.zeros(more, dtype=np.int64)])
        for name in _COLUMNS:
            self._columns[name][start:stop] = values[name]
        self._living.update(zip(pairs, range(start, stop), strict=True))
        self.count = stop

    def between(self, one: int, other: int) -> int | None:
        """Number of the living tie between two rows, or None."""
        return self._living.get(one << _HALF | other if one < other else other << _HALF | one)

    def any_between(self, ones: Sequence[int], others: Sequence[int]) -> list[bool]:
        """Whether there is a living tie between the rows of each pair."""
        return list(map(self._living.__contains__, _pairs(ones, others)))

    def end(self, tie: int) -> tuple[int, int]:
        """Mark a tie as ended; its pair, which is returned, may found a new one."""
        a, b = int(self._columns["a"][tie]), int(self._columns["b"][tie])
        del self._living[a << _HALF | b]
        self._columns["status"][tie] = ENDED
        return a, b

    def living(self) -> Integers:
        """Numbers of the ties that are not ended, ascending."""
        return np.flatnonzero(self.rows("status") != ENDED)
