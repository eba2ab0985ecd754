"""The method of the forecast, tried on the one later count of the register itself."""

from __future__ import annotations

import polars as pl

from analysis.observation.register import SNAPSHOT
from analysis.recorded import facts, load
from reports.papers.numbers import Numbers
from reports.papers.snapshots import CHECKED
from reports.papers.state_of_the_network.forecast import LEAST_SD, quantile

LAND, LEVEL, FORM = "DE-NW", "municipality", "partnership"
FACT = "C041"
"""Partnerships of municipalities of Nordrhein-Westfalen in 2022, as IT.NRW reads the register."""


def add(numbers: Numbers, snapshots: pl.DataFrame, wider: float) -> None:
    """Keep the published count, and what the method says from the register of 2015."""
    here = (pl.col("land") == LAND) & (pl.col("form") == FORM)
    table = load("rgre2015_links_by_land").filter(here, pl.col("unit_type") == LEVEL)
    register = float(table["count"].sum())
    (published,) = facts().filter(pl.col("fact_id") == FACT)["value"].to_list()
    mean, sd = foretold(snapshots.filter(here, pl.col("level") == LEVEL), register, wider)
    numbers.add("hindcast.register", register, "ties", source="counts")
    numbers.add("hindcast.published", float(published), "ties", source="counts")
    for name, level in {"": 0.5, ".low": 0.05, ".high": 0.95}.items():
        numbers.add(f"hindcast{name}", float(quantile(mean, sd, level)), "ties")


def foretold(snapshots: pl.DataFrame, register: float, wider: float) -> tuple[float, float]:
    """Mean and standard deviation of one cell of the year of the later count.

    Raises
    ------
    ValueError
        If a run has no registered tie there.
    """
    sums = snapshots.group_by("replication", "year").agg(pl.col("held", "kept", "came").sum())
    first = sums.filter(pl.col("year") == SNAPSHOT).sort("replication")
    later = sums.filter(pl.col("year") == CHECKED).sort("replication")
    if first["replication"].to_list() != later["replication"].to_list() or 0 in first["held"]:
        raise ValueError("hindcast: a run has no registered tie of the kind that was counted")
    stays = later["kept"] / first["held"]
    expected = register * stays + later["came"]
    luck = float((register * stays * (1 - stays)).mean())  # type: ignore[arg-type]
    spread = float(expected.var() or 0.0) if len(expected) > 1 else 0.0  # type: ignore[arg-type]
    sd = max(wider * (spread + luck) ** 0.5, LEAST_SD)
    return float(expected.mean()), sd  # type: ignore[arg-type]
