"""The tables on the terminal: plain words, under each table what it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Drawn
from rich.text import Text

from analysis.indirect import Comparison
from analysis.models import Analysis
from reports.analysis import beside
from reports.analysis.grid import Grid, grid
from reports.analysis.result import Result

GAPS = re.compile(r"(?<=\d)\u202f(?=\d)")
ROOMY = 100
"""Columns of a terminal from which every column of a table is shown."""
READ = (
    "diff.: simulated less recorded, in joint errors of record and runs; inside: below 1.645 (90%)."
)
SAID = ("n", "Period", "Source", "Estimator", "Errors", "Runs", "Fit")
"""What is said under a table; the unit stands in its title."""


def show_all(result: Result, console: Console) -> None:
    """Print every analysis of a call, each with the record beside it where it was asked for."""
    for analysis in result.analyses:
        show(analysis, console)
        comparison = result.comparisons.get(analysis.model)
        if comparison is not None:
            show_beside(comparison, console)
    said(tuple(f"Left out: {why}" for why in result.left_out), console)


def show_beside(comparison: Comparison, console: Console) -> None:
    """Print recorded and simulated coefficients, and how many agree."""
    for one in comparison.couples:
        draw(beside.grid(one), console)
        console.print()
    said((READ,), console)
    console.print(_text(" ".join(beside.count(comparison)), style="bold"))
    for sentence in beside.furthest(comparison):
        console.print(Padding(_text(sentence), (0, 0, 0, 2)))
    said(comparison.notes, console)
    console.print()


def show(analysis: Analysis, console: Console) -> None:
    """Print an analysis: what it answers, its tables, its notes."""
    console.print(_text(analysis.title, style="bold"))
    console.print(_text(analysis.question))
    for table in analysis.tables:
        console.print()
        draw(grid(analysis.model, table), console)
    said(analysis.notes, console)
    console.print()


def draw(shown: Grid, console: Console) -> None:
    """Print one table and what it says of itself."""
    unit = shown.facts.get("Unit")
    console.print(_text(f"{shown.title} [{unit}]" if unit else shown.title, style="underline"))
    table = Drawn(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1))
    table.add_column("", min_width=14, max_width=44)
    spare = shown.spare if console.width < ROOMY else ()
    columns = [at for at in range(len(shown.heads)) if at not in spare]
    for at in columns:
        words = [word for _, cells in shown.rows for word in cells[at].split()]
        numeric = shown.numeric[at]
        table.add_column(
            _text(shown.heads[at]),
            justify="right" if numeric else "left",
            no_wrap=numeric,
            min_width=None if numeric else max(map(len, words), default=1),
        )
    for label, cells in shown.rows:
        table.add_row(_text(label), *(_text(cells[at]) for at in columns))
    console.print(table)
    facts = [f"{name}: {text}" for name, text in shown.facts.items() if name in SAID]
    said((*facts, *shown.remarks, *shown.notes), console)


def _text(words: str, style: str = "") -> Text:
    """Words as they are; a gap in a number is a comma, for a terminal breaks lines at gaps."""
    return Text(GAPS.sub(",", words), style=style)


def said(sentences: Sequence[str], console: Console) -> None:
    """Print sentences below a table, fainter than its numbers."""
    for sentence in sentences:
        console.print(Padding(_text(sentence, style="dim"), (0, 0, 0, 2)))
