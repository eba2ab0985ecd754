"""Ties in arrays: one row a tie that ever existed, in the order of founding."""

from __future__ import annotations

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


@dataclass
class Ties:
    """Growing columns of int64; `rows` gives the filled part of one.

    `a` and `b` are rows of the world (a before b), `initiator` is the one that searched,
    `formed` the year of the present form, `term` the years that a friendship is agreed for.
    Living ties are also held by pair.
    """

    count: int = 0
    _columns: dict[str, Integers] = field(
        default_factory=lambda: {name: np.zeros(1024, dtype=np.int64) for name in _COLUMNS}
    )
    _living: dict[tuple[int, int], int] = field(default_factory=dict)

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
        pair = (values["a"], values["b"])
        if pair in self._living or pair[0] >= pair[1]:
            raise ValueError(f"pair {pair} is not in order or has a living tie")
        if self.count == len(self._columns["a"]):
            for name, column in self._columns.items():
                self._columns[name] = np.concatenate([column, np.zeros_like(column)])
        for name in _COLUMNS:
            self._columns[name][self.count] = values[name]
        self._living[pair] = self.count
        self.count += 1
        return self.count - 1

    def between(self, one: int, other: int) -> int | None:
        """Number of the living tie between two rows, or None."""
        return self._living.get((one, other) if one < other else (other, one))

    def end(self, tie: int) -> None:
        """Mark a tie as ended; its pair may found a new one."""
        a, b = int(self._columns["a"][tie]), int(self._columns["b"][tie])
        del self._living[(a, b)]
        self._columns["status"][tie] = ENDED

    def living(self) -> Integers:
        """Numbers of the ties that are not ended, ascending."""
        return np.flatnonzero(self.rows("status") != ENDED)
