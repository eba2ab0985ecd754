"""The page of an analysis: one HTML file that loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from typing import Any

from markupsafe import Markup

from reports.analysis import beside, great
from reports.analysis.chapters import Chapter, Entry
from reports.analysis.drawn import Figure
from reports.analysis.grid import Grid, name_of
from reports.analysis.result import Result
from reports.templating import render
from reports.theme import palette
from scenarios.runs import version

MADE_WITH = ("altair", "great-tables", "numpy", "polars", "statsmodels")


def page(result: Result, drawn: Sequence[Chapter], overview: Figure | None) -> str:
    """The HTML of the page; the same result gives the same bytes.

    Parameters
    ----------
    result : Result
    drawn : of `chapters`
    overview : of all comparisons in one figure; None where there is none
    """
    compared = list(result.comparisons.values())
    return render(
        "analysis.html.j2",
        colours=palette(),
        material=result.material,
        sections=[_section(one) for one in drawn],
        verdict=beside.verdict(compared, result.titles),
        overview=overview,
        roles={pair.role for one in compared for pair in one.pairs},
        left_out=result.left_out,
        origin=_origin(result),
        command=result.command,
    )


def _section(chapter: Chapter) -> dict[str, Any]:
    """One model: figures first, then the tables, then the record beside it."""
    analysis, comparison = chapter.analysis, chapter.comparison
    return {
        "model": analysis.model,
        "title": analysis.title,
        "question": analysis.question,
        "figures": chapter.figures,
        "tables": [_table(one) for one in chapter.entries],
        "frames": [
            {"file": f"{name_of(analysis.model, name)}.csv", "rows": frame.height}
            for name, frame in analysis.frames.items()
        ],
        "notes": analysis.notes,
        "compared": None
        if comparison is None
        else {
            "count": beside.count(comparison),
            "tables": [_table(one) for one in chapter.beside],
        },
    }


def _table(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.grid.name,
        "title": entry.grid.title.removeprefix(beside.TITLE),
        "rows": len(entry.grid.rows),
        "columns": _columns(entry.grid),
        "html": Markup(great.html(entry.grid)),  # Great Tables escapes what is in the cells
        "figures": entry.figures,
    }


def _columns(shown: Grid) -> str:
    """Widths of the columns of numbers where a row is laid out anew, on phones."""
    widest = [
        max([0.95 * len(head), *(len(cells[at]) for _, cells in shown.rows)])
        for at, head in enumerate(shown.heads)
    ]
    return " ".join(f"minmax(0,{max(letters, 4):.1f}fr)" for letters in widest)


def _origin(result: Result) -> dict[str, str]:
    versions = {"jumelage": version(), **{name: metadata.version(name) for name in MADE_WITH}}
    views = {"recorded": "ties as the register of spring 2015 shows them", "all": "all ties"}
    return {
        "Source": result.material.source,
        "Kind": result.material.kind,
        "World": result.material.world,
        "Replications": str(result.material.size),
        "View": f"{result.material.view}: {views[result.material.view]}",
        "Versions": ", ".join(f"{name} {number}" for name, number in versions.items()),
    }
