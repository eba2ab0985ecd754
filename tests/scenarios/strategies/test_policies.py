"""From a strategy to the policy of a run: values, budget, scale."""

import pytest

from scenarios.reading import ScenarioError
from scenarios.strategies import Strategy, draw_inputs, load_strategy, strategy_names


@pytest.mark.parametrize("name", strategy_names())
def test_every_input_reaches_the_policy(name):
    strategy = load_strategy(name)
    central = strategy.policy()
    for one in strategy.inputs():
        other = one.low if one.low != one.value else one.high
        changed = strategy.policy({one.path: other})
        assert changed != central
        assert strategy.policy({one.path: one.value}) == central


def test_values_stand_where_their_path_says():
    values = {
        "school_exchange.what.begins.school": 1.25,
        "school_exchange.cost": 6000.4,
        "school_exchange.take_up": 0.25,
        "school_exchange.administration": 0.05,
        "small_grants.cost": 1.0,
    }
    measure = load_strategy("school_exchange").policy(values).measures["school_exchange"]
    assert measure.what.begins["school"] == 1.25
    assert (measure.cost, measure.take_up, measure.administration) == (6000, 0.25, 0.05)


def test_strength_moves_all_effects_together():
    strategy = load_strategy("coordinator")
    once = strategy.policy().measures["coordinator"].what
    twice = strategy.policy({"coordinator.strength": 2.0}).measures["coordinator"].what
    assert twice.vacancy == 2.0 * once.vacancy == -1.0
    assert {name: 2.0 * size for name, size in once.begins.items()} == dict(twice.begins)


def test_scale_and_budget():
    strategy = load_strategy("digital_meetings")
    policy = strategy.policy(budget=7, scale=0.5)
    central, halved = strategy.policy().measures, policy.measures
    assert policy.budget == 7
    before, after = central["digital_meetings"], halved["digital_meetings"]
    assert after.what.begins == {name: x / 2 for name, x in before.what.begins.items()}
    assert after.what.leaves == {name: x / 2 for name, x in before.what.leaves.items()}
    assert after.model_copy(update={"what": before.what}) == before


def test_a_scale_of_zero_leaves_no_effect():
    what = load_strategy("search_board").policy(scale=0.0).measures["search_board"].what
    assert (what.search, what.board) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"small_grants.costs": 1.0}, "did you mean 'small_grants.cost'"),
        ({"small_grants.what.begins.travel": 1.0}, "no number with a range"),
        ({"small_grants.take_up": 1.5}, "measures.small_grants.take_up"),
        ({"small_grants.cost": 0.2}, "measures.small_grants.cost"),
        ({"small_grants.take_up": float("nan")}, "should be a finite number (it is nan)"),
        ({"small_grants.cost": float("inf")}, "small_grants.cost"),
        ({"small_grants.strength": -1.0}, "small_grants.strength: should be a number from 0 to 10"),
    ],
)
def test_a_value_that_cannot_be_is_told(values, told):
    with pytest.raises(ScenarioError, match="strategy 'small_grants'") as error:
        load_strategy("small_grants").policy(values)
    assert told in str(error.value)


def test_all_draws_give_a_policy():
    strategies = [load_strategy(name) for name in strategy_names()]
    assert all(isinstance(strategy, Strategy) for strategy in strategies)
    table = draw_inputs([one for strategy in strategies for one in strategy.inputs()], range(30))
    for row in table.drop("replication", "seed").iter_rows(named=True):
        for strategy in strategies:
            assert strategy.policy(row).budget == strategy.budget
