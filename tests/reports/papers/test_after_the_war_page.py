"""Report 1 on runs of the toy world: no number typed, words that follow the numbers."""

import re

import pytest

from reports.papers import numbers as numbers_module
from reports.papers.after_the_war import (
    PAPER,
    answer,
    closing,
    estimates,
    figures,
    figures_estimates,
)
from reports.papers.after_the_war import data as source
from reports.papers.after_the_war.numbers import number
from reports.papers.after_the_war.text import text
from reports.papers.needs import POSTWAR
from reports.papers.numbers import Numbers
from reports.papers.paper import Content, Provided
from reports.papers.parts import words
from reports.papers.providing import provide

YEARS = re.compile(r"\b(19|20)\d\d([–/-]\d\d)?\b")
"""Years, and spans such as 1963–75."""


@pytest.fixture(scope="module")
def provided(tmp_path_factory):
    """Draft runs, but of the toy world."""
    from dataclasses import replace

    small = replace(PAPER, needs=(replace(POSTWAR, draft=3, draft_world="toy"),))
    return provide([small], tmp_path_factory.mktemp("after_the_war"), draft=True, workers=1)


@pytest.fixture(scope="module")
def data(provided):
    return source.gather(provided.results(POSTWAR.name))


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


def test_the_answer_is_short(numbers, data):
    assert len(" ".join(answer.answer(numbers, data)).split()) <= 100


def test_built_twice_it_is_the_same(check, content, provided):
    check.said_alike(content, PAPER.build(provided))


def test_the_page_stands_alone(check, content):
    check.stands_alone(PAPER, content, figures=6)


def test_figures_have_what_a_reader_needs(check, content):
    check.figures_are_whole(content, 6)


def test_the_treaty_changes_nothing_before_it(numbers):
    assert numbers.value("elysee.before") == 0


def test_parts_of_a_difference_add_up(data):
    # medians need not; every single pair must
    from reports.papers.parts import seen
    from reports.papers.parts.bands import differences

    whole, france, elsewhere = (
        differences(seen.count(data.founded, data.runs, wanted), source.NO_TREATY)
        for wanted in (source.french() | ~source.french(), source.french(), ~source.french())
    )
    assert whole == [a + b for a, b in zip(france, elsewhere, strict=True)]


def test_the_record_is_as_published(numbers):
    # counted by hand from rgre2015_links_by_year: 1953-57 is 2 + 2 + 4 + 5 + 4
    assert numbers.value("pace.calm.france") == 17 / 5
    assert numbers.value("published.france.rise") == 240
    assert numbers.value("recorded.first.britain") == 6


def test_factors_come_from_the_estimates(data):
    table = estimates.way_rows(data)
    assert table.height == 10
    assert (table["low"] < table["value"]).all()
    assert (table["value"] < table["high"]).all()
    widths = dict(table.select("name", table["high"] / table["low"]).iter_rows())
    assert widths["scattered"] > max(widths[name] for name in ("model", "cluster", "serial"))
    assert widths["swing"] > widths["beside"]


def test_the_true_date_is_one_of_the_dates(data):
    table = estimates.false_dates(data)
    assert table.filter(table["true"])["year"].to_list() == [source.TREATY_YEAR]
    assert table["year"].is_sorted()


def test_a_false_date_that_stands_out_is_counted():
    found = {
        "alone": [1.0, 0.5],
        "placebo": {"dates": [{"z": -2.0}, {"z": 1.9}, {"z": 3.0}]},
    }
    assert estimates.own_as_far(found) == 2


def made(**values):
    told = Numbers("tests")
    told.add("interval", 0.9, "share")
    for name, value in values.items():
        told.add(name.replace("__", "."), value, "ties")
    return told


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(-0.5, -0.3, "fewer French ties"), (-0.1, 0.1, "do not clearly differ")],
)
def test_the_answer_follows_the_pairs(low, high, said):
    told = made(
        **{
            "elysee.register.share": -0.4,
            "elysee.register.share.low": low,
            "elysee.register.share.high": high,
        }
    )
    assert said in answer._owed(told)


@pytest.mark.parametrize(
    ("wide", "swing", "said"),
    [
        (1.5, 0.8, "it stands out, but beside neighbours that signed nothing it does not"),
        (1.5, 1.2, "it stands out, and beside neighbours that signed nothing it stands out"),
        (0.9, 0.8, "it does not stand out, and"),
    ],
)
def test_the_answer_follows_both_tests(data, wide, swing, said):
    told = made(**{"treaty.scattered.low": wide, "treaty.swing.low": swing})
    assert said in answer._believed(told, data)


def test_few_runs_give_no_interval():
    told = made(**{"x": 3.0, "x.low": None, "x.high": None})
    assert words.cell(told, "x") == "3"
    assert words.UNBOUNDED in words.change(told, "x")


def test_the_table_has_a_number_or_a_dash_in_each_cell(numbers):
    grid = closing.counterfactuals(numbers)
    assert all(len(row) == len(grid.head) for row in grid.rows)
    assert all(cell for row in grid.rows for cell in row)


def test_every_label_on_the_phone_is_one_of_a_kind(data):
    short = figures_estimates._short(estimates.way_rows(data))
    assert short["label"].n_unique() == short.height


def test_periods_hold_ties_a_year(data):
    told = figures.periods(data, source.FRANCE)
    assert told["first"].to_list()[0] == 1950
    # 1960-64 of the register: 31 + 23 + 22 + 41 + 55 ties
    sixties = told.filter(told["first"] == 1960)["recorded"].item()
    assert sixties == (31 + 23 + 22 + 41 + 55) / 5


def test_the_need_reaches_the_register(provided):
    assert isinstance(provided, Provided)
    assert POSTWAR.until == 2014
