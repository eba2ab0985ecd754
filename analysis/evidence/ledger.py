"""The evidence ledger: for every number of the default scenario, what it rests on.

Classes follow from the numbers: *estimated* on single ties or counts with a standard error,
*calibrated* by running the model, and *assumed* everything
else, also what data leave wider than 0.7 of what was held possible before them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.evidence.grounds import Grounds
from analysis.evidence.inputs import Inputs, read_inputs
from analysis.evidence.leaves import Leaf, leaves
from analysis.evidence.sources import grounds
from analysis.evidence.sources.ties import COMMON
from simulation.parameters import Parameters

MOST_CALIBRATED = 12
TOGETHER = ("recording.reported.", "ending.")
SIGNIFICANT = 4
"""Digits of what the table shows."""

SCHEMA = {
    "parameter": pl.String,
    "value": pl.Float64,
    "meaning": pl.String,
    "class": pl.String,
    "basis": pl.String,
    "data_points": pl.Int64,
    "data_unit": pl.String,
    "prior": pl.String,
    "prior_width": pl.Float64,
    "posterior_width": pl.Float64,
    "width_ratio": pl.Float64,
    "error": pl.Float64,
    "scale": pl.String,
    "check_median": pl.Float64,
    "check_low90": pl.Float64,
    "check_high90": pl.Float64,
    "check_difference": pl.Float64,
    "source": pl.String,
    "sha256": pl.String,
    "note": pl.String,
}


@dataclass(frozen=True)
class Check:
    """What patterns alone say of a number, beside what single ties alone do.

    Attributes
    ----------
    estimate, error : on single ties
    median, low90, high90 : of the posterior without them
    difference : (median - estimate) in joint standard errors
    """

    estimate: float
    error: float
    median: float
    low90: float
    high90: float
    difference: float


@dataclass(frozen=True)
class Row:
    """One number with its grounds, and its cross-check where there is one."""

    leaf: Leaf
    grounds: Grounds
    check: Check | None = None


def ledger(parameters: Parameters, inputs: Inputs | None = None) -> list[Row]:
    """One row for each number of a scenario, in the order of the schema.

    Parameters
    ----------
    parameters : the default scenario
    inputs : estimates; those that ship, by default

    Raises
    ------
    ValueError
        If a number has no grounds, grounds have no number, or a number is not what its grounds
        say: then the scenario is older than the estimates, or was edited by hand.
    """
    found = read_inputs() if inputs is None else inputs
    known, numbers = grounds(found), leaves(parameters)
    missing = [leaf.path for leaf in numbers if leaf.path not in known]
    if missing:
        raise ValueError(f"{missing[0]}: no estimate and no row of sources/assumed speaks of it")
    unused = sorted(set(known) - {leaf.path for leaf in numbers})
    if unused:
        raise ValueError(
            f"{unused[0]}: has grounds, but the default scenario has no such number; run "
            "`python -m analysis.estimation`"
        )
    rows = [_row(leaf, known[leaf.path], found) for leaf in numbers]
    names = {_group(row) for row in rows if row.grounds.kind == "calibrated"}
    if len(names) > MOST_CALIBRATED:
        raise ValueError(f"{len(names)} numbers are calibrated, at most {MOST_CALIBRATED} may be")
    return rows


def frame(rows: list[Row]) -> pl.DataFrame:
    """The ledger as a table, one row a number; columns as in `SCHEMA`, rounded to four digits."""
    return pl.DataFrame([_cells(row) for row in rows], schema=SCHEMA, orient="row")


def _group(row: Row) -> str:
    """What keeps its ratio to a calibrated number is one with it."""
    path = row.leaf.path
    return path.rpartition(".")[0] if path.startswith(TOGETHER) else path


def _row(leaf: Leaf, known: Grounds, inputs: Inputs) -> Row:
    if abs(leaf.value - known.value) > known.tolerance + 1e-9:
        raise ValueError(
            f"{leaf.path}: the default scenario says {leaf.value:g}, but its source "
            f"({known.source}) {known.value:g}; run `python -m analysis.estimation`"
        )
    name = "choice.distance" if leaf.path == COMMON else leaf.path
    if known.basis != "merged" or inputs.posterior is None:
        return Row(leaf, known)
    alone = next(one for one in inputs.posterior["patterns_alone"] if one["name"] == name)
    value, error = inputs.posterior["estimates"][name]
    difference = (alone["median"] - value) / math.hypot(error, alone["sd"])
    ends = (alone["median"], alone["low90"], alone["high90"])
    return Row(leaf, known, Check(value, error, *ends, difference))


def _cells(row: Row) -> dict[str, Any]:
    known, check = row.grounds, row.check
    return {
        "parameter": row.leaf.path,
        "value": float(row.leaf.value),
        "meaning": row.leaf.meaning,
        "class": known.kind,
        "basis": known.basis,
        "data_points": known.data_points,
        "data_unit": known.data_unit,
        "prior": known.prior.words,
        "prior_width": rounded(known.prior.width),
        "posterior_width": rounded(known.width),
        "width_ratio": rounded(known.width_ratio),
        "error": rounded(known.error),
        "scale": known.scale,
        "check_median": rounded(check.median if check else None),
        "check_low90": rounded(check.low90 if check else None),
        "check_high90": rounded(check.high90 if check else None),
        "check_difference": rounded(check.difference if check else None),
        "source": known.source,
        "sha256": known.sha256,
        "note": known.note,
    }


def rounded(value: float | None, digits: int = SIGNIFICANT) -> float | None:
    """A number to so many significant digits: the last ones of a fit differ by processor."""
    return None if value is None else float(f"{value:.{digits}g}")
