"""How far runs lie from the record, pattern by pattern, and what a mechanism gains.

The distance of a run in a pattern is the root of the mean squared distance of its cells, in units
of the record's own error, on the scales of the calibration (roots of counts, angles of shares, logs
of means). Pairs of runs share their seed, and the gain of the whole model is the mean difference.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.summaries import Summaries, cells_of
from analysis.validation import observed, targets

Floats = NDArray[np.float64]

SCALES = {
    "count": "root",
    "figure": "root",
    "share": "angle",
    "mean": "log",
    "people": "log",
    "km": "log",
    "index": "likeness",
}
"""Scale by what a pattern measures."""
PLAIN = ("british_change",)
"""Shares that may be negative."""
ROLES = ("fitted", "kept back")
DECIDED = 2.0
"""Gain over its error from which one model is shown to be nearer."""


def distances(tables: dict[str, pl.DataFrame], role: str) -> dict[str, dict[str, Floats]]:
    """Distance of every run from the record, by pattern and model.

    Parameters
    ----------
    tables : by model, replication, pattern, cell, value
    role : {"fitted", "kept back"}

    Returns
    -------
    dict of dict of array, shape (runs,)
        A cell that a run has no value for is as far off as the furthest cell that any run has in
        this pattern: it must not gain by being empty.
    """
    chosen = cells(role)
    far = {name: _far(table, chosen) for name, table in tables.items()}
    found: dict[str, dict[str, Floats]] = {}
    for pattern in chosen.cells["pattern"].unique(maintain_order=True):
        here = (chosen.cells["pattern"] == pattern).to_numpy()
        worst = max(float(np.nanmax(own[:, here], initial=0.0)) for own in far.values())
        found[pattern] = {
            name: np.sqrt(np.where(np.isnan(own[:, here]), worst, own[:, here]).mean(axis=1))
            for name, own in far.items()
        }
    return found


def cells(role: str) -> Summaries:
    """Cells of one role with their scale, record and error."""
    frame = observed().filter(
        pl.col("role") == role,
        pl.col("recorded").is_not_null(),
        pl.col("error") > 0.0,
    )
    there = set(frame["pattern"])
    kinds = [(name, _scale(name)) for name in targets() if name in there]
    return cells_of(frame, kinds)


def _scale(pattern: str) -> str:
    return "plain" if pattern in PLAIN else SCALES[targets()[pattern].measure]


def _far(table: pl.DataFrame, chosen: Summaries) -> Floats:
    """Squared distances in units of the error, shape (runs, cells); nan where there is no value."""
    bank = table.rename({"replication": "run"}).with_columns(pl.col("run").cast(pl.Int32))
    runs = bank["run"].n_unique()
    with np.errstate(divide="ignore", invalid="ignore"):  # no tie has no log of a mean distance
        x = chosen.matrix(bank, np.empty((runs, 0)), ())
    x[~np.isfinite(x)] = np.nan
    squared: Floats = ((x - chosen.recorded) / chosen.error) ** 2
    return squared


def gains(tables: dict[str, pl.DataFrame], whole: str) -> list[dict[str, Any]]:
    """What each pattern loses without a mechanism: one row a model, pattern and role.

    Parameters
    ----------
    tables : by model, replication, pattern, cell, value; the same replications in all
    whole : name of the model that has all mechanisms

    Returns
    -------
    list of dict
        model, pattern, role, cells; whole and without (mean distances), gain (without minus
        whole; above 0 the mechanism helps), error (of the gain, over pairs of runs), verdict
        (`worse` without it, `better`, or `same` where the runs cannot tell).

    Raises
    ------
    ValueError
        If the models have not the same replications, or fewer than two.
    """
    numbers = {name: sorted(set(table["replication"])) for name, table in tables.items()}
    if len(numbers[whole]) < 2 or any(own != numbers[whole] for own in numbers.values()):
        raise ValueError("ablations: every model needs the same runs, two or more")
    rows = []
    for role in ROLES:
        counts = dict(cells(role).cells.group_by("pattern").len().iter_rows())
        for pattern, by in distances(tables, role).items():
            for name in tables:
                if name == whole:
                    continue
                pairs = by[name] - by[whole]
                gain, error = float(pairs.mean()), float(pairs.std(ddof=1) / np.sqrt(len(pairs)))
                rows.append(
                    {
                        "model": name,
                        "pattern": pattern,
                        "role": role,
                        "cells": int(counts[pattern]),
                        "whole": float(by[whole].mean()),
                        "without": float(by[name].mean()),
                        "gain": gain,
                        "error": error,
                        "verdict": _verdict(gain, error),
                    }
                )
    return rows


def _verdict(gain: float, error: float) -> str:
    if abs(gain) <= DECIDED * error or gain == 0.0:
        return "same"
    return "worse" if gain > 0.0 else "better"
