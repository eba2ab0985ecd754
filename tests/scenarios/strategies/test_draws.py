"""Draws of inputs: keyed by seed and path alone, evenly on both sides of the central value."""

import numpy as np
from scipy.stats import kstest

from scenarios.strategies import Input, draw_inputs, load_strategy, strategy_names
from simulation.luck.keyed import MAX_SEED

SEEDS = [7, 8, 9, MAX_SEED]


def made(path, low=0.0, high=1.0):
    return Input(path, (low + high) / 2, low, high, "C", (), "A guess.", "effect")


def test_a_row_a_replication_and_a_column_a_path():
    inputs = load_strategy("school_exchange").inputs()
    table = draw_inputs(inputs, SEEDS)
    assert table.columns == ["replication", "seed", *(one.path for one in inputs)]
    assert table["replication"].to_list() == [0, 1, 2, 3]
    assert table["seed"].to_list() == SEEDS
    for one in inputs:
        assert table[one.path].is_between(one.low, one.high).all()


def test_one_more_strategy_changes_no_draw():
    names = strategy_names()
    some = [one for name in names[:4] for one in load_strategy(name).inputs()]
    more = [one for name in reversed(names) for one in load_strategy(name).inputs()]
    few, many = draw_inputs(some, SEEDS), draw_inputs(more, SEEDS)
    assert len(many.columns) > len(few.columns)
    assert many.select(few.columns).equals(few)


def test_more_replications_begin_with_the_fewer():
    inputs = load_strategy("revival").inputs()
    assert draw_inputs(inputs, SEEDS)[:2].equals(draw_inputs(inputs, SEEDS[:2]))


def test_a_draw_is_a_share_of_its_own_range():
    narrow, wide = made("a.cost", 0.0, 1.0), made("a.cost", 100.0, 300.0)
    first, second = (draw_inputs([one], SEEDS)["a.cost"] for one in (narrow, wide))
    assert np.allclose(100.0 + 200.0 * first.to_numpy(), second.to_numpy())


def test_a_range_of_one_value_gives_that_value():
    assert draw_inputs([made("a.cost", 3.0, 3.0)], SEEDS)["a.cost"].to_list() == [3.0] * 4


def test_no_inputs_give_seeds_alone():
    assert draw_inputs([], SEEDS).columns == ["replication", "seed"]


def test_half_of_the_draws_lie_below_the_central_value():
    skew = Input("a.cost", 2.0, 1.0, 10.0, "C", (), "A guess.", "cost")
    drawn = draw_inputs([skew], range(2000))["a.cost"].to_numpy()
    below = drawn[drawn < 2.0]
    assert abs(len(below) / 2000 - 0.5) < 3.3 * 0.5 / np.sqrt(2000)
    assert kstest(below - 1.0, "uniform").pvalue > 0.001
    assert kstest((drawn[drawn >= 2.0] - 2.0) / 8.0, "uniform").pvalue > 0.001


def test_draws_are_even_and_independent():
    # The seed is fixed, so there is no false alarm; with another the chance were 0.001 each.
    table = draw_inputs([made("a.cost"), made("a.take_up"), made("b.cost")], range(2000))
    values = table.drop("replication", "seed").to_numpy()
    assert all(kstest(column, "uniform").pvalue > 0.001 for column in values.T)
    between = np.corrcoef(values.T)[np.triu_indices(3, 1)]
    assert np.abs(between).max() < 3.3 / np.sqrt(2000)


def test_draws_stay_what_they_are():
    # A draw is part of every result: it must not move between versions.
    drawn = draw_inputs([made("school_exchange.cost")], [1])["school_exchange.cost"][0]
    assert round(drawn, 12) == 0.252513838458
