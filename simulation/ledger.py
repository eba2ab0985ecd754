"""The ledger: every change of every tie, in order. All tables derive from it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation.wording import CANONICAL, Column, Wording, joined, quoted

Integers = NDArray[np.int64]

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

NONE = -1
"""In place of a tie, of `a` or of `b` where there is none."""


class _Rows(NamedTuple):
    """Rows that were written one by one; `details` are canonical JSON."""

    years: array[int]
    events: list[str]
    ties: array[int]
    a: array[int]
    b: array[int]
    details: list[str]

    @property
    def told(self) -> Mapping[str, Column]:
        return {"": self.details}

    @property
    def wording(self) -> None:
        """None: they are in words."""


class _Many(NamedTuple):
    """Rows of one year that were written at once, their details in columns."""

    years: Integers
    events: Sequence[str]
    ties: Integers
    a: Integers
    b: Integers
    wording: Wording
    told: Mapping[str, Column]


@dataclass
class Ledger:
    """An append-only list of changes.

    Rows are never changed once they are there, so ledgers that go on apart share what they have
    in common. They are kept column by column: a history has hundreds of thousands.
    """

    _open: list[_Rows | _Many] = field(default_factory=list)
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
        ties: Integers,
        ends: tuple[Integers, Integers],
        wording: Wording,
        told: Mapping[str, Column],
    ) -> None:
        """Write down many changes of ties in a year at once; nothing is checked.

        Parameters
        ----------
        year : int
        event : one for all, or one for each
        ties : (n,) numbers
        ends : (n,) ids of the first, and (n,) of the second places
        wording, told : the details, put into words when the ledger is read; (n,) each
        """
        count = len(ties)
        events = [event] * count if isinstance(event, str) else event
        self._open.append(_Many(np.full(count, year), events, ties, *ends, wording, told))

    def _write(
        self, year: int, event: str, tie: int | None, a: int | None, b: int | None, detail: str
    ) -> None:
        last = self._open[-1] if self._open else None
        if not isinstance(last, _Rows):
            last = _Rows(array("q"), [], array("q"), array("q"), array("q"), [])
            self._open.append(last)
        last.years.append(year)
        last.events.append(event)
        last.ties.append(NONE if tie is None else tie)
        last.a.append(NONE if a is None else a)
        last.b.append(NONE if b is None else b)
        last.details.append(detail)

    def append_place(self, year: int, event: str, place: int, **detail: Any) -> None:
        """Write down what happened to the place with id `place`, apart from any tie.

        Raises
        ------
        ValueError
            If the event is not one of `OF_PLACES`.
        """
        _refuse(event, OF_PLACES)
        self._write(year, event, None, place, None, _text(detail))

    def extend_places(
        self,
        year: int,
        event: str,
        places: Integers,
        wording: Wording,
        told: Mapping[str, Column],
    ) -> None:
        """Write down what happened to many places, by their ids; as `extend`."""
        nothing = np.full(len(places), NONE)
        self.extend(year, event, nothing, (places, nothing), wording, told)

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
        if self._open:
            columns = {
                "year": joined([np.asarray(part.years) for part in self._open]),
                "event": joined([part.events for part in self._open]),
                "tie": joined([np.asarray(part.ties) for part in self._open]),
                "a": joined([np.asarray(part.a) for part in self._open]),
                "b": joined([np.asarray(part.b) for part in self._open]),
                "detail": _details(self._open),
            }
            numbers = pl.col("tie", "a", "b")
            known = pl.when(numbers != NONE).then(numbers.clip(0))
            self._settled.append(pl.DataFrame(columns, schema=LEDGER_SCHEMA).with_columns(known))
            self._open = []

    def __deepcopy__(self, memo: dict[int, Any]) -> Ledger:
        """A ledger that goes on by itself from here."""
        self.settle()
        return Ledger(_settled=list(self._settled))

    def __len__(self) -> int:
        settled = sum(part.height for part in self._settled)
        return settled + sum(len(part.ties) for part in self._open)

    def frame(self) -> pl.DataFrame:
        """The ledger as a table; `detail` is canonical JSON (sorted keys, no spaces)."""
        self.settle()
        if not self._settled:
            return pl.DataFrame(schema=LEDGER_SCHEMA)
        self._settled = [pl.concat(self._settled, rechunk=True)]
        return self._settled[0]


def _details(parts: Sequence[_Rows | _Many]) -> pl.Series:
    """Details of all rows, in their order; those of one wording are put into words together."""
    ends = np.cumsum([0, *(len(part.ties) for part in parts)])
    of_wording: dict[Wording | None, list[int]] = {}
    for place, part in enumerate(parts):
        of_wording.setdefault(part.wording, []).append(place)
    texts, rows = [], []
    for wording, places in of_wording.items():
        told = [parts[place].told for place in places]
        columns = {name: joined([part[name] for part in told]) for name in told[0]}
        texts.append(pl.Series(columns[""]) if wording is None else wording.texts(columns))
        rows += [np.arange(ends[place], ends[place + 1]) for place in places]
    order = np.empty(ends[-1], dtype=np.int64)
    order[np.concatenate(rows)] = np.arange(ends[-1])
    return pl.concat(texts).gather(order)


def _text(detail: Mapping[str, Any]) -> str:
    """Canonical JSON of a detail; its words come again and again, and are written once."""
    told = [f"{quoted(name)}:{_value(detail[name])}" for name in sorted(detail)]
    return f"{{{','.join(told)}}}"


def _value(value: Any) -> str:
    if type(value) is str:
        return quoted(value)
    return str(value) if type(value) is int else CANONICAL.encode(value)


def _refuse(event: str, known: tuple[str, ...]) -> None:
    if event not in known:
        raise ValueError(f"ledger event '{event}': expected one of {', '.join(known)}")
