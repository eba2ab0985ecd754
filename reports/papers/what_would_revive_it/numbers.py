"""Every number of the report, by name."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from analysis.strategies.tables.ranking import SURE
from reports.papers.numbers import FITTED, Numbers
from reports.papers.parts.bands import LEVEL
from reports.papers.what_would_revive_it.reading import Reading
from reports.strategies.tables import EQUAL, OWN, Tables
from reports.strategies.wording import FULLY
from simulation.policy.who import BORDER_KM

PROGRAM = "reports.papers.what_would_revive_it.numbers"
MEASURES = {
    "people": "people",
    "under_30": "people",
    "founded": "ties",
    "dormant": "tie-years",
    "living_at_end": "ties",
}
"""Other outcomes, and their unit."""
UNKNOWNS = 8
"""Inputs that the table of unknowns shows."""
GAINERS = 3
"""Strategies of which the page tells who gains."""


def all_numbers(tables: Tables, reading: Reading) -> Numbers:
    """Make every number of the report."""
    numbers = Numbers(PROGRAM)
    _frame(numbers, tables, reading)
    for name in reading.order:
        _strategy(numbers, tables, name)
        _others(numbers, tables, name)
    for name in reading.order[1:]:
        numbers.add(f"{name}.behind", reading.beaten[name], "share of runs")
    for name in reading.order[:GAINERS]:
        _groups(numbers, tables, name)
    _unknowns(numbers, tables)
    return numbers


def finite(value: Any) -> float | None:
    """A number, or None for what is none."""
    if value is None or not math.isfinite(float(value)):
        return None
    return float(value)


def _frame(numbers: Numbers, tables: Tables, reading: Reading) -> None:
    """How many runs, how much money, how many inputs, and what is there without a strategy."""
    comparison = tables.comparison
    since, until = comparison.horizon
    budget = max(one.budget for one in comparison.strategies)
    numbers.add("interval", LEVEL, "share")
    numbers.add("sure", SURE, "share of runs")
    numbers.add("runs", comparison.replications, "runs")
    numbers.add("strategies", len(reading.order), "strategies")
    numbers.add("helping", len(reading.helping), "strategies")
    numbers.add("front", len(reading.front), "strategies")
    numbers.add("border", BORDER_KM, "km", source="counts")
    numbers.add("budget", budget, "EUR a year", source="counts")
    numbers.add("budget.whole", budget * (until - since + 1), "EUR", source="counts")
    classes = tables.classes()
    numbers.add("inputs", sum(classes.values()), "inputs", source="counts")
    for letter, count in classes.items():
        numbers.add(f"inputs.{letter}", count, "inputs", source="counts")
    totals = tables.ranked("totals").filter(pl.col("strategy") == reading.leader)
    for measure, unit in (("living", "tie-years"), ("living_at_end", "ties")):
        row = totals.filter(pl.col("measure") == measure)
        numbers.add(f"base.{measure}", finite(row["base"][0]), unit)
    gain, base = totals.filter(pl.col("measure") == "living").select("mean", "base").row(0)
    numbers.add("leader.relative", finite(gain / base) if base else None, "share")
    dear = _costs(tables).filter(pl.col("strategy").is_in(list(reading.behind)))
    numbers.add("behind.cost", finite(dear["cost"].min()), "EUR a tie-year")
    spent = tables.ranked("strategies").filter(
        pl.col("share").is_not_null() & ((pl.col("share") - 1.0).abs() > FULLY)
    )
    numbers.add("unspent", spent.height, "strategies")
    numbers.add("unspent.least", finite(spent["share"].min()), "share of the money")
    least = min(reading.beaten.values(), default=None)
    numbers.add("leader.least", least, "share of runs")
    own, equal = (tables.ranked("ranking", terms) for terms in (OWN, EQUAL))
    both = pl.concat([own.select("strategy", "helps"), equal.select("strategy", "helps")])
    worst = both.filter(pl.col("strategy").is_in(list(reading.robust)))["helps"].min()
    numbers.add("robust.helps", finite(worst), "share of runs")


def _costs(tables: Tables) -> pl.DataFrame:
    return tables.ranked("costs").filter(pl.col("cost").is_not_null())


def _row(tables: Tables, frame: str, name: str, terms: str = OWN) -> dict[str, Any] | None:
    rows = tables.ranked(frame, terms).filter(pl.col("strategy") == name)
    return None if rows.is_empty() else rows.row(0, named=True)


def _strategy(numbers: Numbers, tables: Tables, name: str) -> None:
    """What a strategy gains, how surely, and for how much."""
    for prefix, terms in ((name, OWN), (f"{name}.equal", EQUAL)):
        row = _row(tables, "ranking", name, terms)
        told = row or dict.fromkeys(
            ("mean", "low_90", "high_90", "helps", "best", "best_low", "best_high", "regret"), None
        )
        numbers.add(f"{prefix}.gain", finite(told["mean"]), "tie-years")
        numbers.add(f"{prefix}.gain.low", finite(told["low_90"]), "tie-years")
        numbers.add(f"{prefix}.gain.high", finite(told["high_90"]), "tie-years")
        for part in ("helps", "best"):
            numbers.add(f"{prefix}.{part}", finite(told[part]), "share of runs")
        for end in ("low", "high"):
            value = finite(told[f"best_{end}"])
            numbers.add(f"{prefix}.best.{end}", value, "share of runs")
        numbers.add(f"{prefix}.regret", finite(told["regret"]), "tie-years")
    cost = _row(tables, "costs", name) or {}
    for key, column in {
        "cost": "cost",
        "cost.low": "cost_low",
        "cost.high": "cost_high",
        "cost.least": "error_low",
    }.items():
        numbers.add(f"{name}.{key}", finite(cost.get(column)), "EUR a tie-year")
    spent = _row(tables, "strategies", name) or {}
    numbers.add(f"{name}.spent", finite(spent.get("share")), "share of the money")


def _others(numbers: Numbers, tables: Tables, name: str) -> None:
    """People, the young among them, new ties, dormancy, ties at the end."""
    totals = tables.ranked("totals").filter(pl.col("strategy") == name)
    for measure, unit in MEASURES.items():
        row = totals.filter(pl.col("measure") == measure).row(0, named=True)
        numbers.add(f"{name}.{measure}", finite(row["mean"]), unit)
        numbers.add(f"{name}.{measure}.low", finite(row["low_90"]), unit)
        numbers.add(f"{name}.{measure}.high", finite(row["high_90"]), unit)


def _groups(numbers: Numbers, tables: Tables, name: str) -> None:
    """Additional tie-years for every thousand that a group has without a strategy."""
    rows = tables.ranked("groups").filter(pl.col("strategy") == name, pl.col("by") != "all")
    for row in rows.iter_rows(named=True):
        key = f"{name}.{row['by']}.{key_of(row['group'])}"
        numbers.add(key, finite(row["per_1000"]), "per thousand")
        numbers.add(f"{key}.low", finite(row["per_1000_low_90"]), "per thousand")
        numbers.add(f"{key}.high", finite(row["per_1000_high_90"]), "per thousand")


def key_of(group: str) -> str:
    """The name of a group as part of a number's name."""
    return group.replace(" ", "_").replace(",", "").replace("-", "_")


def _unknowns(numbers: Numbers, tables: Tables) -> None:
    """What it would be worth to know an input exactly."""
    for row in unknowns(tables).iter_rows(named=True):
        name = f"unknown.{row['input']}"
        numbers.add(f"{name}.worth", finite(row["value"]), "tie-years", tolerance=FITTED)
        numbers.add(f"{name}.share", finite(row["share"]), "share", tolerance=FITTED)


def unknowns(tables: Tables) -> pl.DataFrame:
    """The inputs that it would be worth most to know."""
    return tables.frames["evppi"].filter(pl.col("value") > 0).head(UNKNOWNS)
