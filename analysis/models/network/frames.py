"""Frames of many replications as one: means over runs, and the middle 90 % of a count."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.models.results import LEVEL

TAIL = (1 - LEVEL) / 2


def pooled_frame(
    frames: Sequence[pl.DataFrame], keys: Sequence[str], counts: Sequence[str]
) -> pl.DataFrame:
    """Put frames of the same columns together; a single one is returned as it is.

    Parameters
    ----------
    frames : one of each run
    keys : columns that name a row, as frames are to be sorted
    counts : columns that are 0 in a run that lacks the row; of other numbers the mean is over
        the runs that know them

    Returns
    -------
    polars.DataFrame
        The same columns as means over runs; then `NAME_low` and `NAME_high` of the first count,
        the middle 90 % of the runs.
    """
    if len(frames) == 1:
        return frames[0]
    numbered = pl.concat(
        frame.with_columns(run=pl.lit(run, dtype=pl.Int32)) for run, frame in enumerate(frames)
    )
    runs = pl.DataFrame({"run": range(len(frames))}, schema={"run": pl.Int32})
    grid = numbered.select(keys).unique().join(runs, how="cross").sort(*keys, "run")
    full = grid.join(numbered, on=[*keys, "run"], how="left", maintain_order="left")
    columns = [name for name in frames[0].columns if name not in keys]
    first = pl.col(counts[0])
    return (
        full.with_columns(pl.col(counts).fill_null(0.0))
        .group_by(keys, maintain_order=True)
        .agg(
            pl.col(columns).mean(),
            first.quantile(TAIL, "linear").alias(f"{counts[0]}_low"),
            first.quantile(1 - TAIL, "linear").alias(f"{counts[0]}_high"),
        )
    )
