"""The report `one_world` on made-up runs: no number typed, words that follow the numbers."""

import itertools
import re
from pathlib import Path

import polars as pl
import pytest

from reports.papers import numbers as numbers_module
from reports.papers.needs import ONE_WORLD
from reports.papers.one_world import PAPER
from reports.papers.one_world import data as source
from reports.papers.paper import Provided
from reports.papers.parts import words as words_module
from reports.papers.points import SINCE
from reports.papers.publishing import write

RUNS = 4
YEAR = re.compile(r"\b(19|20)\d\d\b")
FORMS = ("contact", "friendship", "partnership")
LAST = {"climate": 80.0, "nicaragua": 30.0, "ukraine": 100.0, "hanse": 195.0}
"""What made-up runs have in every year."""


class MadeUp:
    """Tables of runs: without the path more contacts, without groups no triangle."""

    folder = Path()

    def __init__(self, *, contacts=40, shift=1.0):
        self.contacts, self.shift = contacts, shift
        self.record = {
            "runs": [
                {"scenario": scenario, "replication": run}
                for scenario in ONE_WORLD.scenarios
                for run in range(RUNS)
            ]
        }

    def scan(self, name):
        return self.table(name).lazy()

    def table(self, name):
        return getattr(self, f"_{name}")()

    def _runs(self):
        return itertools.product(ONE_WORLD.scenarios, range(RUNS))

    def _municipalities(self):
        rows = [
            (1, "Lübeck", "DE", "DE-SH", 53.9, 10.7),
            (2, "Weimar", "DE", "DE-TH", 51.0, 11.3),
            (3, "León", "NI", None, 12.4, -86.9),
            (4, "Gdańsk", "PL", None, 54.4, 18.6),
        ]
        names = ["id", "name", "country", "land", "lat", "lon"]
        return pl.DataFrame(rows, schema=names, orient="row")

    def _points(self):
        rows = [
            (scenario, None, run, pattern, year, LAST[pattern] * self.shift + run)
            for scenario, run in self._runs()
            for pattern, since in SINCE.items()
            for year in range(since, 2026)
        ]
        names = ["scenario", "strategy", "replication", "pattern", "year", "value"]
        return pl.DataFrame(rows, schema=names, orient="row", strict=False)

    def _yearly(self):
        rows = []
        for scenario, run in self._runs():
            for year, form in itertools.product(range(1950, 2026), FORMS):
                own = self.contacts if scenario == source.NO_PATH and form == "contact" else 10
                rows.append((scenario, run, year, "development", form, own + run))
                rows.append((scenario, run, year, "exchange", form, 1_000))
        names = ["scenario", "replication", "year", "motive", "form", "stock"]
        return pl.DataFrame(rows, schema=names, orient="row")

    def _ties(self):
        rows = []
        for scenario, run in self._runs():
            both = [(1, 3, "development"), (1, 4, "twinning"), (1, 2, "twinning")]
            if scenario != source.NO_GROUPS:
                both.append((2, 3, "development"))
            told = [(a, b, kind, None) for a, b, kind in both]
            told += [(2, 4, "twinning", 2001), (2, 4, "sponsorship", None)]
            rows += [(scenario, run, tie, *one) for tie, one in enumerate(told)]
        names = ["scenario", "replication", "tie", "a", "b", "kind", "ended"]
        return pl.DataFrame(rows, schema=names, orient="row", strict=False)

    def _recorded(self):
        rows = [
            (scenario, run, 1, 3, 1990, False, form)
            for scenario, run in self._runs()
            for form in FORMS
        ]
        names = ["scenario", "replication", "a", "b", "year", "year_is_default", "form"]
        return pl.DataFrame(rows, schema=names, orient="row")

    def _groups(self):
        rows = []
        for scenario, run in self._runs():
            if scenario == source.NO_GROUPS:
                continue
            rows += [(scenario, run, 10**10, 1, 1985, None), (scenario, run, 10**10, 4, 1995, None)]
            rows += [(scenario, run, 2 * 10**10 + 1, place, 1980, None) for place in (1, 2, 4)]
            rows += [(scenario, run, 3 * 10**10 + 1, place, 1999, 2005) for place in (1, 4)]
        names = ["scenario", "replication", "group", "id", "joined", "left"]
        return pl.DataFrame(rows, schema=names, orient="row", strict=False)


def build(monkeypatch, **options):
    monkeypatch.setattr(Provided, "results", lambda _self, _need: MadeUp(**options))
    return PAPER.build(Provided(draft=True, folders={ONE_WORLD.name: Path()}))


@pytest.fixture(scope="module")
def content():
    with pytest.MonkeyPatch.context() as patch:
        return build(patch)


def test_no_number_is_typed_by_hand(check, monkeypatch):
    def hidden(_value, _style, _language="en"):
        return "N"

    monkeypatch.setattr(numbers_module, "written", hidden)
    monkeypatch.setattr(words_module, "written", hidden)
    (text,) = build(monkeypatch).texts
    lines = list(text.said())
    assert len(lines) > 50
    assert check.typed(lines, but=YEAR) == []


def test_numbers_are_those_of_the_runs(content):
    value = content.numbers.value
    assert value("climate.2021.published") == 80
    assert value("climate.2021") == 81.5  # the median of 80, 81, 82, 83
    assert value("south.contact") == 11.5
    assert value("south.contact.path") == -30
    assert value("south.all.path") == -30
    assert value("net.triangles") == 1
    assert value("net.triangles.no_groups") == 1
    assert value("net.triangles.share") == 1
    assert value("net.living") == 4  # one has ended, one is a sponsorship
    assert value("net.living.no_groups") == 1
    assert value("places") == 2
    assert value("hanse.joined.1989") == 1
    assert value("ring.largest") == 3
    assert value("europastadt.founded") == 1
    assert value("europastadt.living") == 0
    assert value("form.contact") == pytest.approx(1 / 3)
    assert value("country.NI") == 3


def test_the_answer_is_short_and_names_what_is_missed(content):
    (text,) = content.texts
    assert len(" ".join(text.answer).split()) <= 100
    assert "It misses the climate partnerships of 2011, 2015 and 2017" in text.answer[0]
    assert "30 fewer of them" in text.answer[0]


def test_words_follow_the_numbers(content, monkeypatch):
    (fewer,) = content.texts  # with 40 contacts
    (more,) = build(monkeypatch, contacts=1).texts
    (same,) = build(monkeypatch, contacts=10).texts
    assert "30 fewer of them" in fewer.answer[0]
    assert "9 more of them" in more.answer[0]
    assert "cannot be shown to change how many there are" in same.answer[0]
    titles = [text.sections[2].figures[0].title for text in (fewer, more, same)]
    assert titles == [
        "With the path fewer ties stay loose contacts",
        "With the path more ties stay loose contacts",
        "Ties with the Global South by form, with the path and without",
    ]


def test_every_published_figure_stands_in_the_table_with_its_verdict(content, monkeypatch):
    (text,) = content.texts
    (grid,) = text.sections[0].grids
    verdicts = {row[0]: row[4] for row in grid.rows}
    assert verdicts["Climate partnerships, 2021"] == "met"
    assert verdicts["Climate partnerships, 2011"] == "missed"
    (text,) = build(monkeypatch, shift=3.0).texts
    assert {row[4] for row in text.sections[0].grids[0].rows} == {"missed"}
    assert "the model meets 0" in text.answer[0]


@pytest.mark.deep
def test_pages_are_the_same_bytes_twice(content, monkeypatch, tmp_path):
    for name, made in (("first", content), ("second", build(monkeypatch))):
        (tmp_path / name).mkdir()
        write(PAPER, made, tmp_path / name, draft=True)
    files = [path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*.*")]
    assert len(files) == 1 + 5 + 4  # a page, five tables, four charts (one figure is a map)
    for path in files:
        assert (tmp_path / "first" / path).read_bytes() == (tmp_path / "second" / path).read_bytes()


def test_the_runs_that_are_read_are_those_that_are_needed():
    assert PAPER.needs == (ONE_WORLD,)
    assert {source.NO_PATH, source.NO_GROUPS} < set(ONE_WORLD.scenarios)
