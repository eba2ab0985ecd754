"""The model and its rivals in one form: means and variances of the counts that they predict."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.contest.predictive import COLUMNS, SAME, predictive
from analysis.contest.rivals import Prediction
from analysis.validation import observed, targets
from analysis.validation.patterns import cells

MODEL = "model"
ALL = "all"
"""Of a frame of scores: the row that sums up the others."""

LEAST_RUNS = 2
"""Fewer runs have no variance."""


@dataclass(frozen=True)
class Entry:
    """What one contestant predicts of kept-back counts.

    Attributes
    ----------
    name, title : str
    forecast : polars.DataFrame
        What `predictive` gives for its kept-back cells.
    """

    name: str
    title: str
    forecast: pl.DataFrame


def counts() -> pl.DataFrame:
    """Recorded counts: pattern, cell, recorded, recorded_high (equal where no range), role.

    Countries with which the register knows no tie at all are left out of dated counts: that they
    have none is how the cell was made, and nobody's prediction.
    """
    names = [name for name, target in targets().items() if target.measure == "count"]
    return (
        observed()
        .filter(pl.col("pattern").is_in(names), ~pl.col("cell").str.starts_with(cells.ELSEWHERE))
        .select(
            *("pattern", "cell", "recorded", "role"),
            recorded_high=pl.coalesce("recorded_high", "recorded"),
        )
    )


def runs(summaries: pl.DataFrame) -> int:
    """Number of replications in summaries.

    Raises
    ------
    ValueError
        If a column or a cell is missing, a replication has a cell twice, or there are too few.
    """
    needed = {"replication", "pattern", "cell", "value"}
    missing = sorted(needed - set(summaries.columns))
    if missing:
        raise ValueError(f"summaries: the column '{missing[0]}' is missing")
    if summaries.select(pl.struct("replication", "pattern", "cell").is_duplicated().any()).item():
        raise ValueError("summaries: a replication has a cell twice; score one scenario at a time")
    number = summaries["replication"].n_unique()
    held = summaries.group_by("pattern", "cell").agg(times=pl.len())
    lacking = (
        counts()
        .join(held, on=["pattern", "cell"], how="left", maintain_order="left")
        .filter(pl.col("times").fill_null(0) < number)
    )
    if lacking.height:
        pattern, cell = lacking.row(0)[:2]
        raise ValueError(f"summaries: a run lacks the cell '{cell}' of the pattern '{pattern}'")
    if number < LEAST_RUNS:
        raise ValueError(
            f"summaries: {number} run; a contest needs {LEAST_RUNS} or more, for luck is measured"
        )
    return number


def model(summaries: pl.DataFrame) -> Entry:
    """Enter the model: means over runs, and variances with the error of those means.

    Parameters
    ----------
    summaries : polars.DataFrame
        Rows of `summarise` with a column replication.
    """
    number = runs(summaries)
    moments = (
        summaries.sort("pattern", "cell", "replication")
        .group_by("pattern", "cell", maintain_order=True)
        .agg(mean=pl.col("value").mean(), variance=pl.col("value").var() * (1.0 + 1.0 / number))
        .drop_nulls()
    )
    found = counts().join(moments, on=["pattern", "cell"], maintain_order="left")
    found = found.with_columns(group="pattern")
    # each country has an appeal, and it was fitted to all of its cells
    parts = pl.col("cell").str.split("|")
    country = (
        pl.when(pl.col("pattern") == "dated")
        .then(parts.list.first())
        .when(pl.col("pattern") == "ties_by_land_country")
        .then(parts.list.last())
    )
    known = found.filter(pl.col("role") == "fitted").select(
        *COLUMNS, "recorded", country.alias(SAME)
    )
    kept = found.filter(pl.col("role") == "kept back").select(COLUMNS)
    return Entry(MODEL, "this model", predictive(known, kept))


def rival(prediction: Prediction) -> Entry:
    """Enter a rival: Poisson variances, and the discrepancy of what it left out."""
    poisson = pl.col("mean").alias("variance")
    recorded = counts().select("pattern", "cell", "recorded")
    known = prediction.left_out.with_columns(poisson).join(
        recorded, on=["pattern", "cell"], maintain_order="left"
    )
    kept = prediction.kept.with_columns(poisson)
    forecast = predictive(known.select(*COLUMNS, "recorded"), kept.select(COLUMNS))
    return Entry(prediction.name, prediction.title, forecast)
