"""Posterior predictive checks: of each pattern, whether the record looks like a run of the model.

Every run takes a draw of the posterior and luck of its own; an error of the record's size is added
to what it leaves, so that record and run are read alike. Of each pattern two things are told: how
many of its cells the runs' 90 % intervals hold, and how often a run lies as far from the mean of
the runs as the record does, over all cells of the pattern at once (a posterior predictive p-value;
Gelman, Meng & Stern 1996). Small p means: no run of this model looks like that.
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
    "km": "log",
    "people": "log",
}
LIKENESS = ("likeness", "likeness_kept")
PLAIN = ("british_change",)
LEAST = 5.0
"""Counts of which runs expect fewer are left out: one tie more or less would decide."""
ENDS = (0.05, 0.95)
SEED = 20261122


def scale_of(pattern: str) -> str:
    """Scale on which the cells of a pattern have about the same error, see `summaries`."""
    if pattern in LIKENESS:
        return "likeness"
    return "plain" if pattern in PLAIN else SCALES[targets()[pattern].measure]


def predictive_checks(summaries: pl.DataFrame) -> list[dict[str, Any]]:
    """Check every pattern and role.

    Parameters
    ----------
    summaries : polars.DataFrame
        replication, pattern, cell, value: runs of posterior draws.

    Returns
    -------
    list of dict
        pattern, role, cells, inside (share of cells that 90 % intervals hold), far (mean squared
        distance of the record from the mean of the runs, in their standard deviations: about 1
        where it looks like a run), p (share of runs at least as far), in the order of the targets.
    """
    record = observed().filter(pl.col("recorded").is_not_null())
    rows = []
    for name in targets():
        for role in ("fitted", "kept back"):
            here = record.filter(pl.col("pattern") == name, pl.col("role") == role)
            if not here.is_empty():
                found = _check(cells_of(here, [(name, scale_of(name))]), summaries)
                if found is not None:
                    rows.append({"pattern": name, "role": role, **found})
    return rows


def _check(chosen: Summaries, summaries: pl.DataFrame) -> dict[str, Any] | None:
    """One pattern in one role; None where no cell can be checked."""
    raw = _raw(chosen, summaries)
    scale = chosen.cells["scale"].to_numpy()
    filled = ~np.isnan(raw).any(axis=0)
    enough = np.where(scale == "root", raw.mean(axis=0) >= LEAST, True)
    use = filled & enough.astype(bool)
    if not use.any() or len(raw) < 2:
        return None
    runs = chosen.transformed(raw)[:, use]
    noise = np.random.default_rng([SEED, len(runs)]).standard_normal(runs.shape)
    runs = runs + noise * chosen.error[use]
    mean, spread = runs.mean(axis=0), runs.std(axis=0, ddof=1)
    use_spread = np.where(spread > 0.0, spread, 1.0)
    there = ((chosen.recorded[use] - mean) / use_spread) ** 2
    own = (((runs - mean) / use_spread) ** 2).mean(axis=1)
    low, high = np.quantile(runs, ENDS, axis=0)
    inside = (low <= chosen.recorded[use]) & (chosen.recorded[use] <= high)
    return {
        "cells": int(use.sum()),
        "inside": round(float(inside.mean()), 4),
        "far": float(f"{there.mean():.4g}"),
        "p": round(float((1 + (own >= there.mean()).sum()) / (1 + len(own))), 4),
    }


def _raw(chosen: Summaries, summaries: pl.DataFrame) -> Floats:
    """Values of the cells, one row a run."""
    grid = (
        summaries.select("replication")
        .unique()
        .sort("replication")
        .join(chosen.cells.select("pattern", "cell").with_row_index("place"), how="cross")
        .join(summaries, on=["replication", "pattern", "cell"], how="left")
        .sort("replication", "place")
    )
    values: Floats = grid["value"].to_numpy().reshape(-1, chosen.cells.height).astype(np.float64)
    return values
