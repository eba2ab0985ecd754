"""Stata: .dta files (format 118, Stata 14 and later) with labels for variables and values.

What differs from the tables: categories are numbers with value labels, yes and no are 1 and 0,
and Stata has no missing text, so that it becomes an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from analysis.exports.codebook import Column, described
from analysis.exports.csv_files import Described
from analysis.exports.source import Source
from analysis.exports.stamp import fix_stamp
from scenarios.runs import RunError
from scenarios.runs.mistakes import shown

VERSION = 14
LONGEST_NAME, LONGEST_LABEL = 32, 80
LONG = (-2_147_483_647, 2_147_483_620)
"""Whole numbers that Stata's type `long` holds; those above stand for missing values."""
EXACT = 2**53
"""Whole numbers up to this size are exact in Stata's type `double`."""
LARGEST = 8.988e307
"""Stata's largest double; above lie its missing values."""
RESERVED = frozenset(
    (
        *("_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip"),
        *("byte", "double", "float", "if", "in", "int", "long", "strL", "using", "with"),
    )
)


@dataclass(frozen=True)
class Stata:
    """A table as Stata takes it: numbers and text, with labels."""

    frame: pl.DataFrame
    columns: tuple[Column, ...]
    value_labels: dict[str, dict[int | float, str]]
    formats: dict[str, str]


def write_stata(source: Source, folder: Path) -> Described:
    """Write each table as a file of its name.

    Raises
    ------
    RunError
        If a table cannot be read, holds what Stata cannot, or a file cannot be written.
    """
    told = []
    for name, frame in source.tables():
        table = stata_table(name, frame)
        _write(table, f"jumelage: {name}"[:LONGEST_LABEL], folder / f"{name}.dta")
        told.append((name, table.columns))
    return told


def stata_table(name: str, frame: pl.DataFrame) -> Stata:
    """Make a frame what Stata can hold.

    Raises
    ------
    RunError
        If a value has no counterpart in Stata; the sentence names table, column and value.
    """
    columns: list[Column] = []
    series: list[pl.Series] = []
    labels: dict[str, dict[int | float, str]] = {}
    formats: dict[str, str] = {}
    for column, own in zip(described(name, frame), stata_names(frame.columns), strict=True):
        values = frame[column.name]
        where = f"{name}.{column.name}"
        if column.type == "category" and values.dtype == pl.String:
            known = _categories(column, values)
            values = values.replace_strict(known, range(1, len(known) + 1), return_dtype=pl.Int32)
            column = replace(column, values=tuple(known))
            labels[own] = dict(enumerate(known, start=1))
        elif values.dtype == pl.Boolean:
            labels[own] = {0: "no", 1: "yes"}
            values = values.cast(pl.Int32)
        elif values.dtype.is_numeric():
            values = _number(values, where)
            if values.dtype == pl.Float64 and column.type == "integer":
                formats[own] = "%18.0f"
        else:
            values = _text(values, where)
        series.append(values.alias(own))
        columns.append(_renamed(column, own))
    return Stata(pl.DataFrame(series), tuple(columns), labels, formats)


def stata_names(names: Iterable[str]) -> list[str]:
    """Names that Stata allows: letters, digits and _, at most 32, none reserved, none twice."""
    made: list[str] = []
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", name) or "_"
        plain = plain if re.match(r"[A-Za-z_]", plain) else f"_{plain}"
        if plain in RESERVED or re.fullmatch(r"str\d+", plain):
            plain = f"{plain}_"
        own, count = plain[:LONGEST_NAME], 1
        while own in made:
            count += 1
            own = f"{plain[: LONGEST_NAME - len(str(count)) - 1]}_{count}"
        made.append(own)
    return made


def _renamed(column: Column, own: str) -> Column:
    """A column under its name in Stata; a label says what it was called, if that differs."""
    meaning = column.meaning if own == column.name else f"{column.name}: {column.meaning}"
    return replace(column, name=own, meaning=meaning)


def _categories(column: Column, values: pl.Series) -> list[str]:
    """Those that the codebook knows, in its order, then what else the data hold, sorted."""
    found = set(values.drop_nulls().unique().to_list())
    return [*column.values, *sorted(found - set(column.values))]


def _number(values: pl.Series, where: str) -> pl.Series:
    """A `long` where all values fit one, else a `double`."""
    known = values.drop_nulls()
    if not values.dtype.is_integer():
        known = (values := values.cast(pl.Float64).fill_nan(None)).drop_nulls()
        odd = known.filter(known.abs() > LARGEST)
        _refuse(odd, where, "is more than Stata can hold")
        return values
    if known.is_between(*LONG).all():
        return values.cast(pl.Int32)
    odd = known.filter((known > EXACT) | (known < -EXACT))
    _refuse(odd, where, "cannot be held exactly by Stata")
    return values.cast(pl.Float64)


def _text(values: pl.Series, where: str) -> pl.Series:
    try:
        values = values.cast(pl.String).fill_null("")
    except pl.exceptions.PolarsError:
        raise RunError(
            f"{where}: holds {values.dtype}, which Stata cannot; read the Parquet file"
        ) from None
    _refuse(values.filter(values.str.contains("\0", literal=True)), where, "holds a NUL character")
    return values


def _refuse(odd: pl.Series, where: str, why: str) -> None:
    if not odd.is_empty():
        raise RunError(f"{where}: '{shown(str(odd[0]))[:80]}' {why}; export csv instead")


def _write(table: Stata, title: str, path: Path) -> None:
    import pyreadstat

    try:
        pyreadstat.write_dta(
            table.frame,
            path,
            file_label=title,
            column_labels=[column.label[:LONGEST_LABEL] for column in table.columns],
            version=VERSION,
            variable_value_labels=table.value_labels,
            variable_format=table.formats,
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise RunError(
            f"{shown(path)}: cannot be written ({shown(str(error))}); see whether the disk has "
            "room, or export csv"
        ) from None
    fix_stamp(path)
