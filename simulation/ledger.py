"""The ledger: every change of every tie, in order. All tables derive from it."""

from __future__ import annotations

import json
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

FOUNDED, DEEPENED, RENEWED, SUSPENDED, ENDED = (
    "founded",
    "deepened",
    "renewed",
    "suspended",
    "ended",
)
EVENTS: tuple[str, ...] = (FOUNDED, DEEPENED, RENEWED, SUSPENDED, ENDED)

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
"""One encoder for all rows: `json.dumps` would build one for each."""


@dataclass
class Ledger:
    """An append-only list of changes."""

    _rows: list[tuple[int, str, int, int, int, dict[str, Any]]] = field(default_factory=list)

    def append(self, year: int, event: str, tie: int, ends: tuple[int, int], **detail: Any) -> None:
        """Write down one change of the tie between the places with ids `ends` (ascending).

        Raises
        ------
        ValueError
            If the event is not one of `EVENTS`.
        """
        if event not in EVENTS:
            raise ValueError(f"ledger event '{event}': expected one of {', '.join(EVENTS)}")
        self._rows.append((year, event, tie, *ends, detail))

    def __len__(self) -> int:
        return len(self._rows)

    def frame(self) -> pl.DataFrame:
        """The ledger as a table; `detail` is canonical JSON (sorted keys, no spaces)."""
        text = [CANONICAL.encode(row[5]) for row in self._rows]
        columns: dict[str, list[Any]] = {
            name: [row[place] for row in self._rows]
            for place, name in enumerate(("year", "event", "tie", "a", "b"))
        }
        return pl.DataFrame({**columns, "detail": text}, schema=LEDGER_SCHEMA)
