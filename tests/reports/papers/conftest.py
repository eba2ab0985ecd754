"""What every report must pass, on whatever runs it was built."""

import re
from types import SimpleNamespace

import pytest

from reports.papers.page import page


def figures_of(content):
    return [figure for section in content.texts[0].sections for figure in section.figures]


def said_alike(first, second):
    """Built twice it is the same: numbers, words, files, and what is drawn."""
    assert list(first.numbers) == list(second.numbers)
    assert first.files == second.files
    assert list(first.texts[0].said()) == list(second.texts[0].said())
    for one, other in zip(figures_of(first), figures_of(second), strict=True):
        assert one.data.equals(other.data)
        drawn = [figure.drawn or figure.wide.to_dict(validate=False) for figure in (one, other)]
        assert drawn[0] == drawn[1]


def stands_alone(paper, content, figures):
    """The page is one file that asks for nothing, with all its figures."""
    html = page(paper, content, content.texts[0], draft=True)
    assert len(html) < 3_000_000
    assert not re.search(r"(src|href)=\"https?:", html)
    assert html.count("<figure") == figures


def figures_are_whole(content, number, least=60):
    """Each has what a reader needs: `least` letters of words, a source, numbers, pictures."""
    figures = figures_of(content)
    assert len({figure.slug for figure in figures}) == len(figures) == number
    for figure in figures:
        assert len(figure.alt) > least
        assert figure.source
        assert not figure.data.is_empty()
        assert figure.narrow is not None or figure.drawn is not None


def typed(lines, but):
    """Lines with a digit in them, once what `but` stands for is taken out."""
    return [line for line in lines if re.search(r"\d", but.sub("", line))]


@pytest.fixture(scope="session")
def check():
    """`check.said_alike(content, again)` and its like."""
    return SimpleNamespace(
        said_alike=said_alike,
        stands_alone=stands_alone,
        figures_are_whole=figures_are_whole,
        typed=typed,
        figures_of=figures_of,
    )
