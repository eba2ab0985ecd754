"""What an import did, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from scenarios.runs.mistakes import shown

if TYPE_CHECKING:
    from rich.console import Console

    from analysis.registers.imported import Imported

MOST = 8
"""Countries and names that are shown; the report lists them all."""
LONGEST = 40
WHY = {
    "ambiguous": "several places fit",
    "unknown": "no place of that name",
    "no_country": "no country is told",
    "not_in_world": "its country is not in the world",
    "no_name": "no name",
    "region": "a region, which the world does not hold",
}
LEFT = {
    "ended": "ties that have ended",
    "inside_germany": "ties within Germany",
    "without_germany": "ties without a German end",
}


def show(imported: Imported, console: Console) -> None:
    """Print what was read, what was found and what was not."""
    report = imported.report
    console.print(_summary(report))
    console.print(_countries(report))
    if report["not_found"]:
        console.print(_missing(report))
    for note in report["notes"]:
        console.print(note, markup=False)


def _summary(report: dict[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    source = report["source"]
    for name in ("encoding", "separator"):
        if name in source:
            table.add_row(name, str(source[name]))
    rows = [
        ("ties read", report["rows_read"]),
        *((LEFT[why], told["rows"]) for why, told in report["left_out"].items() if told["rows"]),
        ("doubles", report["doubles"]["rows"]),
        ("ties in the register", report["ties"]),
        ("both ends placed", report["placed"]),
        ("not placed", report["not_placed"]),
        ("without a form", report["without_form"]),
        ("year known", report["years"]["known"]),
        ("year unknown", report["years"]["unknown"]),
    ]
    for label, count in rows:
        table.add_row(label, f"{count:,}")
    return table


def _countries(report: dict[str, Any]) -> Table:
    table = Table("country", box=None, pad_edge=False)
    table.add_column("ends", justify="right")
    table.add_column("found", justify="right")
    for row in report["by_country"][:MOST]:
        share = f"{row['found'] / row['ends']:.1%}"
        table.add_row(Text(shown(row["country"])), f"{row['ends']:,}", share)
    return table


def _missing(report: dict[str, Any]) -> Table:
    table = Table("line", "not found", "why", box=None, pad_edge=False)
    for row in report["not_found"][:MOST]:
        # as plain text: a name may hold what a terminal or Rich would obey
        name = Text(shown(row["name"])[:LONGEST])
        table.add_row(f"{row['row']}", name, WHY[row["why"]])
    rest = len(report["not_found"]) - MOST
    if rest > 0:
        table.add_row("", f"and {rest:,} more in the report", "")
    return table
