"""A drawn figure: its pictures, what to read off them, and how to draw it again."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reports.theme import Chart, svg

PAIR = "pair-"
"""How names of groups begin whose figures stand two in a row, not as many as fit."""


@dataclass(frozen=True)
class Figure:
    """A drawn figure.

    Attributes
    ----------
    name : letters, digits, underscores; one of a kind, of the file with its specification too
    title : what it shows
    wide, narrow : for a column of a page, and for a phone
    note : how to read it, full sentences
    chart : what can be drawn again; None where it is no chart
    small : name of the group of small figures that it stands in; "" where it has a row of its own
    """

    name: str
    title: str
    wide: Markup
    narrow: Markup | None
    note: str = ""
    chart: Chart | None = None
    small: str = ""


def figure(
    name: str, title: str, wide: Chart, narrow: Chart | None, alt: str, note: str = ""
) -> Figure:
    """A chart in two widths; without a narrow one it is narrow enough for all."""
    small = None if narrow is None else svg(narrow, f"{name}-narrow", alt)
    return Figure(name, title, svg(wide, f"{name}-wide", alt), small, note, wide)
