"""A study on the terminal: for each outcome the groups that weigh most, and luck."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from reports.sensitivity.rows import SINGLE, Content, ordered, range_of, share


def show(content: Content, console: Console) -> None:
    """Print one row an outcome."""
    table = Table(title="Share of variance behind what people read off a run", title_justify="left")
    table.add_column("outcome")
    table.add_column("mean (90 % range)")
    table.add_column("groups that weigh most: total index, 90 % interval")
    table.add_column("luck", justify="right")
    for outcome in content["outcomes"]:
        rows = ordered(content, outcome["name"])
        luck = next(row for row in rows if row["group"] == "luck")
        leading = [row for row in rows if row["group"] != "luck"][:SINGLE]
        told = "\n".join(
            f"{row['title']} {share(row['total'])} "
            f"({share(row['total_low90'])} to {share(row['total_high90'])})"
            for row in leading
        )
        table.add_row(outcome["label"], range_of(outcome), told, share(luck["total"]))
    console.print(table)
    for name, why in content["left_out"].items():
        console.print(f"{name}: left out, {why}")
