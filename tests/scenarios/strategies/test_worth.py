"""Equal effect per euro: what a euro buys, and the factors that make it the same."""

from statistics import median

import pytest

from scenarios.reading import ScenarioError
from scenarios.strategies import equalised, load_strategy, strategy_names

MEASURE = """
budget = 1000
[measures.{name}]
unit = "{unit}"
{what}
cost = 10
take_up = 0.5
"""


def made(folder, name, what, unit="tie", more=""):
    path = folder / f"{name}.toml"
    path.write_text(MEASURE.format(name=name, unit=unit, what=what) + more, encoding="utf-8")
    return load_strategy(path)


def test_of_a_tie(tmp_path):
    what = "what.begins = { travel = 0.5, school = 0.2 }\nwhat.leaves.travel = -0.1"
    strategy = made(tmp_path, "a", what, more="deadweight = 0.5\nadministration = 0.2\n")
    assert strategy.effect_per_euro(3.0) == pytest.approx(0.8 * 0.5 * 0.8 / 10)


def test_of_a_place_by_its_ties(tmp_path):
    what = "what.begins.travel = 0.5\nwhat.search = 0.7"
    strategy = made(tmp_path, "a", what, unit="place")
    assert strategy.effect_per_euro(3.0) == pytest.approx((3.0 * 0.5 + 0.7) / 10)
    assert strategy.effect_per_euro(0.0) == pytest.approx(0.7 / 10)


def test_fixed_costs_come_first(tmp_path):
    strategy = made(tmp_path, "a", "what.vacancy = -1.0", more="fixed = 250\n")
    assert strategy.effect_per_euro(1.0) == pytest.approx(0.75 / 10)
    all_fixed = made(tmp_path, "b", "what.vacancy = -1.0", more="fixed = 2500\n")
    assert all_fixed.effect_per_euro(1.0) == 0.0


def test_what_is_displaced_is_taken_off(tmp_path):
    strategy = made(tmp_path, "a", "what.begins = { digital = 1.0, travel = -0.25 }")
    assert strategy.effect_per_euro(1.0) == pytest.approx(0.75 / 10)


def test_a_mix_lies_between_its_parts():
    mix = load_strategy("grants_and_digital")
    parts = [load_strategy(name).effect_per_euro(3.0) for name in mix.parts]
    assert min(parts) < mix.effect_per_euro(3.0) < max(parts)


def test_factors_give_all_the_median(tmp_path):
    # Plain effects only: what a file says can then be scaled and worth read off again.
    sizes = {"a": 0.5, "b": 1.0, "c": 4.0}
    found = {name: made(tmp_path, name, f"what.vacancy = {-x}") for name, x in sizes.items()}
    factors = equalised({**found, "nothing": load_strategy("nothing")}, 3.0)
    assert factors == {"a": 2.0, "b": 1.0, "c": 0.25, "nothing": 1.0}


def test_factors_of_all_that_ship():
    strategies = {name: load_strategy(name) for name in strategy_names()}
    factors = equalised(strategies, 3.0)
    worth = {
        name: strategy.effect_per_euro(3.0)
        for name, strategy in strategies.items()
        if strategy.measures
    }
    assert list(factors) == list(strategies)
    assert factors["nothing"] == 1.0
    for name, effect in worth.items():
        assert factors[name] * effect == pytest.approx(median(worth.values()))
    # Scaled effects still lie within the bounds, at both ends of their ranges.
    for name, strategy in strategies.items():
        for end in ("low", "high"):
            strategy.policy(
                {one.path: getattr(one, end) for one in strategy.inputs()}, scale=factors[name]
            )


def test_what_does_not_help_cannot_be_scaled(tmp_path):
    harmful = made(tmp_path, "a", "what.vacancy = 0.5")
    with pytest.raises(ScenarioError, match="strategy 'a': has no effect"):
        equalised({"a": harmful}, 3.0)
