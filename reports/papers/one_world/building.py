"""Make the report of its runs."""

from __future__ import annotations

from reports.papers.one_world.data import read
from reports.papers.one_world.figures import figures
from reports.papers.one_world.numbers import all_numbers
from reports.papers.one_world.text import text
from reports.papers.paper import Content, Provided


def build(provided: Provided) -> Content:
    """Numbers and the English text."""
    data = read(provided)
    numbers = all_numbers(data)
    return Content(numbers, (text(data, numbers, figures(data, numbers)),))
