"""Futures: the history up to 2025 to the byte, and after it what each says."""

from functools import cache

import polars as pl
import pytest

from analysis.scenarios import measures
from scenarios import load
from scenarios.runs import with_values
from simulation import simulate

FUTURES = ("deeper_integration", "fragmentation", "ageing_faster", "tight_budgets")
SEED = 4


@cache
def run(name):
    return simulate(with_values(load(name), {"rate.level": 0.5}), seed=SEED, world="toy")


@cache
def measured(name):
    return dict(measures(run(name)).iter_rows())


def test_the_outlook_goes_on_where_the_history_ends():
    past = run("history").ledger
    assert run("outlook").ledger.filter(pl.col("year") <= 2025).equals(past)


@pytest.mark.parametrize("name", FUTURES)
def test_a_future_leaves_the_past_as_it_was_and_differs_from_the_first_year_on(name):
    one, other = run(name).ledger, run("outlook").ledger
    year = pl.col("year")
    assert one.filter(year <= 2025).equals(other.filter(year <= 2025))
    assert not one.filter(year <= 2030).equals(other.filter(year <= 2030))


def test_steady_is_the_outlook_by_another_name():
    same = {"name", "title"}
    assert load("steady").model_dump(exclude=same) == load("outlook").model_dump(exclude=same)


def test_deeper_integration_brings_more_ties():
    assert measured("deeper_integration")["founded"] > measured("outlook")["founded"]
    assert measured("deeper_integration")["people"] > measured("outlook")["people"]


def test_fragmentation_brings_fewer_ties_and_fewer_people_but_spares_inner_german_ones():
    apart, base = measured("fragmentation"), measured("outlook")
    assert apart["founded"] < base["founded"]
    assert apart["living"] < 0.97 * base["living"]
    assert apart["people"] < 0.9 * base["people"]
    assert apart["DE"] == base["DE"]


def test_ageing_leaves_as_many_ties_with_fewer_people():
    older, base = measured("ageing_faster"), measured("outlook")
    assert older["people"] < 0.95 * base["people"]
    assert older["founded"] == pytest.approx(base["founded"], rel=0.03)


def test_tight_budgets_end_ties_and_leave_fewer():
    """Places that lost ties search again, so not fewer begin."""
    tight, base = measured("tight_budgets"), measured("outlook")
    assert tight["living"] < 0.97 * base["living"]
    ended = pl.col("ended") > 2025
    assert run("tight_budgets").ties.filter(ended).height > run("outlook").ties.filter(ended).height
