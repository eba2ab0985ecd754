"""The ledger: every change of every tie, in order. All tables derive from it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
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


@dataclass
class Ledger:
    """An append-only list of changes."""

    _rows: list[tuple[int, str, int | None, int | None, int | None, dict[str, Any] | str]] = field(
        default_factory=list
    )

    def append(self, year: int, event: str, tie: int, ends: tuple[int, int], **detail: Any) -> None:
        """Write down one change of the tie between the places with ids `ends` (ascending).

        Raises
        ------
        ValueError
            If the event is not one of `OF_TIES`.
        """
        if event not in OF_TIES:
            raise ValueError(f"ledger event '{event}': expected one of {', '.join(OF_TIES)}")
        self._rows.append((year, event, tie, *ends, detail))

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
        if event not in OF_PLACES:
            raise ValueError(f"ledger event '{event}': expected one of {', '.join(OF_PLACES)}")
        self._rows.append((year, event, None, place, None, detail))

    def append_nobody(self, year: int, event: str, **detail: Any) -> None:
        """Write down what concerns no tie and no place.

        Raises
        ------
        ValueError
            If the event is not one of `OF_NOBODY`.
        """
        if event not in OF_NOBODY:
            raise ValueError(f"ledger event '{event}': expected one of {', '.join(OF_NOBODY)}")
        self._rows.append((year, event, None, None, None, detail))

    def __deepcopy__(self, memo: dict[int, Any]) -> Ledger:
        """A ledger that goes on by itself: rows are never changed, so both may share them."""
        return Ledger(list(self._rows))

    def __len__(self) -> int:
        return len(self._rows)

    def frame(self) -> pl.DataFrame:
        """The ledger as a table; `detail` is canonical JSON (sorted keys, no spaces)."""
        details = (row[5] for row in self._rows)
        text = [one if isinstance(one, str) else CANONICAL.encode(one) for one in details]
        columns: dict[str, list[Any]] = {
            name: [row[place] for row in self._rows]
            for place, name in enumerate(("year", "event", "tie", "a", "b"))
        }
        return pl.DataFrame({**columns, "detail": text}, schema=LEDGER_SCHEMA)
