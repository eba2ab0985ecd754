"""Remoteness moves which country a place turns to, and nothing within a country."""

import math

import numpy as np
import pytest

from simulation.choice import Law, Sampler
from simulation.choice.geometry import REFERENCE_POINT, geometry_of
from simulation.choice.remoteness import FLOOR_KM, log_remoteness, middles, remote_factors
from simulation.luck import great_circle_km, unit_vectors
from simulation.model import TwinningModel
from simulation.parameters import Choice
from simulation.search import search_rates
from tests.simulation.conftest import lively
from tests.simulation.test_sampler import assert_agrees, counts, everyone

FLAT = Choice(distance={"default": -1.0}, similar=-0.3, mass=0.6)
REMOTE = FLAT.model_copy(update={"remote": -0.8})


def test_the_middle_of_a_country_is_that_of_its_people(toy):
    rows = np.flatnonzero((toy.group == toy.groups.index("FR")) & ~toy.is_district)
    sums = (toy.point[rows] * toy.population[rows, None]).sum(axis=0)
    found = middles(toy)[toy.groups.index("FR")]
    assert found == pytest.approx(sums / np.linalg.norm(sums))


def test_the_reference_town_finds_no_country_remote_or_near(toy):
    here = unit_vectors([REFERENCE_POINT[0]], [REFERENCE_POINT[1]])
    assert log_remoteness(toy, here) == pytest.approx(np.zeros((1, len(toy.groups))))
    france = toy.groups.index("FR")
    km = great_circle_km(toy.point[:1], middles(toy)[france])[0]
    ratio = km / great_circle_km(here, middles(toy)[france])[0]
    assert log_remoteness(toy, toy.point[:1])[0, france] == pytest.approx(math.log(ratio))


def test_no_middle_is_nearer_than_fifty_kilometres(toy):
    france = toy.groups.index("FR")
    at_the_middle = log_remoteness(toy, middles(toy)[france : france + 1])[0, france]
    here = unit_vectors([REFERENCE_POINT[0]], [REFERENCE_POINT[1]])
    reference = great_circle_km(here, middles(toy)[france])[0]
    assert at_the_middle == pytest.approx(math.log(FLOOR_KM / reference))


@pytest.mark.parametrize("districts", [False, True])
def test_the_sampler_follows_the_full_scan_where_countries_are_remote(toy, districts):
    sampler = Sampler(Law(toy, REMOTE, districts=districts))
    own = [int(row) for row in toy.searchers if toy.is_district[row] == districts]
    appeal = np.linspace(0.2, 1.0, len(toy.regions))
    for row in (own[0], own[-1]):
        found = counts(sampler, row, appeal, 40_000)
        assert_agrees(found, sampler.scan_weights(row, appeal, everyone))


def test_a_country_weighs_by_its_factor_and_keeps_its_shares_within(toy):
    """Scan weights and accessibility grow by the same factor, so that searches and draws agree."""
    laws = [Law(toy, choice, districts=False) for choice in (FLAT, REMOTE)]
    plain, remote = (Sampler(law) for law in laws)
    geometry = geometry_of(toy, False)
    factor = remote_factors(geometry, REMOTE)[:, toy.region_group]
    assert factor.max() > 1.1 > 0.9 > factor.min()
    assert remote.access == pytest.approx(plain.access * factor)
    appeal = np.ones(len(toy.regions))
    for place in (0, len(geometry.searchers) - 1):
        row = int(geometry.searchers[place])
        before, after = (s.scan_weights(row, appeal, everyone) for s in (plain, remote))
        assert after == pytest.approx(before * factor[place, toy.region[geometry.rows]])


def test_remoteness_turns_searches_to_the_countries_that_are_near(toy):
    """How many searches there are does not change; whom the places near Poland seek does."""
    appeal = {"FR": -3.0, "PL": -3.0}
    total, east = {}, {}
    for size in (0.0, -1.0):
        parameters = lively(appeal=appeal, start=1992, until=1992, choice={"remote": size})
        model = TwinningModel(parameters, toy, 1)
        rates = search_rates(model, model.climates.of(1992))
        total[size] = rates.sum(axis=1)
        east[size] = model.access[:, toy.groups.index("PL")]
    near = log_remoteness(toy, toy.point[toy.searchers])[:, toy.groups.index("PL")] < 0.0
    assert 0 < near.sum() < len(near)
    assert total[-1.0] == pytest.approx(total[0.0])
    assert ((east[-1.0] > east[0.0]) == near).all()


def test_no_remoteness_leaves_every_country_as_it_is(toy):
    geometry = geometry_of(toy, False)
    assert (remote_factors(geometry, FLAT) == 1.0).all()
    shape = (len(geometry.searchers), len(toy.groups))
    assert remote_factors(geometry, REMOTE).shape == shape
