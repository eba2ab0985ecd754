"""The scorecard for the terminal: plain words, at most eighty columns."""

from __future__ import annotations

from typing import Any

import polars as pl
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analysis.validation.labels import label
from analysis.validation.patterns import cells
from analysis.validation.targets import targets

DIGITS = {"count": 0, "figure": 0, "people": 0, "km": 0, "mean": 1, "index": 2}


def render(
    console: Console,
    name: str,
    runs: int,
    frame: pl.DataFrame,
    summary: pl.DataFrame,
    worst: pl.DataFrame,
    missed_figures: pl.DataFrame,
) -> None:
    """Print total and largest countries, then the patterns, then what was missed.

    Parameters
    ----------
    console : where to
    name, runs : what was scored, and its replications
    frame, summary, worst, missed_figures : as a `Scorecard` has them
    """
    told = "1 run" if runs == 1 else f"{runs} runs"
    head = f"{name}: " if name else ""
    console.print(f"{head}{told} beside the register of spring 2015", style="bold", markup=False)
    console.print(_countries(frame, runs))
    console.print(_patterns(summary))
    misses = [row for row in worst.to_dicts() if not targets()[row["pattern"]].facts]
    console.print("Furthest off:" if misses else "No scored number lies outside its band.")
    for row in misses:
        console.print(Padding(Text(sentence(row)), (0, 0, 0, 2)))
    _missed_figures(missed_figures, console)
    console.print(
        "Inside: the record meets the 90% band of the runs, widened by its own error.\n"
        "Counts under 5 are not scored. Fitted: chosen to match. Kept back: from the split fit, "
        "whose scores are evidence (analysis/CALIBRATION.md); what ships was refitted with all in "
        "view.",
        style="dim",
        highlight=False,
    )


def _missed_figures(missed: pl.DataFrame, console: Console) -> None:
    """Published figures of single years that were missed, each pattern with its reason."""
    if missed.is_empty():
        return
    console.print("Published figures of single years, missed:")
    for pattern in missed["pattern"].unique(maintain_order=True):
        for row in missed.filter(pl.col("pattern") == pattern).to_dicts():
            console.print(Padding(Text(sentence(row)), (0, 0, 0, 2)))
        why = targets()[pattern].miss
        if why is not None:
            console.print(Padding(Text(why, style="dim"), (0, 0, 0, 4)))


def number(value: float | None, pattern: str) -> str:
    """Write a number as its pattern is measured: ties whole, shares in per cent."""
    if value is None:
        return "nothing"
    measure = targets()[pattern].measure
    if measure == "share":
        return f"{100 * value:.1f}%".replace("-", "−")
    return f"{value:,.{DIGITS[measure]}f}"


def recorded(row: dict[str, Any]) -> str:
    """Write the recorded number, a range as ``61 to 98``."""
    low = number(row["recorded"], row["pattern"])
    high = row["recorded_high"]
    return low if high is None else f"{low} to {number(high, row['pattern'])}"


def percent(relative_error: float | None) -> str:
    """Write a relative error as ``+12%``."""
    if relative_error is None:
        return ""
    return f"{100 * relative_error:+.0f}%".replace("-", "−")


def sentence(row: dict[str, Any]) -> str:
    """Say a miss plainly, from a row of the scorecard's frame."""
    off = percent(row["relative_error"])
    tail = f" ({off}; {row['role']})" if off else f" ({row['role']})"
    return (
        f"{targets()[row['pattern']].title}, {label(row['cell'])}: "
        f"recorded {recorded(row)}, simulated {number(row['simulated'], row['pattern'])}{tail}"
    )


def _countries(frame: pl.DataFrame, runs: int) -> Table:
    """Total and the eight countries with most ties."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("ties")
    for title in ("recorded", "simulated", "90% band", "off by"):
        table.add_column(title, justify="right")
    shown = pl.concat(
        frame.filter(pl.col("pattern") == pattern, pl.col("cell").is_in(names))
        for pattern, names in (("total", ["all"]), ("countries", list(cells.main_countries())))
    )
    for row in shown.iter_rows(named=True):
        low, high = (number(row[end], row["pattern"]) for end in ("low90", "high90"))
        table.add_row(
            label(row["cell"]),
            recorded(row),
            number(row["simulated"], row["pattern"]),
            f"{low} to {high}" if runs > 1 else "",
            percent(row["relative_error"]),
        )
    return table


def _patterns(summary: pl.DataFrame) -> Table:
    """One line a pattern and role."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("pattern", ratio=1, max_width=44)
    table.add_column("role", no_wrap=True)
    for title in ("numbers", "inside", "mean off"):
        table.add_column(title, justify="right", no_wrap=True)
    for row in summary.iter_rows(named=True):
        off = row["mean_absolute_relative_error"]
        table.add_row(
            row["title"],
            row["role"],
            str(row["cells"]),
            f"{100 * row['inside90']:.0f}%",
            "" if off is None else f"{100 * off:.0f}%",
        )
    return table
