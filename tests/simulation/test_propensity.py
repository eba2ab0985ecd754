"""What a place keeps for good: normal scores, factors that average one, and who has them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from simulation import rates
from simulation.luck import GRID, Luck, Purpose, exp
from simulation.luck.normal import normal
from simulation.model import TwinningModel
from simulation.parameters import Parameters, Rate
from simulation.propensity import propensity


@given(st.integers(0, GRID - 1))
def test_scores_are_the_quantiles_of_the_normal(draw):
    (score,) = normal(np.array([draw]))
    end = min(draw, GRID - 1 - draw) + 0.5
    expected = abs(ndtri(end / GRID)) * (-1 if draw < GRID // 2 else 1)
    assert score == pytest.approx(expected, rel=2e-7, abs=1e-12)


@given(st.integers(0, GRID // 2 - 1))
def test_scores_are_as_far_on_either_side(draw):
    low, high = normal(np.array([draw, GRID - 1 - draw]))
    assert low == -high < 0.0


def test_a_draw_outside_the_grid_is_refused():
    with pytest.raises(ValueError, match="integers from 0"):
        normal(np.array([GRID]))


def test_factors_average_one_whatever_the_spread():
    draws = Luck(3).draws(Purpose.SEARCH, 0, np.arange(200_000))
    for spread in (0.5, 1.0):
        factor = exp(rates.propensity(normal(draws), Rate(spread=spread)))
        assert factor.mean() == pytest.approx(1.0, abs=0.02)
        assert np.log(factor).std() == pytest.approx(spread, rel=0.01)


def model(world, seed=1, **rate):
    return TwinningModel(Parameters(rate=Rate(**rate)), world, seed)


def test_without_spread_nobody_differs(toy):
    assert propensity(model(toy)).tolist() == [0.0] * len(toy.searchers)


def test_districts_have_none_and_each_seed_has_its_own(toy):
    own = propensity(model(toy, spread=1.0))
    districts = toy.is_district[toy.searchers]
    assert not own[districts].any()
    assert (own[~districts] != 0.0).all()
    assert own.tolist() == propensity(model(toy, spread=1.0)).tolist()
    assert (propensity(model(toy, seed=2, spread=1.0)) != own)[~districts].all()


def test_a_city_has_the_mean_of_its_boroughs(toy):
    rows = toy.searchers
    (city,) = np.flatnonzero(toy.boroughs[rows] == toy.boroughs[rows].max())
    boroughs = int(toy.boroughs[rows[city]])
    assert boroughs > 1
    scores = [
        normal(Luck(4).draws(Purpose.SEARCH, 0, [toy.ids[rows[city]]], attempt=number))[0]
        for number in range(boroughs)
    ]
    factors = np.exp(1.2 * np.array(scores) - 0.5 * 1.2**2)
    found = propensity(model(toy, seed=4, spread=1.2))[city]
    assert found == pytest.approx(np.log(factors.mean()))
