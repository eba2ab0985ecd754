"""Recorded pairs beside simulated ones: distance, likeness, one partner a country, small towns."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from analysis.evidence.page.checks import LEAST_INSIDE
from analysis.validation import compare, targets
from reports.papers.near_and_alike.law import COUNTRIES, NORMAL90, Ties, interval, keep
from reports.papers.numbers import Numbers
from reports.papers.parts.record import estimates

PATTERNS = ("distance", "likeness", "likeness_kept", "repeats", "small_towns")
UNITS = {"km": "km", "share": "share", "index": "index"}
FEWEST = 5
"""Runs from which an interval is told."""


@dataclass(frozen=True)
class Beside:
    """Cells of the patterns that show pairs, recorded and simulated."""

    frame: pl.DataFrame

    def of(self, pattern: str) -> pl.DataFrame:
        """Cells of a pattern: country (first part), name (second part), the values, role."""
        parts = pl.col("cell").str.split("|")
        return self.frame.filter(pl.col("pattern") == pattern).with_columns(
            country=parts.list.first(), name=parts.list.last()
        )


def beside(summaries: pl.DataFrame) -> Beside:
    """Set runs of one scenario beside the record.

    Parameters
    ----------
    summaries : rows of the table `summary`: replication, pattern, cell, value
    """
    frame = compare(summaries.select("replication", "pattern", "cell", "value"))
    return Beside(frame.filter(pl.col("pattern").is_in(PATTERNS)))


def add(numbers: Numbers, found: Beside) -> None:
    """Keep both sides of every cell, and how many lie inside."""
    enough = int(str(found.frame["replications"].max())) >= FEWEST
    for row in found.frame.iter_rows(named=True):
        name = f"{row['pattern']}.{row['cell'].replace('|', '.')}"
        unit = UNITS[targets()[row["pattern"]].measure]
        numbers.add(f"{name}.recorded", row["recorded"], unit, source="counts")
        numbers.add(f"{name}.simulated", row["simulated"], unit)
        for end in ("low", "high"):
            numbers.add(f"{name}.simulated.{end}", row[f"{end}90"] if enough else None, unit)
    for (pattern, role), cells in found.frame.group_by("pattern", "role", maintain_order=True):
        name = f"{pattern}.{str(role).replace(' ', '_')}"
        numbers.add(f"{name}.cells", cells.height, "cells")
        inside = int(cells["inside90"].fill_null(value=False).sum())
        numbers.add(f"{name}.inside", inside if enough else None, "cells")


def add_kept_back(numbers: Numbers, ties: Ties) -> None:
    """Keep how the split fit did on what it had not seen."""
    checks = estimates("checks")
    rows = {r["pattern"]: r for r in checks["patterns"] if r["role"] == "kept back"}
    keep(numbers, "unseen.runs", checks["runs"], "runs")
    for pattern in PATTERNS:
        row = rows[pattern]
        keep(numbers, f"unseen.{pattern}.cells", row["cells"], "cells")
        keep(numbers, f"unseen.{pattern}.inside", round(row["inside"] * row["cells"]), "cells")
        keep(numbers, f"unseen.{pattern}.p", row["p"], "p")
    held = [name for name in PATTERNS if rows[name]["inside"] >= LEAST_INSIDE]
    keep(numbers, "unseen.patterns", len(PATTERNS), "regularities")
    keep(numbers, "unseen.held", len(held), "regularities")
    contest = ties.split["checks"]["choice_contest"]
    keep(numbers, "unseen.ties", contest["ties"], "ties")
    keep(numbers, "unseen.towns", contest["towns"], "towns")
    for rival, row in contest["rivals"].items():
        # a gain of the mean log chance is a factor of the typical (geometric mean) chance
        for end, shift in {"": 0.0, ".low": -NORMAL90, ".high": NORMAL90}.items():
            gain = row["gain_per_tie"] + shift * row["gain_per_tie_error"]
            keep(numbers, f"unseen.{rival}{end}", math.exp(gain), "factor")


def add_nulls(numbers: Numbers, ties: Ties) -> None:
    """Keep what speaks for and against imitation and partner regions."""
    placebo = ties.full["rate"]["placebo"]
    named = {"earlier": "imitation", "later": "imitation_placebo"}
    for name, key in named.items():
        value, error = placebo[key]
        interval(numbers, f"neighbours.{name}", value, error, "per share of neighbours")
    region = ties.full["region"]
    for name in ("ties", "inside", "largest"):
        keep(numbers, f"region.{name}", region[name], "ties")
    # `expected` sums over the ties inside the chance of each to lie in just that region
    keep(numbers, "region.chance", region["expected"] / region["inside"], "share")
    unit = "share of searches"
    interval(numbers, "region.pull", region["value"], region["error"], unit)
    interval(numbers, "region.pull_later", region["later"], region["later_error"], unit)


def order(frame: pl.DataFrame) -> list[str]:
    """Countries of a frame in the order in which they are shown."""
    there = frame["country"].unique(maintain_order=True).to_list()
    return [country for country in COUNTRIES if country in there]
