"""Sobol' indices of groups: what share of an outcome's variance each of them is behind.

Homma & Saltelli 1996, "Importance measures in global sensitivity analysis of nonlinear models":
*first* is the share that would go if the numbers of a group were known, *total* the share that
would stay if all others were known. Both are estimated by SALib, with 90 % intervals over base
points drawn with replacement.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.sensitivity.design import Design
from analysis.sensitivity.outcomes import OUTCOMES
from scenarios.runs import RunError

Floats = NDArray[np.float64]

LEVEL = 0.9
RESAMPLES = 1000
FAILED_AT_MOST = 0.1
"""Share of base points that a failed run may cost: more would leave a hole that nobody sees."""
SAME = 1e-9
"""Spread, as a share of the mean, under which an outcome does not move."""


@dataclass(frozen=True)
class Measured:
    """Outcomes of all runs of whole base points.

    Attributes
    ----------
    rows : numbers of the runs, base point by base point, shape (base points x step,)
    values : by outcome, in the order of `rows`
    left_out : why an outcome is not analysed, by its name
    lost : base points that a failed run cost
    """

    rows: NDArray[np.int64]
    values: dict[str, Floats]
    left_out: dict[str, str]
    lost: int


def gather(design: Design, table: pl.DataFrame) -> Measured:
    """Put outcomes in the order of the design, without base points that lack a run.

    Parameters
    ----------
    design : Design
    table : polars.DataFrame
        replication (row of the design), outcome, value; runs that failed have no rows.

    Raises
    ------
    RunError
        If more than a tenth of the base points lack a run.
    """
    there = np.zeros(design.draws * design.step, dtype=np.bool_)
    there[table["replication"].unique().to_numpy()] = True
    whole = there.reshape(design.draws, design.step).all(axis=1)
    lost = int((~whole).sum())
    if lost > FAILED_AT_MOST * design.draws:
        raise RunError(
            f"{lost} of {design.draws} base points lack a run that failed, too many to tell "
            "anything; see failures.parquet, and try them again with --resume"
        )
    rows = np.flatnonzero(np.repeat(whole, design.step))
    values, left_out = dict[str, Floats](), dict[str, str]()
    for outcome in OUTCOMES:
        own = table.filter(pl.col("outcome") == outcome.name).sort("replication")
        column = np.full(len(there), np.nan)
        column[own["replication"].to_numpy()] = own["value"].cast(pl.Float64).to_numpy()
        kept = column[rows]
        if np.isnan(kept).any():
            left_out[outcome.name] = "some runs have no such number"
        elif np.ptp(kept) <= SAME * max(1.0, abs(float(kept.mean()))):
            left_out[outcome.name] = "it is the same in all runs"
        else:
            values[outcome.name] = kept
    return Measured(rows, values, left_out, lost)


def indices(design: Design, values: Floats) -> list[dict[str, Any]]:
    """First and total index of each group with 90 % intervals, in the order of the groups.

    Parameters
    ----------
    design : Design
    values : array, shape (base points x step,)
        One outcome, base point by base point.

    Returns
    -------
    list of dict
        group; first, first_low90, first_high90; total, total_low90, total_high90. Estimates of
        small indices may lie below zero.
    """
    from SALib.analyze import sobol  # pandas comes with it

    # SALib takes no seed for 0
    told = {"calc_second_order": False, "num_resamples": RESAMPLES, "conf_level": LEVEL}
    with warnings.catch_warnings():
        # a resample in which nothing moves counts as none, as SALib has it
        warnings.filterwarnings("ignore", message="Constant values encountered")
        found = sobol.analyze(design.problem, values, seed=design.seed + 1, **told)
    rows = []
    for place, group in enumerate(design.groups):
        row: dict[str, Any] = {"group": group}
        for name, own in (("first", "S1"), ("total", "ST")):
            value, half = float(found[own][place]), float(found[f"{own}_conf"][place])
            row |= {name: value, f"{name}_low90": value - half, f"{name}_high90": value + half}
        rows.append(row)
    return rows
