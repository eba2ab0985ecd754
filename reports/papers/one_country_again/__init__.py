"""Report 2: inner-German ties and the opening of the East, 1986-96."""

from __future__ import annotations

from reports.papers.needs import UNITY
from reports.papers.one_country_again.text import text
from reports.papers.paper import Content, Paper, Provided

QUESTION = (
    "What did the fall of the Wall do to partnerships: between the two parts of Germany, and with "
    "the countries to its east?"
)


def build(provided: Provided) -> Content:
    """Numbers, figures and sentences of finished runs."""
    from reports.papers.one_country_again.data import gather
    from reports.papers.one_country_again.numbers import number

    data = gather(provided.results(UNITY.name))
    numbers = number(data)
    return Content(numbers, (text(numbers, data, QUESTION),))


PAPER = Paper("one_country_again", "One country again", QUESTION, (UNITY,), build)
