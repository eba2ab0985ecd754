import math

import numpy as np
import polars as pl
import pytest

from scenarios import load
from simulation import simulate
from simulation.choice import Law
from simulation.choice.access import accessibility
from simulation.choice.nearby import nearby
from simulation.choice.remoteness import log_remoteness
from simulation.model import TwinningModel
from simulation.motives import NAMES
from simulation.municipality import Proposal
from simulation.run import cached_world
from simulation.search import own_rates, search_rates
from tests.simulation.conftest import lively

KOELN = 2886242


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

    off = {"active": False}  # what reaches a town by other ways than a search of its own
    ways = {"sponsorships": off, "board": off, "contacts": off}
    often = {"level": 1.0}  # still far less than one search of a motive a year
    settings = lively(
        start=1970, until=1970, rate=often, consent={"base": 1.0, "load": 0.0}, **ways
    )
    first = simulate(settings, 1, "toy")
    towns = first.world.frame.filter(
        pl.col("country") == "DE", pl.col("level") == "municipality"
    ).sort("population")
    place = towns["id"][-1]
    everyone = first.world.frame.filter(pl.col("level") == "municipality")["id"].to_list()
    chances = dict(zip(everyone, first.choice_probabilities(place, None, 1970), strict=True))
    seen: dict[int, int] = {}
    for seed in range(450):
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


def test_accessibility_is_what_the_full_scan_sees_within_a_tenth():
    """It is summed over map cells; half of all values must lie far closer than that."""
    world = cached_world("germany")
    left_out = {"traits": {}, "same_name": 0.0, "remote": -0.5}
    plain = load("history").choice.model_copy(update=left_out)
    law = Law(world, plain, districts=False)
    of_region = accessibility(law, nearby(law))
    access = np.zeros((len(of_region), len(world.groups)))
    for region, group in enumerate(world.region_group):
        access[:, group] += of_region[:, region]
    towns = law.rows[world.land[law.rows] >= 0]
    remote = np.exp(plain.remote * log_remoteness(world, world.point[towns]))
    abroad = [g for g, country in enumerate(world.group_country) if country != "DE"]
    ratios = []
    for place in range(0, len(towns), 700):
        weight = np.exp(law.log_weights(int(towns[place]), law.rows))
        seen = np.bincount(world.group[law.rows], weights=weight, minlength=len(world.groups))
        seen *= remote[place]
        ratios.append(np.log(access[place, abroad] / seen[abroad]))
    assert np.quantile(np.abs(ratios), 0.5) < 0.06
    assert np.quantile(np.abs(ratios), 0.95) < 0.15


def test_near_a_border_a_town_searches_as_much_but_for_other_partners(toy):
    model = TwinningModel(lively(start=1992, until=1992), toy, 1)
    rates = search_rates(model, model.climates.of(1992))
    climate = model.climates.of(1992)
    own = own_rates(model, 1992)
    abroad = [g for g, country in enumerate(toy.group_country) if country != "DE"]
    flow = climate.flow[toy.land[toy.searchers]][:, abroad].sum(axis=1)
    assert rates.sum(axis=1) == pytest.approx(own * flow)
    east_west = rates[:, NAMES.index("east_west")] / rates.sum(axis=1)
    assert east_west.max() > 2 * east_west.min()


def test_the_level_moves_all_rates_alike(toy):
    plain, higher = (TwinningModel(lively(rate={"level": level}), toy, 1) for level in (0.0, 0.7))
    assert own_rates(higher, 1992) == pytest.approx(math.exp(0.7) * own_rates(plain, 1992))


def test_a_city_searches_and_carries_load_as_its_boroughs(toy):
    """Köln is nine places of a ninth of its size, each with a ninth of its ties."""
    model = TwinningModel(lively(rate={"load": -0.5}), toy, 1)
    rate = model.parameters.rate
    row = toy.row_of[KOELN]
    assert toy.boroughs[row] == 9
    assert (np.delete(toy.boroughs, row) == 1).all()  # Berlin is not in the toy world
    model.ties_abroad[row] = 18
    ninth = math.log(toy.population[row] / 9 / 20_000)
    log_rate = rate.size * ninth + rate.size_curve * ninth**2 - 0.5 * math.log(1 + 18 / 9)
    found = own_rates(model, 1980)[np.searchsorted(toy.searchers, row)]
    assert found == pytest.approx(9 * math.exp(log_rate + rate.level))


def test_a_city_is_asked_as_its_boroughs(toy, monkeypatch):
    asked = []

    def chance(ties, inhabitants, _settings):
        asked.append((ties, inhabitants))
        return 1.0

    monkeypatch.setattr("simulation.municipality.chance_of_yes", chance)
    model = TwinningModel(lively(), toy, 1)
    row, other = toy.row_of[KOELN], int(toy.searchers[0])
    agent = model.agent_at(row)
    agent.ties.update(dict.fromkeys(range(18), other))
    assert agent.consents(Proposal(other, row, 0, 1980))
    assert asked == [(2.0, toy.population[row] / 9)]


def test_linked_neighbours_encourage_those_near_them(toy):
    plain, imitating = (
        TwinningModel(lively(rate={"imitation": imitation}), toy, 3) for imitation in (0.0, 1.5)
    )
    assert np.array_equal(own_rates(imitating, 1980), own_rates(plain, 1980))
    linked = int(toy.neighbours[0, 0])
    for model in (plain, imitating):
        model.degree[linked] = 1
    share = (toy.neighbours == linked).mean(axis=1)
    assert 0.0 < share[0] < 1.0
    expected = np.exp(1.5 * share) * own_rates(plain, 1980)
    assert own_rates(imitating, 1980) == pytest.approx(expected)
