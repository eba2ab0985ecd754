"""What the time split found, as plain values for canonical JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from analysis.contest.time_split.cells import LAST_SEEN, STEPS, Cells, Floats, label
from analysis.contest.time_split.rivals import RIVALS, french_jump
from analysis.contest.time_split.scores import ALL, coverage, gains, scored

DIGITS = 4
"""Significant digits that are kept: fewer than differ between processors."""
MUST = ("trend", "persistence_jump")
"""Rivals that the model must predict better than."""
SHOWN = 2.0
"""Gain over its error from which one is shown to be better."""


def verdict(runs: Floats, cells: Cells) -> dict[str, Any]:
    """Scores, coverage, and whether what must hold does.

    Parameters
    ----------
    runs : (runs, countries, years)
        Simulated dated ties of 1947 to 1996.
    cells : Cells
        The record.
    """
    table = scored(runs, cells)
    found = gains(table)
    whole = found.filter(pl.col("countries") == ALL, pl.col("period") == ALL)
    rules = [
        {
            "rule": f"log score against {name}, gain",
            "value": gain,
            "error": error,
            "needed": 0.0,
            "holds": gain > 0.0,
            "shown": error > 0.0 and gain / error >= SHOWN,
        }
        for name, gain, error in whole.select("rival", "gain", "error").iter_rows()
        if name in MUST
    ]
    return {
        "runs": len(runs),
        "titles": {rival.name: rival.title for rival in RIVALS},
        "periods": [label(LAST_SEEN, step) for step in range(len(STEPS))],
        "opened": [c for c, touched in zip(cells.countries, cells.opened, strict=True) if touched],
        "french_jump": round(french_jump(cells), DIGITS),
        "rules": [_rounded(rule) for rule in rules],
        "gains": _rows(found),
        "coverage": [_rounded(row) for row in coverage(table)],
        "totals": _rows(_totals(table)),
        "seen": _seen(runs, cells),
        "cells": _rows(table),
    }


def _totals(table: pl.DataFrame) -> pl.DataFrame:
    """Expected and recorded ties by contestant, group of countries and period."""
    return (
        table.group_by("entry", "opened", "period", maintain_order=True)
        .agg(recorded=pl.col("recorded").sum(), mean=pl.col("mean").sort().sum())
        .sort("entry", "opened", "period")
    )


def _seen(runs: Floats, cells: Cells) -> dict[str, float]:
    """Ties of 1947-86, recorded and in the mean of the runs."""
    years = cells.until(LAST_SEEN).shape[1]
    simulated = float(np.mean(runs[:, :, :years].sum(axis=(1, 2))))
    return {"recorded": float(cells.until(LAST_SEEN).sum()), "simulated": round(simulated, 1)}


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().round_sig_figs(DIGITS)).to_dicts()


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
        for name, value in row.items()
    }
