"""What is known of the stock and of the registers: estimates that ship, kept as numbers."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.evidence.page.checks import LEAST_INSIDE, REGULARITIES
from analysis.recorded import facts
from analysis.validation import Scorecard, targets
from reports.papers.numbers import Numbers

FORMS = ("partnership", "friendship", "contact", "all")
YEARS = (2014, 2025)
EUROPE = {"europe.low": "C485", "europe.high": "C436", "europe.ends": "C001"}
"""Published totals of Europe: two counts of ties, and one that counts each from both ends."""
FEWEST = 5
"""Runs from which an interval is told."""


def keep(numbers: Numbers, name: str, value: float, unit: str) -> None:
    """Keep a number that rests on estimates that ship."""
    numbers.add(name, float(value), unit, source="estimates", tolerance=1e-9)


def _spread(numbers: Numbers, name: str, told: dict[str, float], unit: str) -> None:
    keep(numbers, name, told["median"], unit)
    keep(numbers, f"{name}.low", told["low"], unit)
    keep(numbers, f"{name}.high", told["high"], unit)


def add_stock(numbers: Numbers, content: dict[str, Any]) -> None:
    """Keep the true stock by form and year, and how complete the register was."""
    keep(numbers, "stock.runs", content["runs"], "runs")
    for row in content["stock"]:
        name = f"stock.{row['year']}.{row['form']}"
        _spread(numbers, f"{name}.living", row["living"], "ties")
        if "hidden" in row:
            _spread(numbers, f"{name}.hidden", row["hidden"], "ties")
            numbers.add(f"{name}.registered", row["registered"], "ties", source="counts")
    for row in content["apart"]:
        _spread(numbers, f"apart.{row['year']}.{row['scope']}", row["living"], "ties")
    for form, told in content["completeness"].items():
        _spread(numbers, f"complete.{form}", told, "share")
    for name, told in content["shares"].items():
        _spread(numbers, f"shares.{name}", told, "share")
    published = facts()
    for name, fact in EUROPE.items():
        (value,) = published.filter(pl.col("fact_id") == fact)["value"].to_list()
        numbers.add(name, value, "ties", source="counts")


def pairs(content: dict[str, Any]) -> pl.DataFrame:
    """Double records that were used or checked: label, ratio, expected, low, high, role."""
    rows = [
        (
            row["what"],
            row["register"],
            row["other"],
            row["ratio"],
            *(row["expected"][end] for end in ("median", "low", "high")),
            row["role"],
        )
        for row in content["pairs"]
        if row["role"] in ("pooled", "checked")
    ]
    names = ["label", "register", "other", "ratio", "expected", "low", "high", "role"]
    return pl.DataFrame(rows, schema=names, orient="row")


def add_pairs(numbers: Numbers, frame: pl.DataFrame) -> None:
    """Keep how the register compares with counts by others."""
    checked = frame.filter(pl.col("role") == "checked")
    keep(numbers, "pairs.pooled", frame.height - checked.height, "counts")
    keep(numbers, "pairs.checked", checked.height, "counts")
    inside = checked.filter(pl.col("ratio").is_between(pl.col("low"), pl.col("high")))
    keep(numbers, "pairs.inside", inside.height, "counts")
    least = frame.sort("ratio").row(0, named=True)
    keep(numbers, "pairs.least", least["ratio"], "share")
    keep(numbers, "pairs.least.register", least["register"], "ties")
    keep(numbers, "pairs.least.other", least["other"], "ties")


# ------------------------------------------------------------------ the scorecard


def scorecard(checks: dict[str, Any], card: Scorecard) -> pl.DataFrame:
    """Patterns by role: cells and how many the split fit holds; the same of these runs.

    Columns: pattern, title, role, cells, inside, p (split fit); now_cells, now_inside (the fit
    that ships, in these runs).
    """
    rows = [
        (r["pattern"], r["role"], r["cells"], round(r["inside"] * r["cells"]), r["p"])
        for r in checks["patterns"]
    ]
    split = pl.DataFrame(rows, schema=["pattern", "role", "cells", "inside", "p"], orient="row")
    here = card.summary.select(
        "pattern",
        "role",
        now_cells="cells",
        now_inside=(pl.col("inside90") * pl.col("cells")).round().cast(pl.Int64),
    )
    titles = {name: target.title for name, target in targets().items()}
    return split.join(here, on=["pattern", "role"], how="left", maintain_order="left").with_columns(
        title=pl.col("pattern").replace(titles)
    )


def regularities(table: pl.DataFrame) -> pl.DataFrame:
    """The regularities that nothing was fitted to: label, cells, inside, holds, in their order."""
    rows = []
    for pattern, words in REGULARITIES.items():
        found = table.filter(pl.col("pattern") == pattern, pl.col("role") == "kept back")
        if found.is_empty():
            raise ValueError(f"checks.json: lacks the regularity '{pattern}'")
        row = found.row(0, named=True)
        holds = row["inside"] >= LEAST_INSIDE * row["cells"]
        rows.append((pattern, words, row["cells"], row["inside"], row["p"], holds))
    names = ["pattern", "label", "cells", "inside", "p", "holds"]
    return pl.DataFrame(rows, schema=names, orient="row")


def add_scores(numbers: Numbers, table: pl.DataFrame, found: pl.DataFrame, runs: int) -> None:
    """Keep the scorecard and the regularities."""
    numbers.add("regularity.least", LEAST_INSIDE, "share", source="counts")
    keep(numbers, "regularities", found.height, "regularities")
    keep(numbers, "regularities.hold", found.filter("holds").height, "regularities")
    for row in found.iter_rows(named=True):
        name = f"regularity.{row['pattern']}"
        keep(numbers, f"{name}.cells", row["cells"], "cells")
        keep(numbers, f"{name}.inside", row["inside"], "cells")
        keep(numbers, f"{name}.p", row["p"], "p")
    for row in table.iter_rows(named=True):
        name = f"score.{row['pattern']}.{row['role'].replace(' ', '_')}"
        keep(numbers, f"{name}.cells", row["cells"], "cells")
        keep(numbers, f"{name}.inside", row["inside"], "cells")
        enough = runs >= FEWEST and row["now_inside"] is not None
        numbers.add(f"{name}.now", row["now_inside"] if enough else None, "cells")
        numbers.add(f"{name}.now_cells", row["now_cells"] if enough else None, "cells")
    rare = table.filter(pl.col("p") < 0.05)
    keep(numbers, "score.rows", table.height, "patterns")
    keep(numbers, "score.rare", rare.height, "patterns")
    kept = table.filter(pl.col("role") == "kept back")
    keep(numbers, "score.kept.cells", sum(kept["cells"].to_list()), "cells")
    keep(numbers, "score.kept.inside", sum(kept["inside"].to_list()), "cells")
