"""The contest for the terminal: plain words, at most eighty columns."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from analysis.contest.entries import ALL, MODEL
from analysis.validation.labels import label

Titles = Mapping[str, str]


def render(console: Console, runs: int, titles: Titles, frames: Mapping[str, pl.DataFrame]) -> None:
    """Print shares, counts, five-year counts and distances, then what must hold.

    Parameters
    ----------
    console : where to
    runs, titles, frames : as a `Contest` has them
    """
    console.print(
        f"{runs} runs and {len(titles) - 1} rivals on what was kept back",
        style="bold",
    )
    console.print(_shares(frames["shares"], titles))
    console.print(_counts(frames["counts"], titles))
    console.print(_five_year(frames["five_year"], titles))
    console.print(_distances(frames["distances"]))
    rules = frames["rules"]
    console.print(f"{rules['holds'].sum()} of {rules.height} rules hold:")
    console.print(_rules(rules))
    console.print(
        "Gain: above 0 where the model is better, with its standard error; in nats, for\n"
        "intervals in ties. Score: mean interval score, in ties, the lower the better;\n"
        "model: its own on the same cells. README.md of analysis/contest says how.",
        style="dim",
        highlight=False,
    )


def _table(*titles: str) -> Table:
    """A table whose first column is words and whose others are numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(titles[0], ratio=1)
    for title in titles[1:]:
        table.add_column(title, justify="right", no_wrap=True)
    return table


def number(value: float | None, digits: int = 0, sign: bool = False) -> str:
    """Write a number; nothing where there is none."""
    if value is None:
        return ""
    return f"{value:{'+' if sign else ''},.{digits}f}".replace("-", "−")


def percent(share: float | None) -> str:
    """Write a share in per cent."""
    return "" if share is None else f"{100 * share:.0f}%"


def _shares(shares: pl.DataFrame, titles: Titles) -> Table:
    table = _table("country shares of kept-back Länder", "ahead in", "gain", "error", "z")
    for row in shares.filter(pl.col("land") == ALL).iter_rows(named=True):
        laender = shares.filter(pl.col("rival") == row["rival"]).height - 1
        table.add_row(
            titles[row["rival"]],
            f"{row['ahead']} of {laender}",
            number(row["gain"], sign=True),
            number(row["error"]),
            number(row["z"], 1, sign=True),
        )
    return table


def _counts(counts: pl.DataFrame, titles: Titles) -> Table:
    table = _table("counts, 90% intervals", "cells", "hold", "score", "model", "gain", "error")
    for row in counts.filter(pl.col("pattern") == ALL).iter_rows(named=True):
        own = row["entry"] == MODEL
        table.add_row(
            titles[row["entry"]],
            str(row["cells"]),
            percent(row["model_coverage" if own else "rival_coverage"]),
            number(row["model_score" if own else "rival_score"]),
            "" if own else number(row["model_score"]),
            number(row["gain"], sign=True),
            number(row["error"]),
        )
    return table


def _five_year(five_year: pl.DataFrame, titles: Titles) -> Table:
    table = _table("counts by country and period", "cells", "gain", "error", "z")
    for row in five_year.filter(pl.col("period") == ALL).iter_rows(named=True):
        table.add_row(
            titles[row["rival"]],
            str(row["cells"]),
            number(row["gain"], sign=True),
            number(row["error"]),
            number(row["z"], 1, sign=True),
        )
    return table


def _distances(distances: pl.DataFrame) -> Table:
    table = _table("distributions", "role", "off by", "by luck", "unit")
    for row in distances.iter_rows(named=True):
        digits = 0 if row["unit"] == "km" else 3
        words = "ties a municipality" if row["cell"] == ALL else f"distance, {label(row['cell'])}"
        table.add_row(
            words,
            row["role"],
            number(row["wasserstein"], digits),
            number(row["luck"], digits),
            row["unit"],
        )
    return table


def _rules(rules: pl.DataFrame) -> Table:
    table = _table("rule", "found", "needed", "holds")
    for row in rules.iter_rows(named=True):
        table.add_row(
            row["rule"],
            number(row["value"], 2),
            number(row["needed"], 1),
            "yes" if row["holds"] else "no",
        )
    return table
