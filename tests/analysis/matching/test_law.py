"""The law asked for one place is that of the simulation."""

import numpy as np
import pytest

from analysis.matching.law import Chooser
from scenarios import load
from simulation import simulate
from simulation.ways.groups.fellows import fellow, shared


def settings(year, **more):
    history = load("history")
    plain = history.model_dump()
    quiet = {"contacts": {**plain["contacts"], "active": False}}
    return type(history).model_validate({**plain, "start": year, "until": year, **quiet, **more})


@pytest.fixture(scope="module")
def first_year():
    return simulate(settings(1985), seed=1, world="toy")


@pytest.mark.parametrize("place", [2907911, 2939811, 2809517, 100008226])
def test_it_gives_the_chances_of_a_history_before_its_first_year(first_year, place):
    world, parameters = first_year.world, first_year.parameters
    chooser = Chooser(world, parameters, world.row_of[place], 1985)
    weight = chooser.weights().weight
    ids = world.ids[chooser.rows].tolist()
    truth = first_year.choice_probabilities(place, ids, 1985)
    mine = weight / weight.sum()
    # what lies within reach is summed over map cells there, and place by place here
    assert np.abs(mine - truth).max() < 0.01
    assert np.abs(mine[truth > 1e-6] / truth[truth > 1e-6] - 1.0).max() < 0.15


def test_within_a_country_without_pairings_it_is_the_same_to_the_last_digits(first_year):
    world = first_year.world
    chooser = Chooser(world, first_year.parameters, world.row_of[2907911], 1985)
    country = np.array(world.frame["country"].to_list())[chooser.rows]
    here = country == "GB"
    truth = first_year.choice_probabilities(2907911, world.ids[chooser.rows][here].tolist(), 1985)
    mine = chooser.weights().weight[here]
    np.testing.assert_allclose(mine / mine.sum(), truth / truth.sum(), rtol=1e-9)


def test_a_partner_weighs_nothing_more_and_its_country_less(first_year):
    world = first_year.world
    chooser = Chooser(world, first_year.parameters, world.row_of[2907911], 1985)
    free = chooser.weights()
    french = np.flatnonzero(world.group[free.rows] == world.groups.index("FR"))
    partner = int(free.rows[french[0]])
    tied = chooser.weights(partners=[partner])
    assert tied.weight[french[0]] == 0.0
    before = free.weight[french].sum() / free.weight.sum()
    after = tied.weight[french].sum() / tied.weight.sum()
    odds = (after / (1 - after)) / (before / (1 - before))
    most = np.exp(first_year.parameters.choice.held)
    assert 0.0 < odds < 1.05 * most


def test_groups_and_shared_partners_weigh_as_in_the_simulation(germany):
    parameters = load("history")
    row = germany.row_of[2875601]  # Lübeck
    chooser = Chooser(germany, parameters, row, 2025)
    other = int(chooser.rows[0])
    weights = chooser.weights(shared=[other])
    one = np.array([True])
    assert weights.terms["shared"][0] == shared(one, parameters.groups)[0]
    hanse = germany.row_of[588335]  # Pärnu
    place = int(np.flatnonzero(chooser.rows == hanse)[0])
    assert weights.terms["group"][place] == fellow(one, parameters.groups)[0]
    assert np.count_nonzero(weights.terms["group"]) < 200


def test_a_motive_leaves_what_is_sought_out_of_it(germany):
    chooser = Chooser(germany, load("history"), germany.row_of[2907911], 2025)
    from simulation.motives import DEVELOPMENT

    weights = chooser.weights(motive=DEVELOPMENT)
    sought = {germany.groups[g] for g in germany.group[weights.rows[weights.weight > 0.0]]}
    assert "NI" in sought
    assert sought.isdisjoint({"FR", "PL", "DE:east", "DE:west"})
