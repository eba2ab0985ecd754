"""Tables that people may edit: read with every flaw named, and compared when work goes on."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
from polars.exceptions import PanicException, PolarsError

from scenarios.runs.mistakes import RunError, shown
from scenarios.sentences import listed, sentence
from scenarios.sentences import shown as quoted

LARGEST = 64_000_000
"""Bytes of the largest table that is read."""


def read_table(path: str | Path, noun: str, *, numbers: bool = True) -> pl.DataFrame:
    """Read a table from a .csv or .parquet file.

    Parameters
    ----------
    path : str or Path
    noun : str
        What it is called in sentences, such as `design`.
    numbers : bool
        Whether the columns of a .csv take the types that their cells have; else all are text.

    Raises
    ------
    RunError
        If it cannot be read, or is no table.
    """
    path = Path(path)
    data = _bytes(path, noun)
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(io.BytesIO(data))
        return _typed(_cells(data), numbers=numbers)
    except ValueError as error:
        raise RunError(sentence(f"{shown(path)}: {error}")) from None
    except (PolarsError, PanicException, csv.Error):
        raise RunError(
            f"{shown(path)}: is no table; give one row a line, under a header that names the "
            "columns"
        ) from None


def _bytes(path: Path, noun: str) -> bytes:
    """Return what a file holds, if it is one that may be read."""
    if path.suffix not in (".csv", ".parquet") or "\0" in str(path):
        raise RunError(f"{shown(path)}: is no {noun}; give a .csv or .parquet file")
    try:
        if path.exists() and not path.is_file():
            raise RunError(f"{shown(path)}: is no file; give a .csv or .parquet file")
        if path.stat().st_size > LARGEST:
            most = LARGEST // 1_000_000
            raise RunError(f"{shown(path)}: is larger than {most} MB; give a smaller {noun}")
        return path.read_bytes()
    except FileNotFoundError:
        raise RunError(f"{shown(path)}: no such file") from None
    except OSError as error:
        raise RunError(f"{shown(path)}: cannot be read ({error.strerror})") from None


def _cells(data: bytes) -> list[list[str]]:
    """Return the cells of a .csv, header first: as many in each row, no line blank."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("is not a text in UTF-8") from None
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise ValueError("is no table: it has no header; name the columns in its first line")
    header = rows[0] = [name.strip() for name in rows[0]]
    if len(header) == 1 and ";" in header[0]:
        raise ValueError("its columns are separated by ';'; separate them by ','")
    for place, name in enumerate(header):
        if not name:
            raise ValueError(f"column {place + 1} has no name")
        if name in header[:place]:
            raise ValueError(f"column {quoted(name)}: is there twice")
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != len(header):
            raise ValueError(f"row {number}: has {len(row)} cells under a header of {len(header)}")
    return rows


def _typed(rows: list[list[str]], *, numbers: bool) -> pl.DataFrame:
    """Return the cells as a frame; a column of numbers with a word in it is refused."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    data = buffer.getvalue().encode()
    text = pl.read_csv(io.BytesIO(data), infer_schema=False)
    if not numbers:
        return text
    frame = pl.read_csv(io.BytesIO(data), infer_schema_length=None)
    return frame.with_columns(
        _numbers(text[name]) for name, kind in frame.schema.items() if kind == pl.String
    )


def _numbers(column: pl.Series) -> pl.Series:
    """Return a column as numbers if all its cells are some, as text if none is."""
    cast = column.cast(pl.Float64, strict=False)
    wrong = column.is_not_null() & cast.is_null()
    if wrong.sum() == column.count():
        return column
    if wrong.any():
        row = wrong.arg_true()[0]
        raise ValueError(
            f"row {row + 1}, column {quoted(column.name)}: {quoted(repr(column[row]))} is no number"
        )
    return cast


def changed(old: pl.DataFrame, new: pl.DataFrame, *, length: bool = True) -> str | None:
    """Return the first difference of two tables as half a sentence, None if there is none.

    Parameters
    ----------
    length : bool
        Whether their lengths count; else the rows are compared that both have.
    """
    if old.columns != new.columns or (length and old.height != new.height):
        return (
            f"had {old.height} rows of {listed(old.columns)} and has {new.height} of "
            f"{listed(new.columns)} now"
        )
    rows = min(old.height, new.height)
    for name in new.columns:
        one, other = old[name][:rows], new[name][:rows]
        differs = one.ne_missing(other) if one.dtype == other.dtype else _differ(one, other)
        if differs.any():
            row = differs.arg_true()[0]
            return f"had {quoted(name)} = {one[row]} in row {row + 1} and has {other[row]} now"
    return None


def _differ(one: pl.Series, other: pl.Series) -> pl.Series:
    """Tell where values of two types differ."""
    pairs = zip(one.to_list(), other.to_list(), strict=True)
    return pl.Series([a != b for a, b in pairs], dtype=pl.Boolean)
