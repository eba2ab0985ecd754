"""The policy page on invented comparisons: its first words, both languages, one sheet of A4."""

import importlib.util
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.strategies import compare
from reports.papers import numbers as numbers_module
from reports.papers.needs import REVIVAL
from reports.papers.paper import Content, Provided
from reports.papers.publishing import write
from reports.papers.what_would_revive_it import PAPER, building
from scenarios.strategies import load_strategy

YEAR = re.compile(r"\b(19|20)\d\d\b")
GAINS = {
    "coordinator": (110.0, 0.8),
    "digital_meetings": (3.0, 4.0),
    "revival": (300.0, 0.9),
    "school_exchange": (40.0, 0.9),
    "search_board": (290.0, 0.9),
    "small_grants": (35.0, 0.9),
    "successors": (33.0, 0.9),
    "theme_projects": (2.0, 5.0),
}
"""Gain and width of the range of each strategy that is no mix."""


def invented():
    path = Path(__file__).parents[1] / "strategies" / "conftest.py"
    spec = importlib.util.spec_from_file_location("invented_comparisons", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MADE = invented()


def comparison(gains, number=20):
    some = [
        MADE.Made(name, load_strategy(name).title, gain, width)
        for name, (gain, width) in gains.items()
    ]
    some.append(MADE.Made("nothing", "Doing nothing", 0.0, spent=0.0))
    return compare(MADE.material_of(some, number), permutations=20)


def build(gains=GAINS):
    """The content of the page on an invented comparison."""
    made = comparison(gains)
    record = {"seed": 2026, "world": "toy", "draws": True}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "read_comparison", lambda *_: made)
        patch.setattr(Provided, "results", lambda *_: SimpleNamespace(record=record))
        return PAPER.build(Provided(draft=True, folders={REVIVAL.name: Path()}))


@pytest.fixture(scope="module")
def content():
    return build()


@pytest.fixture(scope="module")
def drafts(content, tmp_path_factory):
    """Paths of its pages as drafts; do not change what lies there."""
    return write(PAPER, content, tmp_path_factory.mktemp("drafts"), draft=True)


@pytest.fixture(scope="module")
def pages(content, tmp_path_factory):
    """Paths of its pages as published; do not change what lies there."""
    return write(PAPER, content, tmp_path_factory.mktemp("pages"), draft=False)


def said(text):
    """All that the page says in words: sentences, titles, alt texts, notes, tables, bullets."""
    yield from text.said()
    yield from (figure.source for section in text.sections for figure in section.figures)
    more = text.more
    yield from (more["reading"], more["foot"], more["annex"], *more["decision"][1])
    yield from more["sure"][1]
    for card in more["cards"]["cards"]:
        made = ("Gain", "Gewinn", "Helps", "Hilft", "EUR", "Euro", "Spent", "Ausgegeben")
        yield from (fact for head, fact in card["facts"].items() if head.startswith(made))


def test_no_number_is_typed_by_hand(monkeypatch):
    monkeypatch.setattr(numbers_module, "written", lambda *_: "N")
    for text in build().texts:
        lines = list(said(text))
        assert len(lines) > 150
        # seeds stand in the manifest, years are years; ranges of inhabitants name groups
        left = [YEAR.sub("", line) for line in lines]
        groups = re.compile(r"^(inhabitants|Einwohner): .*")
        assert [line for line in left if re.search(r"\d", groups.sub("", line))] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_first_hundred_words_say_what_is_asked_of_the_page(content, language):
    (text,) = (one for one in content.texts if one.language == language)
    words = " ".join((text.title, text.question, *text.answer)).split()
    assert len(words) <= 100
    labels = [label for label, _ in text.more["answer"]]
    assert (
        labels
        == {
            "en": ["Robust", "Not to be told apart", "Would decide", "Cost"],
            "de": ["Robust", "Nicht unterscheidbar", "Den Ausschlag gäbe", "Kosten"],
        }[language]
    )
    assert all(sentence.endswith(".") for _, sentence in text.more["answer"])


def answers(gains):
    """The four sentences of both languages by label."""
    return [dict(text.more["answer"]) for text in build(gains).texts]


def test_the_answer_names_what_cannot_be_told_apart(content):
    english, german = (dict(text.more["answer"]) for text in content.texts)
    assert "Revival of weak and dormant ties" in english["Robust"]
    assert "Partner-search board" in english["Robust"]
    assert "these two" in english["Not to be told apart"]
    assert "diese beiden" in german["Nicht unterscheidbar"]
    assert "works" in english["Would decide"]
    assert "EUR" in english["Cost"]


def test_the_answer_changes_with_the_comparison():
    english, german = answers({**GAINS, "revival": (900.0, 0.1)})
    assert english["Robust"].startswith("“Revival of weak and dormant ties”. It helps")
    assert english["Not to be told apart"].startswith("none at the top.")
    assert german["Nicht unterscheidbar"].startswith("an der Spitze nichts.")


def test_the_answer_says_where_nothing_helps():
    english, german = answers({name: (-20.0 - place, 0.3) for place, name in enumerate(GAINS)})
    assert english["Robust"].startswith("none.")
    assert german["Robust"].startswith("nichts.")
    assert english["Cost"].startswith("cannot be told")
    assert german["Kosten"].startswith("nicht anzugeben")


def test_every_strategy_has_an_evidence_card_in_both_languages(content):
    for text in content.texts:
        cards = text.more["cards"]["cards"]
        assert {card["name"] for card in cards} == set(GAINS)
        assert all(card["rows"] and card["text"] for card in cards)
    english, german = (text.more["cards"]["cards"] for text in content.texts)
    for one, other in zip(english, german, strict=True):
        assert [row["grade"] for row in one["rows"]] == [row["grade"] for row in other["rows"]]
        assert not any("." in row["value"] for row in other["rows"])


def test_both_languages_show_the_same_data(content):
    english, german = content.texts
    for one, other in zip(english.sections, german.sections, strict=True):
        assert [figure.slug for figure in one.figures] == [figure.slug for figure in other.figures]
        assert [grid.rows.__len__() for grid in one.grids] == [
            len(grid.rows) for grid in other.grids
        ]


@pytest.mark.deep
def test_pages_are_the_same_bytes_twice(drafts, tmp_path):
    first, again = drafts[0].parent, build()
    assert isinstance(again, Content)
    write(PAPER, again, tmp_path, draft=True)
    files = [path.relative_to(first) for path in first.rglob("*.*")]
    assert len(files) == 2 + 2 * 4
    for path in files:
        assert (first / path).read_bytes() == (tmp_path / path).read_bytes()


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_first_sheet_is_one_page_of_a4_and_the_annex_begins_on_the_next(
    drafts, browser, language
):
    (path,) = (one for one in drafts if (".de." in one.name) == (language == "de"))
    # A4 less the margins of the sheet, at 96 dots an inch
    width, height = (round((side - 2 * edge) / 25.4 * 96) for side, edge in ((210, 14), (297, 13)))
    page = browser.new_page(viewport={"width": width, "height": height})
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.emulate_media(media="print")
    page.goto(path.as_uri())
    box = page.locator(".sheet").bounding_box()
    assert 0.6 * height < box["y"] + box["height"] <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    breaks = page.evaluate("getComputedStyle(document.querySelector('.annex')).breakBefore")
    assert breaks == "page"
    assert told == []
    first = page.pdf(page_ranges="1", prefer_css_page_size=True)
    whole = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", first)) == 1
    assert len(re.findall(rb"/Type\s*/Page\b", whole)) > 3
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(pages, browser, width):
    for path in pages:
        page = browser.new_page(viewport={"width": width, "height": 900})
        asked = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        page.close()
