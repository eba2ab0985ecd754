"""Kaplan-Meier curves: how many are still without the event after so many years."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.stats import norm

from analysis.models.results import LEVEL
from analysis.models.survival.episodes import Process

SCHEMA = {
    "replication": pl.Int64,
    "process": pl.String,
    "group": pl.String,
    "time": pl.Int64,
    "at_risk": pl.Int64,
    "events": pl.Int64,
    "survival": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
ALL = "all"


def curves(found: Process, replication: int) -> pl.DataFrame:
    """Curves of a process for all and for each group, a row for each year with an event.

    Returns
    -------
    polars.DataFrame
        replication, process, group, time (years of the process's clock), at_risk and events in
        that year, survival (share without the event at its end), low and high (ends of the 90 %
        interval, Greenwood's error on the log-log scale).
    """
    rows = found.episodes
    groups = sorted(set(rows["group"].drop_nulls()))
    parts = [_curve(rows, ALL), *(_curve(rows.filter(group=name), name) for name in groups)]
    return (
        pl.concat(parts)
        .with_columns(replication=pl.lit(replication), process=pl.lit(found.name))
        .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    )


def _curve(rows: pl.DataFrame, group: str) -> pl.DataFrame:
    events = rows.filter("event").group_by(time="stop").agg(events=pl.len()).sort("time")
    times, happen = events["time"].to_numpy(), events["events"].to_numpy()
    entered = np.searchsorted(np.sort(rows["start"].to_numpy()), times, side="left")
    left = np.searchsorted(np.sort(rows["stop"].to_numpy()), times, side="left")
    risk = entered - left
    survival = np.cumprod(1.0 - happen / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(happen / (risk * (risk - happen)))
        error = np.sqrt(greenwood) / np.abs(np.log(survival))
        half = norm.ppf(0.5 + LEVEL / 2.0) * error
        low, high = survival ** np.exp(half), survival ** np.exp(-half)
    inside = (survival > 0.0) & (survival < 1.0)
    return pl.DataFrame(
        {
            "group": [group] * len(times),
            "time": times,
            "at_risk": risk,
            "events": happen,
            "survival": survival,
            "low": np.where(inside, low, survival),
            "high": np.where(inside, high, survival),
        }
    )
