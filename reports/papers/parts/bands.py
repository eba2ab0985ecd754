"""Bands over runs, and differences between runs that share their luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from reports.papers.numbers import Numbers, Source

LEAST = 3
"""Runs below which no interval is given."""
LEVELS = {"low90": 0.05, "low50": 0.25, "simulated": 0.5, "high50": 0.75, "high90": 0.95}
"""Quantiles over runs, as the scorecard takes them."""
LEVEL = 0.9
"""Share of the runs that an interval holds."""
BASE = "history"


@dataclass(frozen=True)
class Band:
    """Median and 90 % interval over runs; None where there are none, or too few.

    Attributes
    ----------
    middle, low, high : of the runs
    """

    middle: float | None
    low: float | None
    high: float | None


def band(values: Sequence[float]) -> Band:
    """The band of some runs."""
    if not values:
        return Band(None, None, None)
    ordered = np.sort(np.asarray(values, dtype=np.float64))

    def at(level: float) -> float:
        return float(np.quantile(ordered, level))

    if len(ordered) < LEAST:
        return Band(at(0.5), None, None)
    return Band(at(0.5), at(LEVELS["low90"]), at(LEVELS["high90"]))


def keep(
    numbers: Numbers, name: str, values: Sequence[float], unit: str, *, source: Source = "runs"
) -> Band:
    """Keep a band under `NAME`, `NAME.low` and `NAME.high`, and give it back."""
    found = band(values)
    numbers.add(name, found.middle, unit, source=source)
    numbers.add(f"{name}.low", found.low, unit, source=source)
    numbers.add(f"{name}.high", found.high, unit, source=source)
    return found


def bands(table: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Bands over the replications of a table with `value`, one row a group, sorted.

    Parameters
    ----------
    table : the columns of `by`, replication, value; a row for every replication, zeros included
    by : what makes a group
    """
    levels = [
        pl.col("value").quantile(level, interpolation="linear").alias(name)
        for name, level in LEVELS.items()
    ]
    return table.group_by(list(by)).agg(*levels).sort(list(by))


def values(table: pl.DataFrame, scenario: str) -> list[float]:
    """The value of each run of a scenario, in the order of replications."""
    mine = table.filter(pl.col("scenario") == scenario).sort("replication")
    return [float(value) for value in mine["value"]]


def differences(table: pl.DataFrame, scenario: str, base: str = BASE) -> list[float]:
    """A scenario less the base, run by run under the same seed and draw.

    Raises
    ------
    ValueError
        If the two do not have the same replications.
    """
    sides = [
        table.filter(pl.col("scenario") == name).select("replication", "value")
        for name in (scenario, base)
    ]
    pairs = sides[0].join(sides[1], on="replication", suffix="_base", validate="1:1")
    if not pairs.height == sides[0].height == sides[1].height:
        raise ValueError(f"{scenario}: its runs and those of {base} are not the same")
    ordered = pairs.sort("replication")
    return [float(a - b) for a, b in ordered.select("value", "value_base").iter_rows()]


def shares(table: pl.DataFrame, scenario: str, base: str = BASE) -> list[float]:
    """What a scenario has less or more than the base, as a share of the base, run by run.

    Runs in which the base has nothing say nothing and are left out.
    """
    pairs = zip(differences(table, scenario, base), values(table, base), strict=True)
    return [difference / whole for difference, whole in pairs if whole]
