"""A year of activities seen from inside: who begins, who takes over, and what is told of it."""

import copy

import numpy as np
import pytest

from simulation.life import lives, resume
from simulation.life import year as years
from simulation.life.activities import ACTIVITIES
from simulation.life.state import going
from simulation.life.year import activities_begin, carriers_leave, turn_of
from simulation.model import TwinningModel
from simulation.ties import ACTIVE, DORMANT, SUSPENDED, WEAK
from tests.simulation.conftest import lively


@pytest.fixture(scope="module")
def grown(toy):
    """A model of thirty years, whose ties are copied before they are changed."""
    model = TwinningModel(lively(ending={"resume": 1.0}), toy, 5)
    while model.year <= 1990:
        model.step()
    return model


@pytest.fixture
def model(grown):
    return copy.deepcopy(grown)


def turn(model):
    climate = model.climates.of(model.year)
    return climate, turn_of(model, lives(model), climate, going(model, climate))


@pytest.mark.parametrize("what", ["eager", "will", "money"])
def test_what_ties_long_for_and_are_given_adds_to_what_begins(model, what):
    def begun(factor):
        held = copy.copy(lives(model))
        setattr(held, what, getattr(held, what) * factor)
        held.alive, held.born = held.alive.copy(), held.born.copy()
        now = turn(model)[1]
        before = held.alive.copy()
        activities_begin(model, held, now, ~before[:, now.ties])
        return np.count_nonzero(held.alive & ~before)

    less, usual, more = begun(0.25), begun(1.0), begun(4.0)
    assert less < 0.5 * usual < usual < 0.5 * more


def test_successors_are_of_every_age_at_which_people_begin(model):
    _, now = turn(model)
    held = lives(model)
    before, alive = held.born.copy(), held.alive.copy()
    carriers_leave(model, held, now, held.alive[:, now.ties])
    kind, tie = np.nonzero(held.alive & (held.born != before))
    assert (held.alive <= alive).all()
    age = now.year - held.born[kind, tie]
    low, high = np.array([activity.carrier for activity in ACTIVITIES])[kind].T
    assert ((low <= age) & (age <= high)).all()
    share = (age - low) / (high - low)
    assert len(share) > 20
    assert 0.3 < share.mean() < 0.7
    assert share.min() < 0.25
    assert share.max() > 0.75


def test_a_status_is_told_with_its_reason():
    assert years._why(WEAK, "") == "activities"
    assert years._why(DORMANT, "covid_2020") == "covid_2020"
    assert years._why(ACTIVE, "covid_2020") is None


def test_who_meets_again_has_been_idle_for_no_year(model):
    climate, now = turn(model)
    tie = int(now.ties[0])
    model.ties.rows("status")[tie] = SUSPENDED
    lives(model).idle[tie] = 7
    resume(model, climate)
    assert model.ties.rows("status")[tie] == ACTIVE
    assert lives(model).idle[tie] == 0
