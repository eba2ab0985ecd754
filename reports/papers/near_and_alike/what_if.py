"""The same history without one thing: paired differences, run by run."""

from __future__ import annotations

import itertools

import polars as pl

from reports.papers.near_and_alike.beside import FEWEST
from reports.papers.numbers import Numbers
from reports.papers.pairs import KM, TIMES

HISTORY = "history"
SCENARIOS = ("no_proximity", "no_similarity", "no_contacts")
MEASURES: dict[str, tuple[str, str, str]] = {
    "ties": ("all", "all", "ties"),
    "middle": ("quantile", "p50", "km"),
    "alike": ("alike", "share", "share"),
    "spas": ("shared", "spa", "ties"),
    "ports": ("shared", "port", "ties"),
    "namesakes": ("shared", "name", "ties"),
}
"""Name of a number: measure, cell and unit in the table `pairs`."""
REACH = 200
"""Kilometres up to which a partner is called near; an end of a band."""
NEAR_BANDS = tuple(str(band) for band, km in enumerate(KM) if km <= REACH)
KEYS = ("scenario", "replication")


def measures(pairs: pl.DataFrame) -> pl.DataFrame:
    """One row a run: scenario, replication and the measures.

    Parameters
    ----------
    pairs : rows of the table `pairs`: scenario, replication, measure, cell, value
    """
    rows = pairs.select(*KEYS).unique().sort(*KEYS)
    for name, (measure, cell, _) in MEASURES.items():
        one = pairs.filter(pl.col("measure") == measure, pl.col("cell") == cell)
        rows = rows.join(one.select(*KEYS, pl.col("value").alias(name)), on=list(KEYS), how="left")
    near = pairs.filter(pl.col("measure") == "km").sort(*KEYS, "cell")
    shares = near.group_by(*KEYS, maintain_order=True).agg(
        near=pl.col("value").filter(pl.col("cell").is_in(NEAR_BANDS)).sum() / pl.col("value").sum()
    )
    return rows.join(shares, on=list(KEYS), how="left").sort(*KEYS)


UNITS = {name: unit for name, (_, _, unit) in MEASURES.items()} | {"near": "share"}


def add(numbers: Numbers, runs: pl.DataFrame) -> None:
    """Keep the mean of each measure by scenario, and its paired differences from the history."""
    base = runs.filter(pl.col("scenario") == HISTORY).sort("replication")
    numbers.add("runs", base.height, "runs")
    numbers.add("near.reach", REACH, "km")
    for name, unit in UNITS.items():
        numbers.add(f"{HISTORY}.{name}", mean(base[name]), unit)
    for scenario in SCENARIOS:
        other = runs.filter(pl.col("scenario") == scenario).sort("replication")
        if other["replication"].to_list() != base["replication"].to_list():
            raise ValueError(f"{scenario}: its runs are not paired with those of the history")
        for name, unit in UNITS.items():
            numbers.add(f"{scenario}.{name}", mean(other[name]), unit)
            _difference(numbers, f"{scenario}.{name}.change", other[name] - base[name], unit)


def mean(values: pl.Series) -> float | None:
    """Mean in the order of the runs; None where one run has nothing to say."""
    if values.is_empty() or values.null_count():
        return None
    return float(sum(values.to_list()) / len(values))


def _difference(numbers: Numbers, name: str, values: pl.Series, unit: str) -> None:
    numbers.add(name, mean(values), unit)
    enough = len(values) >= FEWEST and not values.null_count()
    for end, level in {"low": 0.05, "high": 0.95}.items():
        found = values.quantile(level, interpolation="linear") if enough else None
        numbers.add(f"{name}.{end}", found, unit)


def bands(pairs: pl.DataFrame, measure: str, scenarios: tuple[str, ...]) -> pl.DataFrame:
    """Mean share of the ties in each band: scenario, band (number), label, share."""
    labels = km_labels() if measure == "km" else times_labels()
    rows = pairs.filter(pl.col("measure") == measure, pl.col("scenario").is_in(scenarios))
    shares = (
        rows.with_columns(band=pl.col("cell").cast(pl.Int64))
        .sort(*KEYS, "band")
        .with_columns(share=pl.col("value") / pl.col("value").sum().over(*KEYS))
        .group_by("scenario", "band", maintain_order=True)
        .agg(pl.col("share").mean())
    )
    named = pl.DataFrame({"band": range(len(labels)), "label": labels}).cast({"band": pl.Int64})
    return shares.join(named, on="band").sort("scenario", "band")


def km_labels() -> list[str]:
    """Bands of distance as an axis names them."""
    inner = [f"{low}–{high}" for low, high in itertools.pairwise(KM)]
    return [f"to {KM[0]}", *inner, f"over {KM[-1]}"]


def times_labels() -> list[str]:
    """Bands of size as an axis names them: `¼–½`, `2–4`."""
    words = {1 / 16: "1/16", 1 / 8: "1/8", 1 / 4: "1/4", 1 / 2: "1/2"}
    ends = [words.get(end, f"{end:g}") for end in TIMES]
    inner = [f"{low}–{high}" for low, high in itertools.pairwise(ends)]
    return [f"under {ends[0]}", *inner, f"over {ends[-1]}"]
