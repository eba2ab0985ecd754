"""Simulated beside recorded: bands, relative errors, and whether the record lies inside."""

from __future__ import annotations

import polars as pl

from analysis.validation.observed import NORMAL90, observed

__all__ = ["NORMAL90", "bands", "compare", "judged"]


def compare(summaries: pl.DataFrame) -> pl.DataFrame:
    """Set the summaries of replications beside the record.

    A cell is *inside* where the record (a value, or a range) meets the 90 % band of the
    replications, each half of the band widened by the record's own error in quadrature::

        low90  -> median - sqrt((median - low90)**2  + (1.645 error)**2)
        high90 -> median + sqrt((high90 - median)**2 + (1.645 error)**2)

    The error of a count is Poisson's, its square root (see `observed`). A replication has luck of
    its own already, so the rule leans to the mild side; with one replication the error is all
    there is.

    Parameters
    ----------
    summaries : polars.DataFrame
        Rows of `summarise` with a column replication; without it, one replication.

    Returns
    -------
    polars.DataFrame
        pattern, cell, recorded, recorded_high, simulated (median), mean, low50, high50, low90,
        high90, relative_error ((simulated - nearest recorded) / nearest recorded; null where
        that is 0), z (the same difference over the errors of both), inside90, role, unit, error,
        source, replications; rows and order of `observed`. Cells that were simulated in no
        replication have nulls, in inside90 too.

    Raises
    ------
    ValueError
        If there is nothing to compare, or a replication has a cell twice.
    """
    if "replication" not in summaries.columns:
        summaries = summaries.with_columns(replication=pl.lit(0))
    if summaries.is_empty():
        raise ValueError("No summary to compare: there is no finished run.")
    if summaries.select(pl.struct("replication", "pattern", "cell").is_duplicated().any()).item():
        raise ValueError("A replication has a cell twice: compare one scenario at a time.")
    joined = observed().join(
        bands(summaries), on=["pattern", "cell"], how="left", maintain_order="left"
    )
    return judged(joined).select(
        *("pattern", "cell", "recorded", "recorded_high", "simulated", "mean"),
        *("low50", "high50", "low90", "high90", "relative_error", "z", "inside90"),
        *("role", "unit", "error", "source", "replications"),
    )


def bands(summaries: pl.DataFrame) -> pl.DataFrame:
    """Median, mean and bands over the replications; nulls are left out."""
    levels = {"low90": 0.05, "low50": 0.25, "simulated": 0.5, "high50": 0.75, "high90": 0.95}
    return summaries.group_by("pattern", "cell").agg(
        *(
            pl.col("value").quantile(level, interpolation="linear").alias(name)
            for name, level in levels.items()
        ),
        mean=pl.col("value").mean(),
        spread=pl.col("value").std().fill_null(0.0),
        replications=pl.col("value").count(),
    )


def judged(joined: pl.DataFrame) -> pl.DataFrame:
    """Add nearest recorded value, relative error, z and inside90."""
    high = pl.coalesce("recorded_high", "recorded")
    own = (NORMAL90 * pl.col("error")) ** 2
    below = ((pl.col("simulated") - pl.col("low90")) ** 2 + own).sqrt()
    above = ((pl.col("high90") - pl.col("simulated")) ** 2 + own).sqrt()
    nearest = pl.col("simulated").clip(pl.col("recorded"), high)
    difference = pl.col("simulated") - nearest
    return joined.with_columns(
        relative_error=pl.when(nearest > 0).then(difference / nearest),
        z=difference / (pl.col("spread") ** 2 + pl.col("error") ** 2).sqrt(),
        inside90=(pl.col("simulated") - below <= high)
        & (pl.col("simulated") + above >= pl.col("recorded")),
    )
