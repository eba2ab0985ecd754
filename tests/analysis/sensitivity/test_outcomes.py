"""What a run has come to, against its own tables."""

import polars as pl
import pytest

from analysis.observation.register import recorded
from analysis.sensitivity.outcomes import OUTCOMES, measured
from scenarios.runs import choose
from simulation import simulate


@pytest.fixture(scope="module")
def history():
    return simulate(choose("history", 2016).scenario, 3, "toy")


@pytest.fixture(scope="module")
def found(history):
    return dict(measured(history).iter_rows())


def test_every_outcome_has_a_number_in_its_order(history, found):
    assert list(found) == [outcome.name for outcome in OUTCOMES]
    assert None not in found.values()
    shares = [outcome.name for outcome in OUTCOMES if outcome.measure == "share"]
    assert all(0.0 <= found[name] <= 1.0 for name in shares)


def test_counts_are_those_of_the_tables(history, found):
    ties = history.ties.filter(pl.col("kind") != "sponsorship")
    living = ties.filter(pl.col("status").is_in(["active", "weak"]))
    assert found["living"] == living.height
    assert found["register"] == recorded(history).height
    assert found["founded"] == ties.filter(pl.col("founded") >= 2012).height / 5
    people = history.yearly.filter(pl.col("year") == 2016)["people"].sum()
    assert found["people"] == pytest.approx(people)
    assert found["each"] == pytest.approx(people / living.height)


def test_the_tenth_with_most_holds_at_least_a_tenth_and_france_its_share(history, found):
    countries = dict(history.municipalities.select("id", "country").iter_rows())
    ends = [
        {countries[a], countries[b]}
        for a, b, status, kind in history.ties.select("a", "b", "status", "kind").iter_rows()
        if status in ("active", "weak") and kind != "sponsorship"
    ]
    abroad = [pair for pair in ends if len(pair) == 2 and "DE" in pair]
    assert found["france"] == pytest.approx(sum("FR" in pair for pair in abroad) / len(abroad))
    assert found["top"] >= 0.1


def test_a_run_that_ends_early_says_what_it_cannot_tell():
    early = dict(measured(simulate(choose("history", 1947).scenario, 3, "toy")).iter_rows())
    assert early["register"] is None
    assert early["founder"] is None
    assert early["founded"] is None
    assert early["living"] is not None
