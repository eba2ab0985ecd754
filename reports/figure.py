"""A figure as the pages of histories, strategies and sensitivity show it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reports.history import Mark


@dataclass(frozen=True)
class Figure:
    """A figure as a page shows it.

    Attributes
    ----------
    name : str
        Id on the page.
    title : str
    picture, narrow : Markup
        SVG for a wide page and for a phone; `narrow` is empty where one serves both.
    source : str
        What the numbers are, or the sidecar of a recorded table says.
    tables : tuple of str
        Names of the CSV files beside the page, without their ending.
    note : str
    badge : str
        Such as the roles of its cells: *fitted*, *kept back* ...
    marks : tuple of Mark
        Events whose letters the picture carries.
    """

    name: str
    title: str
    picture: Markup
    source: str
    tables: tuple[str, ...] = ()
    narrow: Markup = Markup("")  # noqa: RUF009  (an empty text, not shared state)
    note: str = ""
    badge: str = ""
    marks: tuple[Mark, ...] = ()
