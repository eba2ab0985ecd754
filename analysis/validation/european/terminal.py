"""The European figures for the terminal: at most eighty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

from analysis.validation.terminal import percent
from simulation.world import EUROPE, NOT_CALIBRATED

if TYPE_CHECKING:
    from analysis.validation.european.card import EuropeanCard


def render(card: EuropeanCard, console: Console) -> None:
    """Print each published figure with its simulated value and badge, then what to know of it."""
    console.print("Published figures of Europe", style="bold")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("ties", ratio=1)
    for title in ("year", "recorded", "simulated", "off by"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("role", no_wrap=True)
    for row in card.frame.iter_rows(named=True):
        table.add_row(
            row["title"],
            str(row["year"]),
            _recorded(row),
            _number(row["simulated"], row["measure"]),
            percent(row["relative_error"]),
            row["role"],
        )
    console.print(table)
    console.print(
        f"{NOT_CALIBRATED[EUROPE]}\n"
        "Simulated: what a register as complete as the German one would hold. Ties between two "
        "other countries are within Europe; a country's recorded total may hold others.",
        style="dim",
        highlight=False,
    )


def _recorded(row: dict[str, Any]) -> str:
    low = _number(row["recorded"], row["measure"])
    high = row["recorded_high"]
    return low if high is None else f"{low} to {_number(high, row['measure'])}"


def _number(value: float | None, measure: str) -> str:
    if value is None:
        return "nothing"
    return f"{value:,.0f}" if measure == "ties" else f"{value:.2f}"
