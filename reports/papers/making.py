"""Build papers, and build them again to compare."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reports.papers.paper import Content, Paper
from reports.papers.providing import provide
from reports.papers.published import Row, compare, path_of, read
from reports.papers.publishing import begin, write, write_index

if TYPE_CHECKING:
    from scenarios.runs.work import Progress

Made = list[tuple[Paper, Content]]


def make(
    papers: Sequence[Paper],
    out: Path,
    *,
    draft: bool,
    workers: int = 2,
    resume: bool = False,
    progress: Progress | None = None,
) -> Made:
    """Make the runs of some papers, their pages and the index.

    Parameters
    ----------
    papers : at least one
    out : a new or empty folder, or with `resume` one of reports
    draft : few runs, and every figure says so
    workers, progress : as in `scenarios.runs.ensemble`

    Raises
    ------
    RunError
        If a run failed, or the folder must not or cannot be written to.
    ValueError
        If a page is too large.
    """
    begin(out, papers, resume=resume)
    provided = provide(papers, out, draft=draft, workers=workers, progress=progress)
    made = [(paper, paper.build(provided)) for paper in papers]
    for paper, content in made:
        write(paper, content, out, draft=draft)
    write_index(made, out, draft=draft)
    return made


def verdicts(made: Made, *, draft: bool) -> list[Row]:
    """Every number of papers that were made again beside the published one.

    Raises
    ------
    ValueError
        If nothing was published of one of them.
    """
    rows: list[Row] = []
    for paper, content in made:
        file = path_of(paper.name, draft=draft)
        told = f"reports/published/{file.name}"
        rows += compare(paper.name, list(content.numbers), read(paper.name, draft=draft), told)
    return rows
