"""A table before it is drawn: heads, rows and notes as words, for terminal, page and paper."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.models import Coefficient, Table
from reports.analysis.words import chance, decimals, facts, interval, number


@dataclass(frozen=True)
class Grid:
    """A table in words.

    Attributes
    ----------
    name : letters, digits, underscores; one of a kind, for ids and files
    title : what it shows
    heads : of the columns after the first, which holds labels
    rows : label and cells; as many cells as heads
    facts : what the table says of itself, in order: n, period, source, estimator, errors, ...
    remarks : of single rows, each behind its sign
    notes : full sentences
    numeric : for each head, whether its cells are numbers (set to the right)
    spare : places of columns that a narrow terminal leaves out
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    facts: dict[str, str]
    remarks: tuple[str, ...]
    notes: tuple[str, ...]
    numeric: tuple[bool, ...]
    spare: tuple[int, ...] = ()


def mark(number: int) -> str:
    """Sign of a remark: (a) ... (z), (aa) ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return f"({letters})"


class Remarks:
    """Remarks of single rows, each with a sign; the same remark has the same sign."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}

    def signed(self, label: str, remark: str) -> str:
        """Label with the sign of its remark, if there is one."""
        if not remark:
            return label
        sign = self._signs.setdefault(remark, mark(len(self._signs)))
        return f"{label} {sign}"

    def told(self) -> tuple[str, ...]:
        """All remarks, each behind its sign."""
        return tuple(f"{sign} {remark}" for remark, sign in self._signs.items())


def name_of(model: str, table: str) -> str:
    """Name of a table among all: safe for ids and files."""
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in table)
    return f"{model}_{safe}"


def grid(model: str, table: Table) -> Grid:
    """A fitted table in words; columns that no row fills are left out."""
    many = table.runs > 1
    remarks = Remarks()
    columns: dict[str, list[float | None]] = {
        "mean" if many else "estimate": [row.estimate for row in table.rows],
        "s.e.": [row.se for row in table.rows],
        "runs’ s.d.": [row.between for row in table.rows],
        "90 % of runs" if many else "90 % interval": [row.low for row in table.rows],
        "p": [row.p for row in table.rows],
    }
    shown = [head for head, values in columns.items() if any(_known(value) for value in values)]
    rows = tuple(
        (remarks.signed(row.label, row.note), tuple(_cells(row)[_KEYS[head]] for head in shown))
        for row in table.rows
    )
    return Grid(
        name=name_of(model, table.name),
        title=table.title,
        heads=tuple(shown),
        rows=rows,
        facts=facts(table),
        remarks=remarks.told(),
        notes=table.notes,
        numeric=tuple(True for _ in shown),
    )


_KEYS = {
    "mean": "estimate",
    "estimate": "estimate",
    "s.e.": "se",
    "runs’ s.d.": "between",
    "90 % of runs": "interval",
    "90 % interval": "interval",
    "p": "p",
}


def _known(value: float | None) -> bool:
    return value is not None and not math.isnan(value)


def _cells(row: Coefficient) -> dict[str, str]:
    digits = decimals(row)
    return {
        "estimate": number(row.estimate, digits),
        "se": number(row.se, digits),
        "between": number(row.between, digits),
        "interval": interval(row.low, row.high, digits),
        "p": chance(row.p),
    }
