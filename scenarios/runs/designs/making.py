"""Making a design from a list of parameters and their ranges.

A list is a plain table with the columns ``parameter`` (a dotted path), ``low`` and ``high``, and
``scale`` (linear or log) where one is wanted. The design holds every value to six significant
digits, so that it is the same after it has been a .csv.
"""

from __future__ import annotations

import math
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from scenarios.runs.designs.values import scenario_of, value_at
from scenarios.runs.kept.beside import read_table
from scenarios.runs.mistakes import RunError
from scenarios.runs.plan import Chosen, check_seed
from scenarios.sentences import sentence, shown, value_shown
from simulation.luck import Luck
from simulation.luck.keyed import Purpose

Floats = NDArray[np.float64]

COLUMNS = ("parameter", "low", "high", "scale")
SCALES = ("linear", "log")
DIGITS = 6
MOST = 1_000_000
"""Most runs of a design."""


def read_parameters(path: str | Path) -> pl.DataFrame:
    """Read a list of parameters and their ranges.

    Returns
    -------
    polars.DataFrame
        parameter, low, high, scale; one row a parameter, in the order of the file.

    Raises
    ------
    RunError
        If it cannot be read, a column is missing or unknown, or a range is not possible.
    """
    text = read_table(path, "list of parameters", numbers=False)
    try:
        return check_parameters(text)
    except RunError as error:
        raise RunError(sentence(f"{shown(path)}: {error}")) from None


def check_parameters(table: pl.DataFrame) -> pl.DataFrame:
    """Return a list of parameters with its types and its scale, if every row is possible.

    Raises
    ------
    RunError
        Names the row (from 1), the column, and what would be right.
    """
    for name in COLUMNS[:3]:
        if name not in table.columns:
            raise RunError(f"column {name}: is missing; the columns are {', '.join(COLUMNS)}")
    for name in table.columns:
        if name not in COLUMNS:
            raise RunError(f"column {shown(name)}: not known; the columns are {', '.join(COLUMNS)}")
    if table.is_empty():
        raise RunError("has no row; give one row a parameter")
    rows = [_checked(row, n) for n, row in enumerate(table.iter_rows(named=True), start=1)]
    seen = set[str]()
    for number, row in enumerate(rows, start=1):
        if row["parameter"] in seen:
            raise RunError(f"row {number}: {shown(row['parameter'])}: is there twice")
        seen.add(row["parameter"])
    kinds = dict(zip(COLUMNS, (pl.String, pl.Float64, pl.Float64, pl.String), strict=True))
    return pl.DataFrame(rows, schema=kinds)


def _checked(row: dict[str, Any], number: int) -> dict[str, Any]:
    """Return one row of a list, typed."""
    name = str(row["parameter"] or "").strip()
    if not name:
        raise RunError(f"row {number}: parameter: is empty; give a path such as choice.held")
    where = f"row {number}: {shown(name)}"
    low, high = (_number(row[end], f"{where}: {end}") for end in ("low", "high"))
    scale = str(row.get("scale") or "linear").strip()
    if scale not in SCALES:
        raise RunError(f"{where}: scale: expected {' or '.join(SCALES)}, not {value_shown(scale)}")
    if not low < high:
        raise RunError(f"{where}: low ({low:g}) must be smaller than high ({high:g})")
    if scale == "log" and low <= 0.0:
        raise RunError(f"{where}: low ({low:g}) must be above 0 on a log scale")
    return {"parameter": name, "low": low, "high": high, "scale": scale}


def _number(cell: Any, where: str) -> float:
    """Return a cell as a finite number."""
    try:
        value = float(cell)
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not math.isfinite(value) or isinstance(cell, bool):
        what = "is empty" if cell is None else f"{value_shown(cell)} is no number"
        raise RunError(f"{where}: {what}; give a finite one such as 0.5")
    return value


def make_design(
    base: Chosen, parameters: pl.DataFrame, runs: int, kind: str = "sobol", seed: int = 1
) -> pl.DataFrame:
    """Return a design: one row a run, one column a parameter, in the order of the list.

    Parameters
    ----------
    base : Chosen
        The scenario that the rows will change, from `choose`.
    parameters : polars.DataFrame
        parameter, low, high and, optional, scale; see `read_parameters`.
    runs : int
        Rows. `sobol` is even where this is a power of two.
    kind : {"sobol", "latin", "random"}
        A scrambled Sobol' sequence, a Latin hypercube, or independent draws. A longer design
        begins with the shorter one but for `latin`.
    seed : int
        Of the scrambling or the draws, 0 .. 2**32 - 1.

    Raises
    ------
    RunError
        If the list, a path, a bound or a number is not possible.
    """
    check_seed(seed)
    if kind not in KINDS:
        raise RunError(f"--kind '{shown(kind)}': expected one of {', '.join(KINDS)}")
    if not 1 <= runs <= MOST:
        raise RunError(f"--runs {runs}: expected an integer between 1 and {MOST}")
    ranges = check_parameters(parameters)
    whole = _check_with(base, ranges)
    points = KINDS[kind](ranges["parameter"].to_list(), runs, seed)
    columns = [
        _spread(points[:, place], row, whole=whole[place])
        for place, row in enumerate(ranges.iter_rows(named=True))
    ]
    return pl.DataFrame(columns)


def _check_with(base: Chosen, ranges: pl.DataFrame) -> list[bool]:
    """Refuse a range that the base cannot hold; return which parameters are integers."""
    whole = []
    for number, row in enumerate(ranges.iter_rows(named=True), start=1):
        name, there = row["parameter"], value_at(base.scenario, row["parameter"])
        if isinstance(there, (bool, str, list)):
            raise RunError(
                f"row {number}: {shown(name)}: is {value_shown(there)} in the base; a design "
                "varies numbers"
            )
        whole.append(isinstance(there, int))
        for end in ("low", "high"):
            scenario_of(base.scenario, {name: row[end]}, f"row {number}, {end}")
    return whole


def _spread(points: Floats, row: dict[str, Any], *, whole: bool) -> pl.Series:
    """Return the values of one parameter for points on 0 .. 1."""
    low, high = row["low"], row["high"]
    top = high + 1.0 if whole else high  # of integers each has the same width
    if row["scale"] == "log":
        exact = [low * math.pow(top / low, point) for point in points.tolist()]
    else:
        exact = (low + points * (top - low)).tolist()
    if whole:
        steps = [int(min(math.floor(value), high)) for value in exact]
        return pl.Series(row["parameter"], steps, dtype=pl.Int64)
    values = [min(max(float(f"{value:.{DIGITS}g}"), low), high) for value in exact]
    return pl.Series(row["parameter"], values, dtype=pl.Float64)


def _sobol(names: list[str], runs: int, seed: int) -> Floats:
    from scipy.stats import qmc

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The balance properties of Sobol")
        try:
            points: Floats = qmc.Sobol(len(names), scramble=True, rng=seed).random(runs)
        except ValueError:
            raise RunError(
                f"{len(names)} parameters are more than a Sobol' sequence has dimensions; "
                "give --kind latin"
            ) from None
    return points


def _latin(names: list[str], runs: int, seed: int) -> Floats:
    from scipy.stats import qmc

    points: Floats = qmc.LatinHypercube(len(names), rng=seed).random(runs)
    return points


def _random(names: list[str], runs: int, seed: int) -> Floats:
    """Keyed draws: another parameter in the list changes none of the others."""
    keys = np.array([zlib.crc32(name.encode()) for name in names], dtype=np.uint64)
    # rows from 1: `other` 0 is where the inputs of strategies are drawn
    rows = np.arange(1, runs + 1, dtype=np.uint64)[:, None]
    return Luck(seed).fractions(Purpose.INPUT, 0, keys[None, :], other=rows)


KINDS: dict[str, Callable[[list[str], int, int], Floats]] = {
    "sobol": _sobol,
    "latin": _latin,
    "random": _random,
}
"""What kinds of designs there are."""
