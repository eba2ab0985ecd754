"""Reading the tables of history: columns, rows with their sources, years, areas by prefixes."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from simulation.past.sources import Source, check_keys, load_sources
from simulation.past.words import FOLDER, PastError


def read_table(path: Path, columns: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """Read a CSV file of this folder with exactly the declared columns.

    Empty cells are null and nothing else is: ``NA`` would be Namibia.

    Parameters
    ----------
    path
        The file.
    columns
        Names and types, in order.

    Returns
    -------
    polars.DataFrame
        The rows in the order of the file.

    Raises
    ------
    PastError
        If the file is missing, its columns differ, or a cell has the wrong type.
    """
    try:
        text = pl.read_csv(path, infer_schema=False, null_values=[""])
    except FileNotFoundError:
        raise PastError(f"{path.name}: no such file in {path.parent.name}/.") from None
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise PastError(f"{path.name}: not readable as CSV: {reason}.") from None
    if text.columns != list(columns):
        raise PastError(
            f"{path.name}: the columns are {', '.join(text.columns)}, "
            f"but must be {', '.join(columns)}."
        )
    for name, dtype in columns.items():
        wrong = text.filter(
            pl.col(name).is_not_null() & pl.col(name).cast(dtype, strict=False).is_null()
        )
        if wrong.height:
            raise PastError(
                f"{path.name}: {name} is {wrong[name][0]!r} in one row, but must be a number."
            )
    return text.select(pl.col(name).cast(dtype) for name, dtype in columns.items())


def read_rows(
    path: Path, columns: dict[str, type[pl.DataType]], sources: Mapping[str, Source]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read the rows of a CSV file of this folder, each with the line that it stands in.

    Parameters
    ----------
    path
        The file; its column ``source`` names sources, joined by ``+``.
    columns
        Names and types, in order.
    sources
        Those that a row may name.

    Yields
    ------
    tuple of str and dict
        ``line 2`` and the values by column, for a message and for the row.

    Raises
    ------
    PastError
        If the file cannot be read (`read_table`), or a row does not carry its source.
    """
    for line, row in enumerate(read_table(path, columns).iter_rows(named=True), start=2):
        where = f"line {line}"
        check_keys(row["source"], sources, path.name, where)
        yield where, row


@cache
def system_sources() -> dict[str, Source]:
    """Return the sources of sources.toml and sources_systems.toml, by key.

    Raises
    ------
    PastError
        If a file is wrong, or a key stands in both.
    """
    first, second = load_sources(), load_sources(FOLDER / "sources_systems.toml")
    for key in second:
        if key in first:
            raise PastError(f"sources_systems.toml: {key} stands in sources.toml already.")
    return first | second


def in_area(area: str, prefix: str) -> bool:
    """Whether an area of the frame lies under a prefix.

    Parameters
    ----------
    area
        Column ``area`` of the frame: ``PL.72.0264`` abroad, the five digits of an AGS in Germany.
    prefix
        ``PL``, ``PL.72``, ``PL.72.0264``; or the beginning of an AGS, such as ``12`` for
        Brandenburg.

    Returns
    -------
    bool
        Abroad only whole codes count: ``PL.7`` covers nothing of ``PL.72``.

    Examples
    --------
    >>> in_area("PL.72.0264", "PL.72"), in_area("PL.72.0264", "PL.7"), in_area("12054", "12")
    (True, False, True)
    """
    if prefix[:1].isdigit():
        return area.startswith(prefix)
    return f"{area}.".startswith(f"{prefix}.")


def year_of(value: int | None, file: str, field: str) -> int:
    """Return a year that must not be missing.

    Raises
    ------
    PastError
        If the cell is empty.
    """
    if value is None:
        raise PastError(f"{file}: {field} is empty, but must be a year.")
    return value


def check_after(end: int | None, start: int, file: str, field: str) -> None:
    """Check that a span ends after it starts; None is an open end.

    Raises
    ------
    PastError
        If it does not.
    """
    if end is not None and end <= start:
        raise PastError(f"{file}: {field} is {end}, but must be a year after {start}.")
