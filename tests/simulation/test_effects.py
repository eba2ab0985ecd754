"""One test for each row of the effect catalogue, and the bounds that the sampler rests on."""

import inspect
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import consent, rates
from simulation.catalogue import EFFECTS
from simulation.choice import effects
from simulation.life import forms
from simulation.luck import Luck
from simulation.parameters import Choice, Consent, Forms, Parameters, Rate, Reunification
from simulation.places.traits import TRAITS
from simulation.ties import CONTACT, FRIENDSHIP, PARTNERSHIP

HERE = Path(__file__).parent

CHOICE = Choice(distance={"default": -1.0}, near=-2.0, near_km=50.0, similar=-0.25, mass=0.6)
RATE = Rate(size=0.9, size_curve=-0.1, load=-0.2, imitation=0.5, east=0.3, district=-1.0)


def array(*values):
    return np.array(values, dtype=np.float64)


def test_effect_size():
    found = rates.size(array(0.0, 1.0, 2.0), RATE)
    assert found == pytest.approx([0.0, 0.8, 1.4])


def test_effect_district():
    assert rates.district(array(0.0, 2.0), RATE) == pytest.approx([-1.0, 0.0])


def test_effect_load():
    assert rates.load(np.array([0, 1, 3]), RATE) == pytest.approx(
        [0.0, -0.2 * math.log(2), -0.2 * math.log(4)]
    )


def test_effect_propensity():
    found = rates.propensity(array(-1.0, 0.0, 2.0), Rate(spread=0.8))
    assert found == pytest.approx([-1.12, -0.32, 1.28])
    assert rates.propensity(array(-1.0, 2.0), RATE).tolist() == [0.0, 0.0]


def test_effect_growth():
    rate = Rate(growth=0.4, grows_until=1996)
    years = (1945, 1975, 1985, 1996, 2014)
    assert [rates.growth(y, rate) for y in years] == pytest.approx([-1.2, 0.0, 0.4, 0.84, 0.84])
    assert rates.growth(1990, RATE) == 0.0


def test_effect_imitation():
    assert rates.imitation(array(0.0, 0.4), RATE) == pytest.approx([0.0, 0.2])


def test_effect_east():
    east = np.array([True, False])
    assert rates.east(east, False, RATE).tolist() == [0.0, 0.0]
    assert rates.east(east, True, RATE).tolist() == [0.3, 0.0]


def test_effect_wishes():
    settings = Reunification(wish_from=1970, wish=0.02, size=1.0, fading=3.0)
    own = array(0.0, 1.0)
    assert rates.wishes(own, 1969, None, settings).tolist() == [0.0, 0.0]
    assert rates.wishes(own, 1970, None, settings) == pytest.approx([0.02, 0.02 * math.e])
    assert rates.wishes(own, 1989, 1989.9, settings) == pytest.approx([0.02, 0.02 * math.e])
    assert rates.wishes(own, 1992, 1989.0, settings) == pytest.approx([0.01, 0.01 * math.e])


def test_effect_distance():
    slope = array(-1.0, -1.0, -1.0, -1.0)
    found = effects.distance(array(1.0, 25.0, 100.0, 200.0), slope, CHOICE)
    floor = math.log(20) - 2.0 * math.log(0.1)
    assert found == pytest.approx([floor, math.log(4) - 2.0 * math.log(0.5), 0.0, -math.log(2)])


def test_effect_similar_size():
    found = effects.similar_size(array(0.0, 1.0, 3.0), array(0.0, 3.0, 1.0), CHOICE)
    assert found == pytest.approx([0.0, -0.5, -0.5])


def test_effect_mass():
    assert effects.mass(array(0.0, 2.0), CHOICE) == pytest.approx([0.0, 1.2])


def test_effect_same_trait():
    settings = CHOICE.model_copy(update={"traits": {"seat": 0.5, "port": -0.25}})
    flags = np.zeros((3, len(TRAITS)), dtype=bool)
    flags[0, TRAITS.index("seat")] = flags[1, TRAITS.index("port")] = True
    flags[2, [TRAITS.index("seat"), TRAITS.index("port")]] = True
    assert effects.same_trait(flags, settings).tolist() == [0.5, -0.25, 0.25]
    assert effects.same_trait_upper(flags, settings).tolist() == [0.5, 0.0, 0.5]


def test_effect_same_name():
    settings = CHOICE.model_copy(update={"same_name": 4.0})
    assert effects.same_name(np.array([True, False]), settings).tolist() == [4.0, 0.0]


def test_effect_region():
    """A small region is lifted much, a large one little, an empty one and one without pact not."""
    settings = CHOICE.model_copy(update={"region": 0.1})
    paired, share = np.array([True, True, True, False]), array(0.01, 0.5, 0.0, 0.01)
    factor = effects.region(paired, share, np.zeros(4), settings)
    assert factor.tolist() == pytest.approx([11.0, 1.2, 1.0, 1.0])
    part = array(0.2, 0.8)
    whole = effects.region(np.array([True, False]), part, np.ones(2), settings)
    assert float((whole * part).sum()) == pytest.approx(1.0)


def test_effect_region_country():
    settings = CHOICE.model_copy(update={"region_country": 0.2})
    assert effects.region_country(array(0.0, 1.0, 3.0), settings).tolist() == pytest.approx(
        [0.0, 0.2, 0.6]
    )


def test_effect_remote():
    settings = CHOICE.model_copy(update={"remote": -0.6})
    assert effects.remote(array(-1.0, 0.0, 0.5), settings) == pytest.approx([0.6, 0.0, -0.3])


def test_effect_held():
    assert effects.held(array(0.0, 1.0), CHOICE) == pytest.approx([0.0, CHOICE.held])


def test_effect_chance_of_yes():
    settings = Consent(base=0.8, load=0.5, capacity=20_000.0)
    assert consent.chance_of_yes(0, 5_000, settings) == pytest.approx(0.8)
    assert consent.chance_of_yes(2, 20_000, settings) == pytest.approx(0.8 * math.exp(-0.5))
    assert consent.chance_of_yes(2, 1e6, settings) > consent.chance_of_yes(2, 1e4, settings)


def test_effect_form_at_founding():
    settings = Forms(partnership_at_once=0.5, friendship_at_once=0.2)
    found = [forms.form_at_founding(x, settings) for x in (0.0, 0.49, 0.5, 0.69, 0.7, 0.99)]
    assert found == [PARTNERSHIP] * 2 + [FRIENDSHIP] * 2 + [CONTACT] * 2


def living(form, years, count=20_000):
    ids = np.arange(count, dtype=np.int64)
    same = np.full(count, form, dtype=np.int64)
    return forms.LivingTies(ids, ids + count, 0 * ids, same, same * 0 + 1990 - years, same * 0 + 10)


def test_effect_outcomes():
    """Shares within five standard errors of their chances; the seed is fixed."""
    settings = Forms(
        contact_to_friendship=0.1,
        contact_to_partnership=0.2,
        friendship_to_partnership=0.3,
        friendship_term=10,
        renewal=0.75,
    )

    def shares(form, years):
        found = forms.outcomes(living(form, years), 1990, settings, Luck(3))
        return {
            int(k): v / len(found)
            for k, v in zip(*np.unique(found, return_counts=True), strict=True)
        }

    near = 5 * math.sqrt(0.25 / 20_000)
    assert shares(CONTACT, 1) == pytest.approx(
        {forms.STAYS: 0.7, FRIENDSHIP: 0.1, PARTNERSHIP: 0.2}, abs=near
    )
    assert shares(FRIENDSHIP, 9) == pytest.approx({forms.STAYS: 0.7, PARTNERSHIP: 0.3}, abs=near)
    assert shares(FRIENDSHIP, 10) == pytest.approx(
        {PARTNERSHIP: 0.3, forms.RENEWS: 0.525, forms.LAPSES: 0.175}, abs=near
    )
    assert shares(PARTNERSHIP, 30) == {forms.STAYS: 1.0}


def test_every_effect_has_its_test_and_its_parameter():
    fields = Parameters.model_fields
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.rglob("test_*.py"))
    for effect in EFFECTS:
        assert f"def test_effect_{effect.name}(" in tests, effect.name
        section, *field = effect.parameter.split(",")[0].split(".")
        assert section in fields, effect.parameter
        assert set(field) <= set(getattr(fields[section].annotation, "model_fields", ())), field
        assert effect.function.__doc__


def test_every_function_of_the_law_is_in_the_catalogue():
    known = {effect.function for effect in EFFECTS} | {effect.upper for effect in EFFECTS}
    for module in (rates, effects, consent):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__:
                assert function in known, f"{module.__name__}.{name} has no row in the catalogue"


floats = st.floats(-3.0, 3.0)


@given(
    st.tuples(st.floats(0.0, 9000.0), st.floats(0.0, 3000.0), st.floats(0.0, 1.0)),
    floats,
    floats,
)
def test_no_distance_within_an_interval_exceeds_its_bound(interval, slope, near):
    low, width, share = interval
    choice = Choice(distance={"default": 0.0}, near=near)
    km = array(low + share * width)
    bound = effects.distance_upper(array(low), array(low + width), array(slope), choice)
    assert effects.distance(km, array(slope), choice) <= bound + 1e-9


@given(st.lists(floats, min_size=6, max_size=6), st.floats(0.0, 5.0), floats)
def test_no_sizes_within_intervals_exceed_their_bound(numbers, likeness, weight):
    choice = Choice(distance={"default": 0.0}, similar=-likeness, mass=weight)
    own, partner = sorted(numbers[:3]), sorted(numbers[3:])
    sides = (array(own[0]), array(own[2])), (array(partner[0]), array(partner[2]))
    here, there = array(own[1]), array(partner[1])
    assert (
        effects.similar_size(here, there, choice)
        <= effects.similar_size_upper(*sides, choice) + 1e-9
    )
    assert effects.mass(there, choice) <= effects.mass_upper(sides[1], choice) + 1e-9
