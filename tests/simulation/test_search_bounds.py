"""Who searches is found among few; no search is lost by that."""

import numpy as np
import pytest

from simulation import policy
from simulation.luck import Purpose, exp, threshold
from simulation.model import TwinningModel
from simulation.motives import MOTIVES, REUNIFICATION
from simulation.policy.outside import outside
from simulation.search import _most, own_rates, search, search_rates
from tests.simulation.conftest import lively

RATES = [
    {},
    {"level": 3.0, "load": -1.5, "imitation": 1.0},
    {"level": 2.0, "load": 0.8, "imitation": -1.0, "east": 1.0, "spread": 0.8, "growth": 0.4},
]


def grown(world, rate):
    """A model that has some ties, in the last year but one."""
    model = TwinningModel(lively(rate=rate, until=1992), world, 4)
    while model.year < 1991:
        model.step()
    return model, model.climates.of(1991)


def plainly(model, climate):
    """`search` without bounds: every rate, every draw."""
    found = {}
    rates, rows = search_rates(model, climate), model.world.searchers
    for motive in range(len(MOTIVES)):
        if motive != REUNIFICATION:
            draws = model.luck.draws(
                Purpose.SEARCH, climate.year, model.world.ids[rows], kind=motive
            )
            found[motive] = rows[draws < threshold(1.0 - exp(-rates[:, motive]))].tolist()
    return found


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("acts", [False, True])
def test_every_search_is_found(toy, rate, acts):
    model, climate = grown(toy, rate)
    assert model.ties.count > 10
    if acts:
        policy.act(model, climate)
        outside(model)._search[model.world.searchers[::2]] = 1.5
        outside(model).none = False
    expected = plainly(model, climate)
    found = {one.motive: one.rows.tolist() for one in search(model, climate)}
    found.pop(REUNIFICATION)
    assert found == expected
    assert sum(map(len, found.values())) > 0


@pytest.mark.parametrize("rate", RATES)
def test_no_rate_exceeds_its_bound(toy, rate):
    model, climate = grown(toy, rate)
    rates = search_rates(model, climate)
    assert (rates.sum(axis=1) <= _most(model, climate) * len(MOTIVES)).all()
    assert (rates.max(axis=1) <= _most(model, climate)).all()


def test_the_rates_of_some_are_those_that_they_have_among_all(toy):
    model, climate = grown(toy, RATES[1])
    some = np.arange(len(toy.searchers))[3::7]
    assert np.array_equal(search_rates(model, climate, some), search_rates(model, climate)[some])
    assert np.array_equal(own_rates(model, 1991, some), own_rates(model, 1991)[some])
