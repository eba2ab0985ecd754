"""What a paper is: a question, the runs that it needs, and what it makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from markupsafe import Markup

if TYPE_CHECKING:
    from reports.papers.numbers import Numbers
    from scenarios.runs import Results
    from scenarios.runs.tables import Table


@dataclass(frozen=True)
class Need:
    """Runs that papers share by name.

    Attributes
    ----------
    name : of their folder
    scenarios : names of scenarios that ship; all run under the same seeds and draws
    replications, draft : runs of each scenario, in full and in a draft
    until : last year; None for the scenarios' own
    strategies : compared with the (single) scenario in pairs, as `jumelage compare` does
    tables : what is kept of each run beside the standard tables, by name
    draft_world : the world of a draft; "toy" where pairs are too many for the real one
    """

    name: str
    scenarios: tuple[str, ...]
    replications: int
    draft: int
    until: int | None = None
    strategies: tuple[str, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    draft_world: str = "germany"


@dataclass(frozen=True)
class Provided:
    """Finished runs, for a paper to read.

    Attributes
    ----------
    draft : whether they are few
    folders : of each need, by its name
    """

    draft: bool
    folders: Mapping[str, Path]

    def results(self, need: str) -> Results:
        """The finished runs of a need."""
        from scenarios.runs import open_results

        return open_results(self.folders[need])


@dataclass(frozen=True)
class Figure:
    """A picture with what stands behind it.

    Attributes
    ----------
    slug : one of a kind within the paper; letters, digits and hyphens
    title : a sentence that says what is seen
    alt : for those who cannot see it
    data : the table behind it
    source : source line, from metadata
    wide, narrow : Altair charts for a page (plot about 900 pixels wide) and for a phone (285);
        `narrow` may be left out where `wide` is narrow itself
    drawn : in their place an SVG of our own (a map)
    badge : "fitted", "kept back", "simulated only" or "" where nothing is compared
    note : below the picture
    """

    slug: str
    title: str
    alt: str
    data: pl.DataFrame
    source: str
    wide: Any = None
    narrow: Any = None
    drawn: Markup | None = None
    badge: str = ""
    note: str = ""


@dataclass(frozen=True)
class Grid:
    """A small table of words and numbers, as text: header and rows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """Part of a paper: a heading, paragraphs, then figures and tables.

    A section without a title is left to a template of the paper's own.
    """

    title: str
    paragraphs: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class Text:
    """A paper in one language.

    Attributes
    ----------
    language : "en" or "de"
    title, question : of the paper
    answer : what it found, in a hundred words: paragraphs
    sections : the rest
    method : how it was made, in a few sentences
    limits : what it does not show
    template : of the page; one of the paper's own extends `paper.html.j2`
    more : what such a template needs beside, as `more`
    """

    language: str
    title: str
    question: str
    answer: tuple[str, ...]
    sections: tuple[Section, ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]
    template: str = "paper.html.j2"
    more: Mapping[str, Any] = field(default_factory=dict)

    def said(self) -> Iterator[str]:
        """Everything that a reader of the page reads: sentences, titles, words of figures, cells.

        What a template of the paper's own adds, and source lines, are left out.
        """
        yield from (self.title, self.question, *self.answer, *self.method, *self.limits)
        for section in self.sections:
            yield from (section.title, *section.paragraphs)
            for figure in section.figures:
                yield from (figure.title, figure.alt, figure.note, figure.badge)
            for grid in section.grids:
                yield from (grid.caption, grid.note, *grid.head)
                yield from (cell for row in grid.rows for cell in row)


@dataclass(frozen=True)
class Content:
    """What a paper makes of its runs.

    Attributes
    ----------
    numbers : every number that its texts show
    texts : the first is the paper's own language
    files : what stands beside the page but behind no figure, by name: content
    """

    numbers: Numbers
    texts: tuple[Text, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """A published report.

    Attributes
    ----------
    name : as `jumelage report NAME` takes it
    title, question : for the list and the index
    needs : runs
    build : makes the content of finished runs
    keeps : files beside the page that are published whole, with the numbers
    """

    name: str
    title: str
    question: str
    needs: tuple[Need, ...]
    build: Callable[[Provided], Content]
    keeps: tuple[str, ...] = ()
