import polars as pl
import pytest

from simulation import simulate
from tests.simulation.conftest import lively


def test_the_law_sums_to_one_and_holds_down_what_is_held(toy_history):
    living = toy_history.ties.filter(pl.col("ended").is_null(), pl.col("founded") < 1990)
    place = living["initiator"][0]
    chances = toy_history.choice_probabilities(place, None, 1991)
    assert chances.sum() == pytest.approx(1.0)
    row = living.row(0, named=True)
    partner = row["b"] if row["a"] == place else row["a"]
    assert toy_history.choice_probabilities(place, [partner], 1991)[0] == 0.0
    assert toy_history.choice_probabilities(place, [partner], row["founded"])[0] > 0.0


def test_the_law_is_what_the_simulation_draws_from():
    """Partners of one town's first searches over many seeds lie where the law says.

    The chance of a false alarm is one in a thousand; seeds are fixed.
    """
    from scipy.stats import chisquare

    settings = lively(start=1970, until=1970, consent={"base": 1.0, "load": 0.0})
    first = simulate(settings, 1, "toy")
    towns = first.world.frame.filter(
        pl.col("country") == "DE", pl.col("level") == "municipality"
    ).sort("population")
    place = towns["id"][-1]
    everyone = first.world.frame.filter(pl.col("level") == "municipality")["id"].to_list()
    chances = dict(zip(everyone, first.choice_probabilities(place, None, 1970), strict=True))
    seen: dict[int, int] = {}
    for seed in range(1200):
        ties = simulate(settings, seed, "toy").ties
        for a, b in ties.filter(pl.col("initiator") == place).select("a", "b").iter_rows():
            partner = b if a == place else a
            seen[partner] = seen.get(partner, 0) + 1
    total = sum(seen.values())
    assert total > 100
    likely = [i for i in everyone if chances[i] * total >= 5]
    expected = [chances[i] * total for i in likely]
    found = [seen.get(i, 0) for i in likely]
    expected.append(total - sum(expected))
    found.append(total - sum(found))
    assert chisquare(found, expected).pvalue > 1e-3


def test_impossible_questions_are_refused(toy_history):
    with pytest.raises(ValueError, match="place 1: no such id"):
        toy_history.choice_probabilities(1, None, 1980)
    abroad = toy_history.world.frame.filter(pl.col("country") == "FR")["id"][0]
    with pytest.raises(ValueError, match="lies abroad"):
        toy_history.choice_probabilities(abroad, None, 1980)
