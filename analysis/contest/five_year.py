"""Five-year counts by country that are kept back: negative-binomial log scores."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from analysis.contest.entries import ALL, MODEL
from analysis.contest.scores import negative_binomial_log_score

PATTERN = "dated"


def five_year_scores(cells: pl.DataFrame) -> pl.DataFrame:
    """Compare log scores of kept-back counts by country and period, small ones included.

    Parameters
    ----------
    cells : polars.DataFrame
        What `cell_frame` gives.

    Returns
    -------
    polars.DataFrame
        period (then ``all``), rival, cells, model and rival_score (mean log score a cell, nats),
        gain (total, nats, above 0 where the model is better), error (over countries, for the
        counts of one country are no independent draws), z.
    """
    dated = cells.filter(pl.col("pattern") == PATTERN)
    score = negative_binomial_log_score(
        *(dated[name].to_numpy() for name in ("recorded", "mean", "dispersion"))
    )
    dated = dated.with_columns(
        pl.Series("score", score),
        country=pl.col("cell").str.split("|").list.get(0),
        period=pl.col("cell").str.split("|").list.get(1),
    )
    own = dated.filter(pl.col("entry") == MODEL)
    periods = [*own["period"].unique(maintain_order=True), ALL]
    rows = []
    for rival in dated["entry"].unique(maintain_order=True):
        pairs = own.join(
            dated.filter(pl.col("entry") == rival),
            on="cell",
            suffix="_rival",
            maintain_order="left",
        )
        if rival != MODEL:
            rows += [_row(period, rival, pairs) for period in periods]
    order = {period: i for i, period in enumerate(periods)}
    return pl.DataFrame(rows).sort(pl.col("period").replace_strict(order), maintain_order=True)


def _row(period: str, rival: str, pairs: pl.DataFrame) -> dict[str, object]:
    here = pairs if period == ALL else pairs.filter(pl.col("period") == period)
    by_country = (
        here.group_by("country", maintain_order=True)
        .agg(gain=(pl.col("score") - pl.col("score_rival")).sum())["gain"]
        .to_numpy()
    )
    gain = float(by_country.sum())
    error = float(np.std(by_country, ddof=1)) * math.sqrt(len(by_country))
    return {
        "period": period,
        "rival": rival,
        "cells": here.height,
        "model": here["score"].mean(),
        "rival_score": here["score_rival"].mean(),
        "gain": gain,
        "error": error,
        "z": gain / error if error > 0.0 else None,
    }
