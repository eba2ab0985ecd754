"""Report 1: reconciliation and the wave of 1950-75; what the Élysée treaty explains."""

from __future__ import annotations

from reports.papers.after_the_war.text import text
from reports.papers.needs import POSTWAR
from reports.papers.paper import Content, Paper, Provided

QUESTION = (
    "How did reconciliation after 1945 become a wave of partnerships, and what of it, if anything, "
    "does the Élysée treaty of 1963 explain?"
)


def build(provided: Provided) -> Content:
    """Numbers, figures and sentences of finished runs."""
    from reports.papers.after_the_war.data import gather
    from reports.papers.after_the_war.numbers import number

    data = gather(provided.results(POSTWAR.name))
    numbers = number(data)
    return Content(numbers, (text(numbers, data, QUESTION),))


PAPER = Paper("after_the_war", "After the war", QUESTION, (POSTWAR,), build)
