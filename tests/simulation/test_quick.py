"""What is decided quickly is what the exact functions decide."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.choice import Law, Sampler, sampler
from simulation.luck import GRID, Luck, exp, happens, threshold
from simulation.luck.quick import EXACT, QUICK, UNSURE
from simulation.luck.yearly import limits
from simulation.parameters import Choice
from tests.simulation.test_sampler import everyone

CHOICE = Choice(
    distance={"default": -1.4, "FR": -0.7}, near=-2.2, similar=-0.9, mass=0.6, traits={"seat": 1.0}
)


def test_quick_weights_are_nearer_than_what_counts_as_close(toy):
    law = Law(toy, CHOICE, districts=False)
    own = toy.searchers[~toy.is_district[toy.searchers]]
    pairs = np.repeat(own, len(law.rows)), np.tile(law.rows, len(own))
    exact, quick = (law.base_weights(*pairs, by) for by in (EXACT, QUICK))
    assert np.abs(quick / exact - 1.0).max() < UNSURE / 1000


@pytest.mark.parametrize("unsure", [np.inf, 0.5])
def test_draws_are_the_same_where_the_exact_functions_decide_more(toy, monkeypatch, unsure):
    """With infinite caution they decide all; as a rule they decide next to nothing."""
    made = Sampler(Law(toy, CHOICE, districts=False))
    rows = toy.searchers[~toy.is_district[toy.searchers]]
    appeal = np.ones((len(rows), len(toy.regions)))

    def drawn():
        years = range(1950, 1960)
        return [made.draw(rows, appeal, everyone, Luck(2), year, 0).tolist() for year in years]

    quick = drawn()
    monkeypatch.setattr(sampler, "UNSURE", unsure)
    assert drawn() == quick


def test_where_the_quick_functions_are_off_close_cases_are_left_to_the_exact_ones(toy, monkeypatch):
    """Off by less than what counts as close, they change no draw; off by more they would."""
    made = Sampler(Law(toy, CHOICE, districts=False))
    rows = np.repeat(toy.searchers[~toy.is_district[toy.searchers]][:1], 3000)
    partner = made.law.rows[np.arange(3000) % len(made.law.rows)]
    weight = made.law.base_weights(rows, partner)
    limit = weight * np.where(np.arange(3000) % 2, 1.0 - 1e-12, 1.0 + 1e-12)
    expected = limit < weight
    off = QUICK._replace(exp=lambda x: np.exp(x) * (1.0 + 1e-11))
    monkeypatch.setattr(sampler, "QUICK", off)
    assert np.array_equal(made._accepted(rows, partner, limit), expected)
    monkeypatch.setattr(sampler, "UNSURE", 0.0)
    assert not np.array_equal(made._accepted(rows, partner, limit), expected)


@given(st.integers(0, GRID - 1), st.floats(0.0, 50.0))
def test_what_happens_is_what_lies_below_its_chance(draw, rate):
    draws, rates = np.array([draw]), np.array([rate])
    chance = 1.0 - exp(-rates)
    assert (len(happens(draws, rates)) == 1) == bool(draw < threshold(chance)[0])


@given(st.floats(1e-18, 50.0), st.integers(-2, 2))
def test_what_happens_at_the_very_limit(rate, more):
    rates = np.array([rate])
    draws = np.clip(threshold(1.0 - exp(-rates)) + more, 0, GRID - 1)
    limit = threshold(1.0 - exp(-rates))
    assert np.array_equal(happens(draws, rates), np.flatnonzero(draws < limit))
    assert set(happens(draws, rates)) <= set(np.flatnonzero(draws < limits(rates)))


def test_nothing_happens_at_no_rate():
    assert not len(happens(np.zeros(3, dtype=np.int64), np.zeros(3)))
