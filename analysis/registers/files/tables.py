"""Rows of a delimited text, whatever separates its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.registers.errors import RegisterError

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST_CELL = 10_000
"""Signs of a cell; a longer one means that a quotation mark is never closed."""
MOST_ROWS, MOST_COLUMNS = 100_000, 100
"""Of a table: far more than any list of ties has, far fewer than would fill the memory."""
MOST_RAGGED = 0.2
"""Share of rows with too few or too many cells from which a file is no table."""


@dataclass(frozen=True)
class Cells:
    """A table of text.

    Attributes
    ----------
    header : names of the columns, small, without blanks at their ends
    rows : line in the file (the header is in line 1) and cells by column
    separator : name of what separates the columns
    ragged : lines whose number of cells is not that of the header; they are not in `rows`
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    separator: str
    ragged: tuple[int, ...]


def read_cells(text: str, where: str, wanted: Iterable[str] = ()) -> Cells:
    """Read a delimited text.

    Parameters
    ----------
    text, where : what it is, and how sentences name it
    wanted : columns that it may have, which alone are kept; all are if none is named. The
        separator is the one that shows most of them

    Raises
    ------
    RegisterError
        If it is no table, or holds nothing but a header.
    """
    known = frozenset(wanted)
    kept: list[int] = []
    separator = _separator(text.split("\n", 1)[0], known)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    header: tuple[str, ...] = ()
    rows: list[tuple[int, dict[str, str]]] = []
    ragged: list[int] = []
    line = 0
    try:
        for cells in reader:
            first, line = line + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _header(cells, where)
                kept = [n for n, name in enumerate(header) if not known or name in known]
            elif len(cells) != len(header):
                ragged.append(first)
            else:
                _check_length(cells, first, where)
                rows.append((first, {header[n]: cells[n].strip() for n in kept}))
            _check_rows(len(rows) + len(ragged), where)
    except csv.Error as error:
        raise RegisterError(f"{where}: line {line + 1}: is no CSV ({error})") from None
    if not rows and not ragged:
        raise RegisterError(f"{where}: has a header but no row; expected one row a tie")
    if len(ragged) > MOST_RAGGED * (len(rows) + len(ragged)):
        raise RegisterError(
            f"{where}: {len(ragged):,} of {len(rows) + len(ragged):,} rows have not the "
            f"{len(header)} cells of the header, the first in line {ragged[0]}; put cells that "
            f"hold a {SEPARATORS[separator]} in quotation marks"
        )
    return Cells(header, tuple(rows), SEPARATORS[separator], tuple(ragged))


def _separator(first: str, wanted: frozenset[str]) -> str:
    """What separates the columns: where most known names show, then most names at all."""

    def seen(separator: str) -> tuple[int, int]:
        names = [cell.strip().strip('"').lower() for cell in first.split(separator)]
        return len(wanted & set(names)), len(names)

    return max(SEPARATORS, key=seen)


def _header(cells: list[str], where: str) -> tuple[str, ...]:
    names = tuple(cell.strip().lstrip("?").lower() for cell in cells)
    if len(names) > MOST_COLUMNS:
        raise RegisterError(f"{where}: has {len(names):,} columns; expected {MOST_COLUMNS} at most")
    twice = [name for name in names if name and names.count(name) > 1]
    if twice:
        raise RegisterError(f"{where}: has the column '{_short(twice[0])}' twice; keep one")
    return names


def _check_rows(count: int, where: str) -> None:
    if count > MOST_ROWS:
        raise RegisterError(
            f"{where}: has more than {MOST_ROWS:,} rows; expected one row a tie, and a country has "
            "some thousands"
        )


def _check_length(cells: list[str], line: int, where: str) -> None:
    for cell in cells:
        if len(cell) > LONGEST_CELL:
            raise RegisterError(
                f"{where}: a cell in line {line} has {len(cell):,} signs; is a quotation mark "
                "there never closed?"
            )


def _short(name: str) -> str:
    return "".join(sign for sign in name[:60] if sign.isprintable())
