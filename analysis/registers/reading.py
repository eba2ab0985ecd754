"""Reading a register for analysis: a Parquet file of recorded ties, made here or anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from analysis.observation.register import RECORDED_SCHEMA
from analysis.registers.errors import RegisterError
from scenarios.runs.mistakes import UNREADABLE, shown
from simulation.ties import FORMS

IMPORTED = "source_row"
"""Column that only imported registers have."""
PLACED = pl.col("a").is_not_null() & pl.col("b").is_not_null()


@dataclass(frozen=True)
class Register:
    """Ties that an analysis can use.

    Attributes
    ----------
    ties : columns of `RECORDED_SCHEMA`; both places and the form of each are known
    notes : what was left out; full sentences
    """

    ties: pl.DataFrame
    notes: tuple[str, ...] = ()


def read_register(path: Path, called: str = "") -> Register:
    """Read a register.

    Parameters
    ----------
    path : Path
    called : how sentences name the file, if not by its path

    Raises
    ------
    RegisterError
        If the file cannot be read, lacks a column, or a column holds what it cannot.
    """
    where = called or shown(path)
    whole = read_rows(path, where)
    ties = whole.filter(PLACED)
    notes = [_left_out(whole.height - ties.height, whole.height, "an end is not placed")]
    if IMPORTED in whole.columns:  # an import has said which rows have no form
        known = ties.filter(pl.col("form").is_not_null())
        notes.append(_left_out(ties.height - known.height, whole.height, "their form is not known"))
        ties = known
    if ties.is_empty() and not whole.is_empty():
        raise RegisterError(f"{where}: no tie has both ends placed; see the report of its import")
    return Register(ties.select(list(RECORDED_SCHEMA)), tuple(filter(None, notes)))


def read_rows(path: Path, where: str) -> pl.DataFrame:
    """Read all rows of a register, those without a place or a form too.

    Parameters
    ----------
    path : Path
    where : how sentences name it

    Raises
    ------
    RegisterError
        If the file cannot be read, lacks a column, or a column holds what it cannot.
    """
    whole = _typed(_opened(path, where), where)
    known = pl.col("form").is_in(FORMS)
    if IMPORTED in whole.columns:  # an import has said which rows have no form
        known |= pl.col("form").is_null()
    odd = whole.filter(PLACED, ~known.fill_null(value=False))["form"]
    if len(odd):
        raise RegisterError(
            f"{where}: form: '{shown(odd[0])}', but expected one of {', '.join(FORMS)}"
        )
    return whole


def _left_out(count: int, whole: int, why: str) -> str:
    return f"{count:,} of {whole:,} rows of the register are left out, for {why}." if count else ""


def _typed(table: pl.DataFrame, where: str) -> pl.DataFrame:
    """The same with the types of a register."""
    for column, kind in RECORDED_SCHEMA.items():
        if column not in table.columns:
            needed = ", ".join(RECORDED_SCHEMA)
            raise RegisterError(f"{where}: lacks the column '{column}'; needed are {needed}")
        try:
            table = table.with_columns(pl.col(column).cast(kind))
        except PolarsError:
            raise RegisterError(f"{where}: {column}: expected {kind}") from None
        if table[column].dtype != kind:  # polars casts what a struct or a list holds
            raise RegisterError(f"{where}: {column}: expected {kind}")
    return table


def _opened(path: Path, where: str) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except FileNotFoundError:
        raise RegisterError(
            f"{where}: no such file; give a Parquet file of recorded ties"
        ) from None
    except UNREADABLE:
        raise RegisterError(
            f"{where}: is no Parquet file that can be read; make it again"
        ) from None
