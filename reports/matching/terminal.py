"""Partners of a town on the terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.matching import Answer
from reports.matching.words import chance, number, reasons, state, title, told


def show(answer: Answer, console: Console) -> None:
    """Print the candidates as a table, and below it what a reader must know."""
    console.print(Text(f"Partners for {title(answer)}", style="bold"))
    console.print(Text(told(answer)))
    if answer.candidates:
        console.print(_table(answer))
    for note in answer.notes:
        console.print(Text(note, style="dim"))


def _table(answer: Answer) -> Table:
    known = answer.register is not None
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", justify="right")
    table.add_column("place", min_width=16)
    table.add_column("chance", justify="right", no_wrap=True)
    table.add_column("km", justify="right", no_wrap=True)
    table.add_column("people", justify="right", no_wrap=True)
    if known:
        table.add_column("state")
    table.add_column("why", ratio=1)
    for place, candidate in enumerate(answer.candidates, 1):
        cells = [
            str(place),
            f"{candidate.name} {candidate.country}",
            chance(candidate.probability),
            number(candidate.distance_km),
            number(candidate.population),
            *([state(candidate)] if known else []),
            "; ".join(reasons(candidate)) or "–",
        ]
        table.add_row(*(Text(cell) for cell in cells))
    return table
