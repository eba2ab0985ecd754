"""Cost per additional living tie-year: numbers where there are any, and words where not."""

import numpy as np
import pytest
from scipy.stats import t

from analysis.strategies.tables.costs import costs, significant
from analysis.strategies.tables.fieller import ratio_of_means


def cost_of(spent, gained):
    spent = np.broadcast_to(np.asarray(spent, dtype=float), np.shape(gained))
    return costs("own", ["a"], spent[None], np.asarray(gained)[None]).row(0, named=True)


def test_fieller_ends_are_where_the_test_just_fails(evenly):
    rng = np.random.default_rng(3)
    below = 10.0 + rng.normal(0, 5, 40)
    above = 3.0 * below + rng.normal(0, 20, 40) + 50.0
    ratio = ratio_of_means(above, below)
    assert ratio.value == above.mean() / below.mean()
    limit = t.ppf(0.95, 39)
    for end in (ratio.low, ratio.high):
        rest = above - end * below
        assert abs(rest.mean()) / (rest.std(ddof=1) / np.sqrt(40)) == pytest.approx(limit)
    assert ratio.low < ratio.value < ratio.high


def test_a_clear_gain_has_a_cost_with_both_ends():
    gained = np.linspace(50.0, 150.0, 101)
    row = cost_of(1e6, gained)
    assert row["state"] == "range"
    assert row["cost"] == pytest.approx(10_000.0)
    assert row["cost_low"] == pytest.approx(1e6 / 145.0)
    assert row["cost_high"] == pytest.approx(1e6 / 55.0)
    assert row["error_low"] < 10_000.0 < row["error_high"]
    assert row["text"] == "10,000 EUR (6,900 to 18,200)"


def test_no_upper_end_where_some_runs_gain_nothing():
    row = cost_of(1e6, np.linspace(-20.0, 180.0, 101))
    assert row["state"] == "open"
    assert row["cost_high"] is None
    assert row["cost"] == pytest.approx(12_500.0)
    assert row["text"].startswith("more than 5,")


def test_more_than_so_much_where_the_mean_may_be_nothing():
    gained = np.linspace(-100.0, 101.0, 101)
    row = cost_of(1e6, gained)
    upper = gained.mean() + t.ppf(0.95, 100) * gained.std(ddof=1) / np.sqrt(101)
    assert row["state"] == "unclear"
    assert row["cost"] is None
    assert row["error_low"] == pytest.approx(1e6 / upper)
    assert row["text"].startswith("more than ")


@pytest.mark.parametrize("gained", [np.zeros(10), np.linspace(-9.0, -1.0, 10)])
def test_none_gained_is_said_and_no_number_given(gained):
    row = cost_of(1e6, gained)
    assert (row["state"], row["text"]) == ("none", "none gained")
    assert row["cost"] is row["cost_low"] is row["cost_high"] is None


def test_what_costs_nothing_has_no_cost():
    assert cost_of(0.0, np.ones(10))["state"] == "free"


@pytest.mark.parametrize(
    ("number", "text"),
    [(12345.0, "12,300"), (0.0, "0"), (-11.84, "-11.8"), (0.000123, "0.000123"), (999.6, "1,000")],
)
def test_three_significant_digits(number, text):
    assert significant(number) == text
