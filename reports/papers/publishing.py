"""The files of a paper: its pages, and beside each figure its data and its chart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from reports.papers.page import WORDS, file_name, page
from reports.papers.paper import Content, Figure, Paper
from reports.templating import render
from reports.theme import config, palette
from scenarios.runs.kept.folder import check_free, marked, write_json, write_whole
from scenarios.runs.mistakes import writing

INDEX, MARKER, RUNS = "index.html", "demo.json", "runs"
LARGEST = 3_000_000
"""Bytes of a page at most: it must open on a phone."""


def begin(out: Path, papers: Sequence[Paper], *, resume: bool) -> None:
    """Make the folder of some papers, or go on in it.

    Raises
    ------
    RunError
        If it must not or cannot be written to.
    """
    names = [
        RUNS,
        INDEX,
        *(name for paper in papers for name in (paper.name, f"{paper.name}.html")),
    ]
    names += [f"{paper.name}.de.html" for paper in papers]
    there = out / MARKER
    if resume and there.is_file():
        known = json.loads(there.read_bytes())
        names = sorted({*names, *known.get("files", [])})
    else:
        check_free(out, instead="go on with --resume if jumelage wrote it")
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    write_json(there, marked("reports", names))


def write(paper: Paper, content: Content, out: Path, *, draft: bool) -> list[Path]:
    """Write the pages of a paper and what stands behind its figures.

    Returns
    -------
    list of Path
        The pages, that of the paper's own language first.

    Raises
    ------
    RunError
        If they cannot be written.
    ValueError
        If a page is larger than 3 MB.
    """
    pages = []
    for text in content.texts:
        html = page(paper, content, text, draft=draft).encode()
        if len(html) > LARGEST:
            raise ValueError(f"{paper.name}: its page has {len(html):,} bytes, above {LARGEST:,}")
        path = out / file_name(paper, text)
        write_whole(path, html)
        pages.append(path)
    folder = out / paper.name
    with writing(folder):
        folder.mkdir(exist_ok=True)
    for section in content.texts[0].sections:
        for figure in section.figures:
            _behind(figure, folder)
    for name, more in content.files.items():
        write_whole(folder / f"part-{name}", more)
    return pages


def _behind(figure: Figure, folder: Path) -> None:
    """Data of a figure as CSV, and its chart as Vega-Lite where it is one."""
    write_whole(folder / f"part-{figure.slug}.csv", figure.data.write_csv().encode())
    if figure.wide is not None:
        spec = figure.wide.configure(**config().to_dict()).to_dict(validate=False)
        text = json.dumps(spec, indent=1, sort_keys=True, ensure_ascii=False)
        write_whole(folder / f"part-{figure.slug}.vl.json", text.encode())


def write_index(papers: Sequence[tuple[Paper, Content]], out: Path, *, draft: bool) -> Path:
    """Write the page that lists the papers."""
    rows = [
        {
            "title": content.texts[0].title,
            "question": paper.question,
            "answer": content.texts[0].answer[0],
            "pages": [(file_name(paper, text), text.language) for text in content.texts],
        }
        for paper, content in papers
    ]
    html = render(
        "papers_index.html.j2", colours=palette(), words=WORDS["en"], rows=rows, draft=draft
    )
    path = out / INDEX
    write_whole(path, html.encode())
    return path
