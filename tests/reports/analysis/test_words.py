"""Numbers of tables: as many digits as their error warrants."""

import math

import pytest

from analysis.models import Coefficient
from reports.analysis.grid import Remarks, grid, mark, name_of
from reports.analysis.words import chance, decimals, facts, interval, number
from tests.reports.analysis.made_up import HOSTILE, analysis, pooled, table


def row(estimate, **change):
    return Coefficient("x", "x", estimate, **change)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (row(-0.8123, se=0.104), "−0.81"),
        (row(-0.8123, se=0.0104), "−0.812"),
        (row(1234.5678, se=210.0), "1\u202f235"),
        (row(0.5, low=0.41, high=0.59), "0.500"),
        (row(4141.0), "4\u202f141"),
        (row(0.12345678), "0.1235"),
        (row(98.7654), "98.77"),
        (row(0.000001234, se=0.0000001), "0.000001"),
        (row(-0.001, se=2.0), "0.0"),
        (row(math.nan), "–"),
        (row(math.inf), "∞"),
        (row(-math.inf, se=math.inf), "−∞"),
    ],
)
def test_digits_follow_the_error(made, told):
    assert number(made.estimate, decimals(made)) == told


def test_what_is_not_there_is_a_dash():
    assert number(None, 2) == "–"
    assert interval(None, 1.0, 2) == "–"
    assert interval(-1.0, 1.0, 1) == "−1.0 to 1.0"
    assert [chance(p) for p in (None, math.nan, 0.0, 0.00099, 0.001, 0.2149)] == [
        *("–", "–", "< 0.001", "< 0.001", "0.001", "0.215")
    ]


def test_every_table_says_what_it_is():
    told = facts(table())
    assert list(told) == ["n", "Period", "Source", "Estimator", "Errors", "Unit", "Fit"]
    assert told["n"] == "1\u202f234 cells of Land x country"
    assert told["Period"] == "1950–2014"
    assert told["Fit"] == "log likelihood −1\u202f234.6; deviance explained 0.812"
    assert facts(table(period=None))["Period"] == "years do not enter"
    assert facts(pooled())["Runs"].startswith("6, each fitted alone")


def test_columns_that_no_row_fills_are_left_out():
    assert grid("gravity", table()).heads == ("estimate", "s.e.", "90 % interval", "p")
    assert grid("gravity", pooled()).heads == ("mean", "s.e.", "runs’ s.d.", "90 % of runs")
    bare = table(rows=(Coefficient("n", "towns", 7.0),))
    assert grid("network", bare).heads == ("estimate",)


def test_remarks_have_signs_and_stand_once():
    remarks = Remarks()
    assert remarks.signed("a", "") == "a"
    assert remarks.signed("a", "few") == "a (a)"
    assert remarks.signed("b", "other") == "b (b)"
    assert remarks.signed("c", "few") == "c (a)"
    assert remarks.told() == ("(a) few", "(b) other")
    assert [mark(n) for n in (0, 25, 26, 701, 702)] == ["(a)", "(z)", "(aa)", "(zz)", "(aaa)"]


def test_names_are_safe_for_files():
    assert name_of("gravity", HOSTILE).replace("_", "").isalnum()
    assert analysis().tables[0].name == "poisson"
