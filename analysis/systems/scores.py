"""The scores of the contest with and without a system: paired gains on what was kept back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contest.counts import cell_frame, count_scores
from analysis.contest.entries import ALL, MODEL, Entry, model
from analysis.contest.five_year import five_year_scores
from analysis.contest.shares import recorded_ties, shares_of, simulated_ties
from analysis.validation import split

Floats = NDArray[np.float64]


def share_gain(with_it: pl.DataFrame, without: pl.DataFrame) -> dict[str, float]:
    """Gain in the log score of the country shares of the kept-back Länder.

    Parameters
    ----------
    with_it, without : polars.DataFrame
        replication, pattern, cell, value of runs that share their seeds.

    Returns
    -------
    dict
        gain (nats, all ties; above 0 where the history with the system is better), error
        (sampling of the recorded ties, and a jackknife that leaves out both runs of a seed),
        per_tie (log score a tie with the system, nats).
    """
    laender = split().laender
    recorded = recorded_ties(laender)
    one, other = simulated_ties(with_it, laender), simulated_ties(without, laender)
    ratio = np.log(shares_of(one.mean(axis=0)) / shares_of(other.mean(axis=0)))
    gain = float((recorded * ratio).sum())
    share = recorded / recorded.sum(axis=1, keepdims=True)
    mean = (share * ratio).sum(axis=1)
    sampling = recorded.sum(axis=1) * ((share * ratio**2).sum(axis=1) - mean**2)
    left_out = [
        float((recorded * np.log(shares_of(a) / shares_of(b))).sum())
        for a, b in zip(_without_each(one), _without_each(other), strict=True)
    ]
    runs = len(left_out)
    jackknife = (runs - 1) * float(np.var(left_out))
    own = float((recorded * np.log(shares_of(one.mean(axis=0)))).sum() / recorded.sum())
    return {
        "gain": gain,
        "error": math.sqrt(max(float(sampling.sum()), 0.0) + jackknife),
        "per_tie": own,
    }


def _without_each(runs: Floats) -> Floats:
    """Mean over all runs but one, for each of them."""
    result: Floats = (runs.sum(axis=0) - runs) / (len(runs) - 1)
    return result


def count_gains(
    with_it: pl.DataFrame, without: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, float], dict[str, dict[str, float | None]]]:
    """Interval and log scores of kept-back counts, each system left out in turn.

    Parameters
    ----------
    with_it : summaries of the default history
    without : summaries without each system, by name

    Returns
    -------
    own : cells (of which the default expects 5 or more), coverage (0-1), score (mean interval
        score, ties; less is better) of the default history
    gains : by system interval_gain and interval_error (ties a cell), five_year_gain and
        five_year_error (nats, all cells); above 0 where the history with the system is better
    """
    entries: list[Entry] = [model(with_it)]
    entries += [replace(model(rows), name=name) for name, rows in without.items()]
    cells = cell_frame(tuple(entries))
    counts = count_scores(cells).filter(pl.col("pattern") == ALL)
    five_year = five_year_scores(cells).filter(pl.col("period") == ALL)
    own = counts.filter(pl.col("entry") == MODEL).row(0, named=True)
    gains: dict[str, dict[str, float | None]] = {}
    for name in without:
        intervals = counts.filter(pl.col("entry") == name).row(0, named=True)
        dated = five_year.filter(pl.col("rival") == name).row(0, named=True)
        gains[name] = {
            "interval_gain": intervals["gain"],
            "interval_error": intervals["error"],
            "coverage": intervals["rival_coverage"],
            "five_year_gain": dated["gain"],
            "five_year_error": dated["error"],
        }
    return {
        "cells": own["cells"],
        "coverage": own["model_coverage"],
        "score": own["model_score"],
    }, gains
