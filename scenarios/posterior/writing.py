"""Writing draws of the posterior: only those that every run can take."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import polars as pl

from scenarios.files import load
from scenarios.posterior.card import HISTORY, Card, history_sha256
from scenarios.posterior.reading import CARD, DRAW, TABLE, table_of
from scenarios.runs.designs.values import found_at, scenario_of
from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import RunError, shown
from scenarios.schema import Scenario

DIGITS = 7
"""Significant digits that are kept: what is drawn is known to two or three."""
TITLE = "Draws of the posterior of the default history, equally weighted"
LICENCE = "The project's own results; MIT."
FRAMES = ("start", "until", "name", "title", "shifts", "policy")
"""Fields of a scenario that are no parameters of the history."""


def write_draws(
    table: pl.DataFrame,
    folder: Path,
    *,
    fit: Literal["split", "full"],
    runs: str,
    producer: str,
    source: str,
    date: str,
    done: str,
    history: Path = HISTORY,
) -> Card:
    """Write `draws.csv` and its card into a folder, each whole or not at all.

    Parameters
    ----------
    table : polars.DataFrame
        One row a draw, one column a dotted path with absolute values; a column `draw` that counts
        from 0 may be there.
    folder : Path
        Where they go; what is there under these names is replaced.
    fit, runs, producer, source, date, done : what the card says, see `Card`
    history : Path
        The file of the central history that they were drawn around; that which ships, by default.

    Returns
    -------
    Card
        What was written of the table.

    Raises
    ------
    RunError
        If a path is no number of the history, a value is missing or not possible, or the files
        cannot be written.
    """
    central = load(history)
    values = _numbered(table)
    _check_paths(values, central)
    data = values.with_columns(_rounded(values)).write_csv(line_terminator="\n").encode()
    _check_rows(table_of(data), central)
    card = Card(
        title=TITLE,
        producer=producer,
        source=source,
        date=date,
        licence=LICENCE,
        done=done,
        fit=fit,
        runs=runs,
        rows=values.height,
        sha256=hashlib.sha256(data).hexdigest(),
        history_sha256=history_sha256(history),
    )
    write_whole(folder / TABLE, data)
    write_whole(folder / CARD, f"{card.model_dump_json(indent=2)}\n".encode())
    return card


def _numbered(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with the numbers of its draws in front."""
    if table.is_empty() or set(table.columns) <= {DRAW}:
        raise RunError("draws: there is none; give one row a draw and one column a parameter")
    numbers = pl.Series(DRAW, range(table.height), dtype=pl.Int64)
    if DRAW in table.columns and table[DRAW].to_list() != numbers.to_list():
        raise RunError(f"draws, column {DRAW}: expected 0, 1, 2 and so on")
    return table.select(numbers, pl.exclude(DRAW))


def _rounded(values: pl.DataFrame) -> list[pl.Expr]:
    floats = [name for name, kind in values.schema.items() if kind.is_float()]
    return [pl.col(name).round_sig_figs(DIGITS) for name in floats]


def _check_paths(values: pl.DataFrame, history: Scenario) -> None:
    """Refuse a column that is no number of the history, or has a cell that is none."""
    content = history.model_dump()
    for path in values.columns[1:]:
        where = f"draws, column {shown(path)}"
        there = found_at(content, path)
        if path.split(".")[0] in FRAMES or type(there) not in (int, float):
            raise RunError(f"{where}: is no number of the history; give a path such as choice.held")
        if not values[path].dtype.is_numeric():
            raise RunError(f"{where}: expected a number in every row")
        wrong = ~values[path].cast(pl.Float64).is_finite().fill_null(value=False)
        if wrong.any():
            raise RunError(f"{where}, row {wrong.arg_true()[0] + 1}: expected a finite number")


def _check_rows(values: pl.DataFrame, history: Scenario) -> None:
    """Refuse a draw that the history cannot take."""
    for number, row in enumerate(values.drop(DRAW).iter_rows(named=True)):
        scenario_of(history, row, f"draws, draw {number}")
