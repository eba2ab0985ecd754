"""The files of an analysis: page, coefficients, tables for papers, charts, further numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from analysis.canonical import canonical
from analysis.exports.writing import MARKER
from analysis.indirect import indirect
from analysis.models import coefficients
from reports.analysis import figures, great
from reports.analysis.chapters import chapters
from reports.analysis.drawn import Figure
from reports.analysis.grid import name_of
from reports.analysis.page import page
from reports.analysis.result import Result
from scenarios.runs.kept.folder import marked
from scenarios.runs.mistakes import writing

PAGE = "analysis.html"


def publish(result: Result, folder: Path) -> Path:
    """Write all files of an analysis.

    Parameters
    ----------
    result : Result
    folder : Path
        An empty folder, as `analysis.exports.writing.staged` gives it.

    Returns
    -------
    Path
        Of the page. The same result gives the same bytes in every file.

    Raises
    ------
    RunError
        If a file cannot be written.
    """
    files = contents(result)
    marker = marked("analysis", list(files), command=result.command)
    for name, content in {**files, MARKER: canonical(marker)}.items():
        with writing(folder / name):
            (folder / name).write_bytes(content)
    return folder / PAGE


def contents(result: Result) -> dict[str, bytes]:
    """Name and content of every file but the marker."""
    drawn = chapters(result)
    overview = figures.overview(list(result.comparisons.values()), result.titles)
    charts = [overview, *(figure for one in drawn for figure in one.all_figures())]
    files = {
        PAGE: page(result, drawn, overview).encode(),
        "coefficients.csv": _csv(pl.concat(coefficients(one) for one in result.analyses)),
    }
    files |= {f"{one.name}.tex": great.latex(one).encode() for c in drawn for one in c.all_grids()}
    files |= {f"{one.name}.vl.json": _chart(one) for one in charts if one and one.chart}
    for one in result.analyses:
        files |= {f"{name_of(one.model, name)}.csv": _csv(f) for name, f in one.frames.items()}
    if result.comparisons:
        files["indirect.csv"] = _csv(indirect(result.comparisons.values()))
    return files


def _chart(figure: Figure) -> bytes:
    """The specification of a chart, with its data."""
    content: dict[str, Any] = figure.chart.to_dict() if figure.chart is not None else {}
    return canonical(content)


def _csv(frame: pl.DataFrame) -> bytes:
    """A frame as CSV; lists and structs as JSON-like text."""
    return frame.write_csv().encode()
