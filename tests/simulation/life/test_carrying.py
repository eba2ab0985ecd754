"""The short laws of a tie's life, one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.life import carrying
from simulation.life.activities import ACTIVITIES, COUNT, NAMES, ages
from simulation.life.state import FINE, fine, fine_draws
from simulation.luck import Luck, Purpose
from simulation.parameters import Ending, Life
from simulation.ties import CONTACT, DEVELOPMENT, PARTNERSHIP, TWINNING

LIFE = Life(travel=0.1, expert=0.01, will=-0.5, fresh=1.0, theme=1.0)


def ints(*values):
    return np.array(values, dtype=np.int64)


def array(*values):
    return np.array(values, dtype=np.float64)


def test_effect_beginning():
    form = ints(PARTNERSHIP, PARTNERSHIP, CONTACT, PARTNERSHIP)
    age, kind = ints(99, 0, 99, 99), ints(TWINNING, TWINNING, TWINNING, DEVELOPMENT)
    travel, expert = (carrying.beginning(form, age, kind, LIFE)[NAMES.index(n)] for n in names())
    assert travel == pytest.approx([0.1, 0.1 * np.e, 0.1 / np.e, 0.1 / np.e], rel=1e-5)
    assert expert[[0, 3]] == pytest.approx([0.01, 0.01 * np.e], rel=1e-5)


def names():
    return ("travel", "expert")


def test_the_founding_stirs_less_and_less():
    age = np.arange(40)
    same = np.full(40, PARTNERSHIP), age, np.full(40, TWINNING)
    travel = carrying.beginning(*same, LIFE)[NAMES.index("travel")]
    assert (np.diff(travel) < 0).all()
    excess = np.log(travel / 0.1)
    assert excess[5] == pytest.approx(excess[0] / 2)


def test_effect_lasting_will():
    fractions = (np.arange(20_000) + 0.5) / 20_000
    factor = carrying.lasting_will(fractions, Life(spread=0.7))
    assert np.median(factor) == pytest.approx(1.0, abs=1e-3)
    assert np.log(factor).std() == pytest.approx(0.7, rel=0.01)
    assert carrying.lasting_will(fractions, Life(spread=0.0)).tolist() == [1.0] * 20_000
    assert np.isfinite(carrying.lasting_will(array(0.0), Life(spread=3.0))).all()


def test_effect_leaving():
    chance = carrying.leaving(Life(leaving=0.05, ageing=0.5))
    assert chance[50] == pytest.approx(0.05)
    assert chance[70] == pytest.approx(0.05 * np.e)
    assert (np.diff(chance) >= 0).all()
    assert chance[carrying.OLDEST] == 1.0
    assert carrying.leaving(Life(leaving=0.0))[:100].tolist() == [0.0] * 100


def test_effect_succession():
    life = Life(succession=0.4, mentoring=0.5)
    assert carrying.succession(life, np.array([False, True])) == pytest.approx([0.4, 0.7])


def test_effect_people():
    life = Life(travellers=30.0, meeting=6.0, size=0.5, effort=0.2)
    near = carrying.remoteness(array(500.0, 500.0, 500.0 * np.e))
    found = carrying.people(array(5_000.0, 20_000.0, 5_000.0), near, life)
    assert found[0].tolist() == [180, 360, round(180 * np.exp(-0.2))]
    digital = found[NAMES.index("digital")]
    assert digital[0] == digital[2]
    assert found.min() >= 1


def test_remoteness_is_held_at_both_ends():
    assert carrying.remoteness(array(0.0, 25.0)).tolist() == [np.log(0.05)] * 2
    assert len(set(carrying.remoteness(array(10_000.0, 19_000.0)).tolist())) == 1


def test_effect_vitality():
    none, some, more = carrying.vitality(ints(0, 1, 3), array(0.0, 100.0, 300.0))
    assert none == 0.0
    assert some == 0.5
    assert more == pytest.approx((7 / 8 + 3 / 4) / 2)


@given(st.integers(0, COUNT), st.floats(0, 1e5))
def test_vitality_lies_between_nothing_and_one_and_rises(count, people):
    value = carrying.vitality(ints(count), array(people))[0]
    assert 0.0 <= value < 1.0
    assert carrying.vitality(ints(count + 1), array(people))[0] > value
    assert carrying.vitality(ints(count), array(people + 1.0))[0] > value


def test_effect_deepening():
    life = Life(usual=0.5)
    assert carrying.deepening(array(0.0, 0.5, 0.75), life).tolist() == [0.0, 1.0, 1.5]
    off = life.model_copy(update={"active": False})
    assert carrying.deepening(array(0.0, 0.5), off).tolist() == [1.0, 1.0]


def test_effect_ending():
    settings = Ending(contact=0.01, partnership=0.3, dormant=5.0)
    form, asleep = ints(CONTACT, CONTACT, PARTNERSHIP), np.array([False, True, True])
    assert carrying.ending(form, asleep, settings) == pytest.approx([0.01, 0.05, 1.0])


def test_every_activity_has_a_level_ages_and_carriers():
    for activity in ACTIVITIES:
        young, old = ages(activity, 0.6)
        assert 0.0 <= young + old <= 1.0
        assert 0.0 <= getattr(Life(), activity.level) <= 1.0
        low, high = activity.carrier
        assert 18 <= low < high <= 70
    assert len(set(NAMES)) == COUNT


def test_fine_draws_are_keyed_by_identity_and_uniform():
    ids = np.arange(4_000)
    who = (ids, ids + 4_000, 0 * ids)
    draws = fine_draws(Luck(3), Purpose.BEGIN, 1980, who, COUNT)
    assert draws.shape == (COUNT, 4_000)
    assert draws.min() >= 0
    assert draws.max() < FINE
    assert (draws / FINE).mean(axis=1) == pytest.approx(np.full(COUNT, 0.5), abs=0.02)
    some = np.array([7, 3_000])
    part = fine_draws(Luck(3), Purpose.BEGIN, 1980, tuple(w[some] for w in who), COUNT)
    assert np.array_equal(part, draws[:, some])
    for other in (Luck(4), Luck(3)):
        year = 1981 if other.seed == 3 else 1980
        assert not np.array_equal(fine_draws(other, Purpose.BEGIN, year, who, COUNT), draws)
    pairs = np.corrcoef(draws)
    assert np.abs(pairs[~np.eye(COUNT, dtype=bool)]).max() < 0.06


def test_chances_of_nothing_and_certainty_are_kept():
    assert fine(array(0.0, 1.0, 2.0)).tolist() == [0, FINE, FINE]
