"""Prior contacts: what builds the stock, what it does, and what it leaves alone."""

import numpy as np
import pytest
from pydantic import ValidationError

from simulation.model import TwinningModel
from simulation.municipality import Proposal
from simulation.pairing import found
from simulation.parameters import Contacts
from simulation.ties import CONTACT, PARTNERSHIP
from simulation.ways import contacts
from simulation.ways.stock import NEARBY, OWN, POLITICS, PRIVATE, SCHOOL, STATIONED, stationed
from tests.simulation.conftest import lively

NOBODY = {"private": 0.0, "stationed": 0.0, "half_life": 10.0}


def model_of(toy, seed=4, **settings):
    return TwinningModel(lively(start=1960, until=2000, contacts=settings), toy, seed)


def renewed(model, years=1):
    for _ in range(years):
        contacts.renew(model, model.climates.of(model.year))
        model.year += 1
    return contacts.state(model)


def tie_of(model, districts=False, form=PARTNERSHIP):
    """A tie by hand between a western place and France."""
    world = model.world
    west = world.searchers[
        (world.is_district[world.searchers] == districts) & ~world.east[world.searchers]
    ]
    french = world.group == world.groups.index("FR")
    partner = int(np.flatnonzero(french & (world.is_district == districts))[0])
    return found(model, Proposal(int(west[0]), partner, 0, model.year), form), int(west[0]), partner


def test_effect_prior_contact():
    found_ = contacts.effect(np.array([0.0, 1.0, 3.0]), 2.0)
    assert found_ == pytest.approx([0.0, 1.0, 1.5])


def test_people_of_a_district_begin_contacts_with_open_countries_only(toy):
    model = model_of(toy, private=5.0, stationed=0.0)
    stock = renewed(model, 3).stock
    begun = stock.by_area[PRIVATE]
    assert begun.any()
    assert not stock.by_area[STATIONED].any()
    passing = model.climates.of(1961).passing[stock.areas.land]
    assert not begun[passing == 0.0].any()
    east = [g for g, name in enumerate(toy.groups) if name == "DE:east"]
    assert not begun[:, east][~toy.land_is_east[stock.areas.land]].any()


def test_garrisons_and_workers_leave_contacts_in_their_laender(toy):
    model = model_of(toy, private=0.0, stationed=1.0)
    stock = renewed(model, 12).stock
    known = stock.by_area[STATIONED] > 0.0
    assert not stock.by_area[PRIVATE].any()
    german = np.array(toy.laender)[stock.areas.land]
    britons, italians = toy.groups.index("GB"), toy.groups.index("IT")
    assert known[german == "DE-NW", britons].any()
    assert not known[german == "DE-BW", britons].any()
    assert known[german == "DE-BW", italians].any()
    assert not known[german == "DE-TH", italians].any()


def test_private_people_and_workers_begin_contacts_side_by_side(toy):
    """Whatever the place of a country in the list, part of its contacts is of each kind."""
    model = model_of(toy, private=10.0, stationed=0.5, half_life=100.0)
    stock = renewed(model, 30).stock
    west = ~toy.land_is_east[stock.areas.land]
    there = stationed(toy, 1965)[stock.areas.land][west].any(axis=0)
    assert there.sum() >= 3
    assert (stock.by_area[STATIONED][west][:, there] > 0.0).any(axis=0).all()
    assert (stock.by_area[PRIVATE][west][:, there] > 0.0).any(axis=0).all()


def test_contacts_fade_by_half(toy):
    model = model_of(toy, **NOBODY)
    renewed(model).stock.by_area[PRIVATE, 0, 0] = 1.0
    assert renewed(model, 10).stock.by_area[PRIVATE, 0, 0] == pytest.approx(0.5)


def test_a_districts_tie_reaches_its_municipalities_and_an_ended_one_stays_with_its_place(toy):
    model = model_of(toy, **NOBODY)
    tie, row, partner = tie_of(model, districts=True)
    stock = renewed(model).stock
    group = toy.group[partner]
    area = stock.areas.of_row[row]
    assert stock.by_area[POLITICS, area, group] == 1.0
    assert stock.by_area[POLITICS].sum() == 1.0
    assert not stock.by_place.any()
    town, place, other = tie_of(model)
    renewed(model)
    assert not stock.by_place.any()  # a living tie is no prior contact, and neighbours are off
    model.ties.end(town)
    model.detach(town, *sorted((place, other)))
    renewed(model)
    assert stock.by_place[OWN, stock.areas.searcher_of_row[place], toy.group[other]] == 1.0
    one, two = np.array([place, other]), np.array([other, place])
    assert contacts.prior(model, one, two).tolist() == pytest.approx([1.0, 0.0], abs=1e-6)
    assert stock.by_place.sum() == 1.0
    assert tie != town
    renewed(model)
    assert stock.by_place.sum() < 1.0  # noted once


def test_a_school_exchange_is_heard_of_in_the_district(toy):
    model = model_of(toy, **NOBODY)
    tie, row, partner = tie_of(model)
    contacts.exchanged(model, tie)
    stock = contacts.state(model).stock
    assert stock.by_area[SCHOOL, stock.areas.of_row[row], toy.group[partner]] == 1.0
    silent = model_of(toy, active=False)
    contacts.exchanged(silent, tie_of(silent)[0])
    assert contacts.Contacts not in silent._parts


def test_neighbours_count_only_where_they_are_switched_on(toy):
    model = model_of(toy, **NOBODY, neighbours=0.5)
    _, row, partner = tie_of(model)
    stock = renewed(model).stock
    looking = np.flatnonzero((toy.neighbours == row).any(axis=1))
    reached = stock.by_place[NEARBY, :, toy.group[partner]]
    assert np.flatnonzero(reached).tolist() == looking.tolist()
    assert (reached[looking] == 0.5).all()


def test_factor_turns_places_towards_known_countries_and_keeps_the_mean_of_a_land(toy):
    model = model_of(toy, choice=2.0, private=5.0)
    own = renewed(model, 10)
    rows = toy.searchers
    factor = contacts.factor(model, rows)
    stock = own.stock.of_rows(rows)
    france = toy.groups.index("FR")
    for land in np.unique(toy.land[rows]):
        here = toy.land[rows] == land
        more = factor[here, france][np.argsort(stock[here, france], kind="stable")]
        assert (np.diff(more) >= 0.0).all()
    weight = contacts._weights(toy, model.parameters.rate.model_dump_json())
    by_area = own.by_area.T * weight[:, None]
    for land in np.unique(own.stock.areas.land):
        here = own.stock.areas.land == land
        assert by_area[here].sum(axis=0) / weight[here].sum() == pytest.approx(1.0)
    everybody = np.arange(len(rows))
    assert contacts.known(model, everybody)[france] == pytest.approx(factor[:, france])


def test_ease_helps_ties_with_known_countries(toy):
    model = model_of(toy, **NOBODY, ease=1.0)
    known, row, partner = tie_of(model, form=CONTACT)
    renewed(model)
    before = contacts.ease(model, np.array([known]))
    assert before == pytest.approx([1.0])
    contacts.state(model).stock.add(np.array([row]), toy.group[[partner]], OWN)
    assert contacts.ease(model, np.array([known])) == pytest.approx([np.exp(0.5)])


@pytest.mark.parametrize("off", [{"active": False}, {"choice": 0.0, "ease": 0.0}])
def test_without_contacts_or_effect_every_factor_is_one(toy, off):
    model = model_of(toy, **off)
    contacts.renew(model, model.climates.of(1960))
    tie, *_ = tie_of(model)
    assert (contacts.factor(model, toy.searchers) == 1.0).all()
    assert (contacts.known(model, np.arange(3)) == 1.0).all()
    assert (contacts.ease(model, np.array([tie])) == 1.0).all()


def test_luck_is_keyed_by_district_and_year(toy):
    """A tie by hand changes nothing of what people begin, nor anything in another Land."""
    plain, other = model_of(toy, private=2.0), model_of(toy, private=2.0)
    _, row, partner = tie_of(other, districts=True)
    one, two = renewed(plain, 8), renewed(other, 8)
    for kind in (PRIVATE, STATIONED):
        assert (one.stock.by_area[kind] == two.stock.by_area[kind]).all()
    changed = np.argwhere(one.mean_factor != two.mean_factor)
    assert changed.tolist() == [[toy.land[row], toy.group[partner]]]
    assert two.stock.by_area[POLITICS].any()
    different = renewed(model_of(toy, seed=5, private=2.0), 8)
    assert (one.stock.by_area[PRIVATE] != different.stock.by_area[PRIVATE]).any()


def test_sponsorships_leave_a_contact_with_the_sponsor_alone(toy):
    from simulation.ways import sponsorships

    parameters = lively(
        start=1950, contacts=NOBODY, sponsorships={"level": 1.0, "ending": 0.0}, appeal={}
    )
    model = TwinningModel(parameters, toy, 3)
    while model.year < 1956:
        sponsorships.take(model, model.climates.of(model.year))
        model.year += 1
    stock = renewed(model).stock
    sponsors = model.ties.rows("initiator")[sponsorships.living(model)]
    places = np.flatnonzero(stock.by_place.any(axis=(0, 2)))
    assert toy.searchers[places].tolist() == sorted(sponsors.tolist())


@pytest.mark.parametrize("wrong", [{"half_life": 0.0}, {"private": -1.0}, {"schools": 1.0}])
def test_impossible_numbers_are_refused(wrong):
    with pytest.raises(ValidationError):
        Contacts(**wrong)
