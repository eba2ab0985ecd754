"""Survival curves of runs: one figure a process, over all replications."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from reports.analysis.charts import curves
from reports.analysis.drawn import PAIR, Figure, figure
from reports.analysis.result import Result
from reports.numbers import percent

LEVELS = (0.05, 0.95)


def figures(name: str, frame: pl.DataFrame, result: Result) -> tuple[Figure, ...]:
    """One figure a process.

    Parameters
    ----------
    name : str
    frame : polars.DataFrame
        process, group, time (years), survival, low, high; replication where there are several.
    result : Result
    """
    many = result.material.size > 1
    bands = "the middle 90 % of the runs" if many else "90 % intervals (Greenwood)"
    return tuple(
        _process(name, str(process), over_years(rows, many=many), bands)
        for (process,), rows in frame.group_by(["process"], maintain_order=True)
    )


def _process(name: str, process: str, yearly: pl.DataFrame, bands: str) -> Figure:
    """The curves of one process, in the order in which they end, highest first."""
    title = process.replace("_", " ").capitalize()
    ends = yearly.group_by("group", maintain_order=True).agg(pl.col("survival", "time").last())
    ends = ends.sort("survival", "group", descending=[True, False])
    order = pl.Enum(ends["group"].to_list())
    rows = yearly.with_columns(pl.col("group").cast(order)).sort("group", maintain_order=True)
    told = "; ".join(
        f"{group} {percent(share)} after {years} years" for group, share, years in ends.iter_rows()
    )
    more = ends.height - curves.MOST
    beyond = f" {more} further groups are in the file." if more > 0 else ""
    drawn = figure(
        f"{name}_{process}",
        f"{title}: share still without it",
        curves.chart(rows.with_columns(pl.col("group").cast(pl.String))),
        None,
        f"{title}: share still without the event over the years, by group. At the end: {told}.",
        f"Bands: {bands}.{beyond}",
    )
    return replace(drawn, small=f"{PAIR}{name}")


def over_years(rows: pl.DataFrame, *, many: bool) -> pl.DataFrame:
    """Curves at every whole year: group, time, survival, low, high.

    Between two events a curve stays where it is; before the first it is 1. A curve ends with its
    last event. Of many runs the mean and the middle 90 %, of one its own interval.
    """
    if "replication" not in rows.columns:
        rows = rows.with_columns(replication=pl.lit(0))
    key = ["replication", "group"]
    last = rows.group_by("group", maintain_order=True).agg(last=pl.col("time").max())
    years = last.with_columns(time=pl.int_ranges(0, pl.col("last") + 1)).explode("time")
    runs = rows.select("replication").unique().sort("replication")
    grid = runs.join(years.select("group", pl.col("time").cast(pl.Int64)), how="cross")
    filled = grid.join(
        rows.select(*key, pl.col("time").cast(pl.Int64), "survival", "low", "high"),
        on=[*key, "time"],
        how="left",
        maintain_order="left",
    ).with_columns(pl.col("survival", "low", "high").forward_fill().over(key).fill_null(1.0))
    if not many:
        return filled.select("group", "time", "survival", "low", "high")
    low, high = (pl.col("survival").quantile(q, interpolation="linear") for q in LEVELS)
    return (
        filled.group_by("group", "time", maintain_order=True)
        .agg(survival_mean=pl.col("survival").mean(), low=low, high=high)
        .rename({"survival_mean": "survival"})
    )
