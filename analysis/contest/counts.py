"""Kept-back counts: whether the intervals hold them, and how narrow they are beside the rivals."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contest.entries import ALL, MODEL, Entry, counts
from analysis.contest.scores import covered, interval_score

Floats = NDArray[np.float64]

LEAST_EXPECTED = 5.0
"""Ties: cells of which the model expects fewer are shown, but not scored by their intervals."""


def cell_frame(entries: tuple[Entry, ...]) -> pl.DataFrame:
    """Every kept-back count beside what each contestant predicted.

    Parameters
    ----------
    entries : tuple of Entry

    Returns
    -------
    polars.DataFrame
        pattern, cell, entry, mean, discrepancy, dispersion, low90, high90, recorded,
        recorded_high (equal where there is no range), inside, interval_score (ties; of a range
        its nearest end counts), expected (the model's mean); by entry in their order, then in the
        order of the record.
    """
    recorded = counts().filter(pl.col("role") == "kept back").drop("role")
    parts = [
        recorded.join(entry.forecast, on=["pattern", "cell"], maintain_order="left").with_columns(
            entry=pl.lit(entry.name)
        )
        for entry in entries
    ]
    expected = next(entry for entry in entries if entry.name == MODEL).forecast.select(
        "pattern", "cell", expected="mean"
    )
    frame = pl.concat(parts).join(
        expected, on=["pattern", "cell"], how="left", maintain_order="left"
    )
    low, high = frame["low90"].to_numpy(), frame["high90"].to_numpy()
    nearest = _nearest(frame)
    return frame.with_columns(
        inside=pl.Series(covered(low, high, nearest)),
        interval_score=pl.Series(interval_score(low, high, nearest)),
    ).select(
        *("pattern", "cell", "entry", "mean", "discrepancy", "dispersion", "low90", "high90"),
        *("recorded", "recorded_high", "inside", "interval_score", "expected"),
    )


def _nearest(frame: pl.DataFrame) -> Floats:
    """Point of the recorded range that lies nearest to the interval."""
    low, high = (frame[name].to_numpy() for name in ("recorded", "recorded_high"))
    nearest: Floats = np.clip(frame["low90"].to_numpy(), low, high)
    return nearest


def count_scores(cells: pl.DataFrame) -> pl.DataFrame:
    """Coverage and interval scores of counts of which the model expects 5 or more.

    Parameters
    ----------
    cells : polars.DataFrame
        What `cell_frame` gives.

    Returns
    -------
    polars.DataFrame
        pattern (then ``all``), entry, cells (that both can predict), model_coverage (share,
        0-1), model_score (mean interval score, ties), and for rivals rival_coverage, rival_score,
        gain (rival_score - model_score: above 0 where the model is better), error (standard error
        of the gain over cells), z; null in the model's own rows.
    """
    scored = cells.filter(pl.col("expected") >= LEAST_EXPECTED)
    own = scored.filter(pl.col("entry") == MODEL)
    patterns = own["pattern"].unique(maintain_order=True).to_list()
    rows = []
    for entry in scored["entry"].unique(maintain_order=True):
        pairs = own.join(
            scored.filter(pl.col("entry") == entry),
            on=["pattern", "cell"],
            suffix="_rival",
            maintain_order="left",
        )
        for pattern in [*patterns, ALL]:
            here = pairs if pattern == ALL else pairs.filter(pl.col("pattern") == pattern)
            if not here.is_empty():
                rows.append(_row(pattern, entry, here))
    order = {pattern: i for i, pattern in enumerate([*patterns, ALL])}
    return pl.DataFrame(rows, infer_schema_length=None).sort(
        pl.col("pattern").replace_strict(order), maintain_order=True
    )


def _row(pattern: str, entry: str, pairs: pl.DataFrame) -> dict[str, object]:
    """One contestant on the cells that it shares with the model."""
    row: dict[str, object] = {
        "pattern": pattern,
        "entry": entry,
        "cells": pairs.height,
        "model_coverage": pairs["inside"].mean(),
        "model_score": pairs["interval_score"].mean(),
    }
    names = ("rival_coverage", "rival_score", "gain", "error", "z")
    if entry == MODEL:
        return {**row, **dict.fromkeys(names)}
    gains = (pairs["interval_score_rival"] - pairs["interval_score"]).to_numpy()
    error = float(np.std(gains, ddof=1)) / math.sqrt(len(gains)) if len(gains) > 1 else None
    gain = float(gains.mean())
    found = (
        pairs["inside_rival"].mean(),
        pairs["interval_score_rival"].mean(),
        gain,
        error,
        gain / error if error else None,
    )
    return {**row, **dict(zip(names, found, strict=True))}
