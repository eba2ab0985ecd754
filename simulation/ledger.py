"""The ledger: every change of every tie, in order. All tables derive from it."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

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


Columns = tuple[array[int], list[str], array[int], array[int], array[int], list[str]]
"""year, event, tie, a, b, detail as canonical JSON; `NONE` where there is no tie, a or b."""

NONE = -1


def _no_rows() -> Columns:
    return array("q"), [], array("q"), array("q"), array("q"), []


@dataclass
class Ledger:
    """An append-only list of changes.

    Rows are never changed once they are there, so ledgers that go on apart share what they have
    in common. They are kept column by column: a history has hundreds of thousands.
    """

    _open: Columns = field(default_factory=_no_rows)
    _settled: list[pl.DataFrame] = field(default_factory=list)

    def append(self, year: int, event: str, tie: int, ends: tuple[int, int], **detail: Any) -> None:
        """Write down one change of the tie between the places with ids `ends` (ascending).

        Raises
        ------
        ValueError
            If the event is not one of `OF_TIES`.
        """
        _refuse(event, OF_TIES)
        self._write(year, event, tie, *ends, _text(detail))

    def append_text(
        self, year: int, event: str, tie: int, ends: tuple[int, int], detail: str
    ) -> None:
        """`append` with the detail as canonical JSON already; nothing is checked."""
        self._write(year, event, tie, *ends, detail)

    def extend(
        self,
        year: int,
        event: str | Sequence[str],
        ties: Sequence[int],
        ends: tuple[Sequence[int], Sequence[int]],
        details: Sequence[str],
    ) -> None:
        """Write down many changes of ties in a year at once: one event, or one for each.

        Details are canonical JSON already; nothing is checked. A year has thousands of them, and
        a dictionary for each would cost more than the rest of the life of ties.
        """
        years, events, numbers, a, b, texts = self._open
        years.extend(repeat(year, len(ties)))
        events.extend(repeat(event, len(ties)) if isinstance(event, str) else event)
        numbers.extend(ties)
        a.extend(ends[0])
        b.extend(ends[1])
        texts.extend(details)

    def _write(
        self, year: int, event: str, tie: int | None, a: int | None, b: int | None, detail: str
    ) -> None:
        years, events, ties, ones, others, details = self._open
        years.append(year)
        events.append(event)
        ties.append(NONE if tie is None else tie)
        ones.append(NONE if a is None else a)
        others.append(NONE if b is None else b)
        details.append(detail)

    def append_place(self, year: int, event: str, place: int, **detail: Any) -> None:
        """Write down what happened to the place with id `place`, apart from any tie.

        Raises
        ------
        ValueError
            If the event is not one of `OF_PLACES`.
        """
        _refuse(event, OF_PLACES)
        self._write(year, event, None, place, None, _text(detail))

    def append_nobody(self, year: int, event: str, **detail: Any) -> None:
        """Write down what concerns no tie and no place.

        Raises
        ------
        ValueError
            If the event is not one of `OF_NOBODY`.
        """
        _refuse(event, OF_NOBODY)
        self._write(year, event, None, None, None, _text(detail))

    def settle(self) -> None:
        """Lay what has been written so far down as a table, which copies then share."""
        if self._open[0]:
            values = (_column(column) for column in self._open)
            columns = dict(zip(LEDGER_SCHEMA, values, strict=True))
            numbers = pl.col("tie", "a", "b")
            known = pl.when(numbers != NONE).then(numbers.clip(0))
            self._settled.append(pl.DataFrame(columns, schema=LEDGER_SCHEMA).with_columns(known))
            self._open = _no_rows()

    def __deepcopy__(self, memo: dict[int, Any]) -> Ledger:
        """A ledger that goes on by itself from here."""
        self.settle()
        return Ledger(_settled=list(self._settled))

    def __len__(self) -> int:
        return len(self._open[0]) + sum(part.height for part in self._settled)

    def frame(self) -> pl.DataFrame:
        """The ledger as a table; `detail` is canonical JSON (sorted keys, no spaces)."""
        self.settle()
        if not self._settled:
            return pl.DataFrame(schema=LEDGER_SCHEMA)
        self._settled = [pl.concat(self._settled, rechunk=True)]
        return self._settled[0]


def _column(values: array[int] | list[str]) -> NDArray[np.int64] | list[str]:
    """A column as Polars takes it fastest."""
    return np.array(values) if isinstance(values, array) else values


def _text(detail: Mapping[str, Any]) -> str:
    """Canonical JSON of a detail; its words come again and again, and are written once."""
    told = [f"{quoted(name)}:{_value(detail[name])}" for name in sorted(detail)]
    return f"{{{','.join(told)}}}"


def _value(value: Any) -> str:
    if type(value) is str:
        return quoted(value)
    return str(value) if type(value) is int else CANONICAL.encode(value)


@lru_cache(maxsize=4096)
def quoted(word: str) -> str:
    """A word as JSON."""
    return CANONICAL.encode(word)


def _refuse(event: str, known: tuple[str, ...]) -> None:
    if event not in known:
        raise ValueError(f"ledger event '{event}': expected one of {', '.join(known)}")
