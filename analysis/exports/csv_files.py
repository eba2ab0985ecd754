"""CSV: UTF-8, quoted as RFC 4180 asks, lines that end in LF.

A missing value is an empty cell, an empty text `""`; a number has as many digits as it needs to be
read back the same.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from analysis.exports.codebook import Column, described
from analysis.exports.source import Source
from scenarios.runs import RunError
from scenarios.runs.kept.folder import write_whole

Described = list[tuple[str, tuple[Column, ...]]]
"""What was written: names of tables and their columns."""


def write_csv(source: Source, folder: Path) -> Described:
    """Write each table as a file of its name.

    Raises
    ------
    RunError
        If a table cannot be read, holds what CSV cannot, or a file cannot be written.
    """
    told = []
    for name, frame in source.tables():
        write_whole(folder / f"{name}.csv", csv_bytes(name, frame))
        told.append((name, described(name, frame)))
    return told


def csv_bytes(name: str, frame: pl.DataFrame) -> bytes:
    """A frame as CSV.

    Raises
    ------
    RunError
        If a column holds lists or other nested values.
    """
    try:
        return frame.write_csv(line_terminator="\n").encode()
    except PolarsError:
        nested = [column for column, kind in frame.schema.items() if kind.is_nested()]
        raise RunError(
            f"{name}: {', '.join(nested)}: holds nested values, which no cell of a CSV can; read "
            "the Parquet file"
        ) from None
