"""The ledger: every change of every tie, in order. All tables derive from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import polars as pl

LEDGER_SCHEMA: dict[str, Any] = {
    "year": pl.Int32,
    "event": pl.String,
    "tie": pl.Int64,
    "a": pl.Int64,
    "b": pl.Int64,
    "detail": pl.String,
}

FOUNDED, DEEPENED, RENEWED, CONVERTED = "founded", "deepened", "renewed", "converted"
WEAKENED, SLEPT, RECOVERED = "weakened", "slept", "recovered"
SUSPENDED, RESUMED, ENDED = "suspended", "resumed", "ended"
BEGAN, STOPPED, GRANTED = "began", "stopped", "granted"
SUPPORTED, ADMINISTERED = "supported", "administered"
JOINED, LEFT, ADVERTISED, APPLIED = "joined", "left", "advertised", "applied"

OF_TIES: tuple[str, ...] = (
    *(FOUNDED, DEEPENED, RENEWED, CONVERTED, WEAKENED, SLEPT, RECOVERED),
    *(SUSPENDED, RESUMED, ENDED, BEGAN, STOPPED, GRANTED, SUPPORTED),
)
"""What may happen to a tie; `began` and `stopped` speak of one of its activities."""
OF_PLACES: tuple[str, ...] = (JOINED, LEFT, ADVERTISED, APPLIED, SUPPORTED)
"""What may happen to a single place: `tie` and `b` are null."""
OF_NOBODY: tuple[str, ...] = (ADMINISTERED,)
"""What is spent on nobody in particular: `tie`, `a` and `b` are null."""

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
"""One encoder for all rows: `json.dumps` would build one for each."""


Row = tuple[int, str, int | None, int | None, int | None, str]
"""year, event, tie, a, b, detail as canonical JSON."""


@dataclass
class Ledger:
    """An append-only list of changes.

    Rows are never changed once they are there, so ledgers that go on apart share what they have
    in common.
    """

    _rows: list[Row] = field(default_factory=list)
    _settled: list[pl.DataFrame] = field(default_factory=list)

    def append(self, year: int, event: str, tie: int, ends: tuple[int, int], **detail: Any) -> None:
        """Write down one change of the tie between the places with ids `ends` (ascending).

        Raises
        ------
        ValueError
            If the event is not one of `OF_TIES`.
        """
        _refuse(event, OF_TIES)
        self._rows.append((year, event, tie, *ends, _text(detail)))

    def extend(self, rows: Iterable[tuple[int, str, int, int, int, str]]) -> None:
        """Write down many changes of ties at once: year, event, tie, a, b, detail as text.

        The text is canonical JSON already; nothing is checked. A year has thousands of them, and
        a dictionary for each would cost more than the rest of the life of ties.
        """
        self._rows.extend(rows)

    def append_place(self, year: int, event: str, place: int, **detail: Any) -> None:
        """Write down what happened to the place with id `place`, apart from any tie.

        Raises
        ------
        ValueError
            If the event is not one of `OF_PLACES`.
        """
        _refuse(event, OF_PLACES)
        self._rows.append((year, event, None, place, None, CANONICAL.encode(detail)))

    def append_nobody(self, year: int, event: str, **detail: Any) -> None:
        """Write down what concerns no tie and no place.

        Raises
        ------
        ValueError
            If the event is not one of `OF_NOBODY`.
        """
        _refuse(event, OF_NOBODY)
        self._rows.append((year, event, None, None, None, CANONICAL.encode(detail)))

    def settle(self) -> None:
        """Lay what has been written so far down as a table, which copies then share."""
        if self._rows:
            columns = zip(*self._rows, strict=True)
            names = dict(zip(LEDGER_SCHEMA, map(list, columns), strict=True))
            self._settled.append(pl.DataFrame(names, schema=LEDGER_SCHEMA))
            self._rows = []

    def __deepcopy__(self, memo: dict[int, Any]) -> Ledger:
        """A ledger that goes on by itself from here."""
        self.settle()
        return Ledger([], list(self._settled))

    def __len__(self) -> int:
        return len(self._rows) + sum(part.height for part in self._settled)

    def frame(self) -> pl.DataFrame:
        """The ledger as a table; `detail` is canonical JSON (sorted keys, no spaces)."""
        self.settle()
        if not self._settled:
            return pl.DataFrame(schema=LEDGER_SCHEMA)
        return pl.concat(self._settled, rechunk=True)


def _text(detail: Mapping[str, Any]) -> str:
    """Canonical JSON of a detail; words alone come again and again, and are written once."""
    if all(type(value) is str for value in detail.values()):
        return _text_of_words(tuple(detail.items()))
    return CANONICAL.encode(detail)


@lru_cache(maxsize=1024)
def _text_of_words(items: tuple[tuple[str, str], ...]) -> str:
    return CANONICAL.encode(dict(items))


def _refuse(event: str, known: tuple[str, ...]) -> None:
    if event not in known:
        raise ValueError(f"ledger event '{event}': expected one of {', '.join(known)}")
