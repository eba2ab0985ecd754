"""Report 2 on runs of the toy world: no number typed, words that follow the numbers."""

import itertools
import re
from dataclasses import replace

import polars as pl
import pytest

from reports.papers import numbers as numbers_module
from reports.papers.needs import UNITY
from reports.papers.numbers import Numbers
from reports.papers.one_country_again import PAPER, answer, figures_split, tables
from reports.papers.one_country_again import data as source
from reports.papers.one_country_again.numbers import number, points, totals
from reports.papers.one_country_again.text import _displaced, text
from reports.papers.paper import Content
from reports.papers.parts import seen, words
from reports.papers.parts.bands import differences
from reports.papers.providing import provide

YEARS = re.compile(r"\b(19|20)\d\d([–/-]\d\d)?\b|\b\d\d? November 1989\b")
"""Years, spans such as 1990–96, and the day on which the Wall fell."""


@pytest.fixture(scope="module")
def provided(tmp_path_factory):
    """Draft runs, but of the toy world."""
    small = replace(PAPER, needs=(replace(UNITY, draft=3, draft_world="toy"),))
    return provide([small], tmp_path_factory.mktemp("one_country_again"), draft=True, workers=1)


@pytest.fixture(scope="module")
def data(provided):
    return source.gather(provided.results(UNITY.name))


@pytest.fixture(scope="module")
def numbers(data):
    return number(data)


@pytest.fixture(scope="module")
def content(numbers, data):
    return Content(numbers, (text(numbers, data, PAPER.question),))


def test_no_number_is_typed(check, monkeypatch, numbers, data):
    for module in (numbers_module, words):
        monkeypatch.setattr(module, "written", lambda *_all, **_named: "#")
    told = list(text(numbers, data, PAPER.question).said())
    assert len(told) > 60
    assert check.typed(told, but=YEARS) == []


def test_the_answer_is_short(numbers):
    assert len(" ".join(answer.answer(numbers)).split()) <= 100


def test_built_twice_it_is_the_same(check, content, provided):
    check.said_alike(content, PAPER.build(provided))


def test_the_page_stands_alone(check, content):
    check.stands_alone(PAPER, content, figures=6)


def test_figures_have_what_a_reader_needs(check, content):
    check.figures_are_whole(content, 6)
    assert all(figure.badge for figure in check.figures_of(content))


def test_the_curve_and_the_scorecard_count_the_same_contracts(data):
    card = points(data).filter(pl.col("pattern") == "inner_german")
    curve = data.stock.filter(pl.col("scenario") == source.HISTORY)
    medians = curve.group_by("year").agg(pl.col("value").median())
    told = dict(medians.iter_rows())
    for cell, simulated in card.select("cell", "simulated").iter_rows():
        assert told[int(cell)] == simulated


def test_without_the_wish_there_is_no_inner_german_tie(data):
    inner = seen.count(data.founded, data.runs, source.inner())
    left = inner.filter(pl.col("scenario") == source.NO_WISH)["value"]
    assert left.to_list() == [0.0] * data.replications
    # the toy world holds some with it, or the test would prove nothing
    assert inner.filter(pl.col("scenario") == source.HISTORY)["value"].sum() > 0


def test_halves_and_berlin_are_all_that_is_abroad(data):
    abroad = seen.count(data.founded, data.runs, ~source.inner())
    parts = [
        seen.count(data.founded, data.runs, ~source.inner() & (pl.col("half") == half))
        for half in ("east", "west", "berlin")
    ]
    whole = differences(abroad, source.NO_UNITY)
    added = zip(*(differences(part, source.NO_UNITY) for part in parts), strict=True)
    assert whole == [sum(row) for row in added]


def test_published_figures_are_those_of_the_record(numbers):
    told = {
        "inner_german.1986.recorded": 1,
        "inner_german.1988.recorded": 38,
        "inner_german.1989.recorded_high": 98,
        "inner_german.1990.recorded": 850,
        "inner_german.2011.recorded": 1000,
        "waiting.1989.recorded": 800,
    }
    assert {name: numbers.value(name) for name in told} == told


def test_the_split_adds_up_from_1990_on(data, numbers):
    table = totals(data.split).filter(pl.col("entry") == "model", pl.col("opened"))
    late = table.filter(pl.col("period") != "1987-89")
    assert late.height == 3
    assert numbers.value("split.opened.recorded") == late["recorded"].sum()
    assert numbers.value("split.opened.recorded") == numbers.value("recorded.opened")


def test_periods_become_ties_a_year(data):
    table = figures_split.by_period(data).filter(pl.col("entry") == "model", pl.col("opened"))
    whole = totals(data.split).filter(pl.col("entry") == "model", pl.col("opened"))
    counted = dict(whole.select("period", "recorded").iter_rows())
    years = {"1987-89": 3, "1990-91": 2, "1992-94": 3, "1995-96": 2}
    for period, recorded, at in table.select("period", "recorded", "at").iter_rows():
        assert recorded == pytest.approx(counted[period] / years[period])
        assert at == pytest.approx(int(period[:4]) + years[period] / 2)


def test_the_share_of_the_east_is_that_of_the_record(data):
    share, runs = source.eastern_share(data, ("FR",))
    # ties of BB, MV, ST and TH with France, over those of the eleven Länder without Berlin
    counted = source.load("rgre2015_links_by_land").filter(pl.col("country") == "FR")
    east = counted.filter(pl.col("land").is_in(["DE-BB", "DE-MV", "DE-ST", "DE-TH"]))["count"].sum()
    every = counted.filter(pl.col("land") != "DE-BE")["count"].sum()
    assert share == east / every
    assert runs["value"].is_between(0, 1).all()


def made(**values):
    told = Numbers("tests")
    told.add("interval", 0.9, "share")
    for name, value in values.items():
        told.add(name, value, "ties")
    return told


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(600, 700, "below"), (800, 900, "within"), (1100, 1200, "above"), (None, None, "beside")],
)
def test_a_figure_is_below_within_or_above(low, high, said):
    name = "inner_german.1990"
    told = made(
        **{
            f"{name}.low": low,
            f"{name}.high": high,
            f"{name}.recorded": 850,
            f"{name}.recorded_high": 1000,
        }
    )
    assert answer.where(told, "1990") == said


@pytest.mark.parametrize(
    ("gain", "said"), [(50, "beats"), (-50, "loses to"), (10, "cannot be told from")]
)
def test_a_rival_is_beaten_by_two_errors_or_not_at_all(gain, said):
    told = made(**{"gain.trend.all": gain, "gain.trend.all.error": 20})
    assert answer.beside(told, "trend") == said


@pytest.mark.parametrize(("missing", "said"), [(-5, "next to nothing"), (-500, "in all")])
def test_a_handful_of_thousands_is_next_to_nothing(missing, said):
    name = "wish.1996.abroad"
    told = made(
        **{
            name: missing,
            f"{name}.low": missing - 1,
            f"{name}.high": missing + 1,
            "history.1996.abroad": 9000,
        }
    )
    sentence = _displaced(told)
    assert said in sentence
    assert ("built in" in sentence) == (missing > -90)


def test_every_doubt_has_plain_words(data):
    doubts = {doubt for event in data.events["events"] for doubt in event["doubts"]}
    assert doubts <= set(tables.DOUBTS)


def test_names_at_the_ends_of_lines_stay_apart(data):
    table = figures_split.by_period(data)
    for is_open in (True, False):
        here = table.filter(pl.col("opened") == is_open)
        heights = [line.label_at[1] for line in figures_split._lines(here, together=not is_open)]
        top = max(here["mean"].max(), here["recorded"].max())
        gaps = [b - a for a, b in itertools.pairwise(heights)]
        assert min(gaps) >= 0.06 * top
