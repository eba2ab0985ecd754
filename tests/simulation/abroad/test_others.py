"""The places of the other countries as a world of their own."""

import numpy as np

from simulation.abroad.others import Others, european_countries, outside_of
from simulation.choice.geometry import Geometry


def test_every_european_country_but_germany_is_one():
    found = european_countries()
    assert {"FR", "PL", "GB", "RU", "TR", "CH"} <= set(found)
    assert not {"DE", "US", "IL", "CN"} & set(found)
    assert list(found) == sorted(found)


def test_places_keep_their_order_and_know_their_rows(small):
    outside = outside_of(small)
    assert isinstance(outside.world, Others)
    assert np.array_equal(outside.world.ids, small.ids[outside.rows])
    assert np.array_equal(outside.place[outside.rows], np.arange(len(outside.rows)))
    german = np.flatnonzero(small.land >= 0)
    assert len(german) + len(outside.rows) == len(small.ids)
    assert (outside.place[german] == -1).all()


def test_countries_are_the_origins_and_the_regions(small):
    world = outside_of(small).world
    assert world.countries == ("AT", "CZ", "FR", "GB", "IT", "PL")
    assert world.regions == world.countries
    assert np.array_equal(world.region, world.group)
    named = [small.groups[group] for group in outside_of(small).group]
    assert tuple(named) == world.countries


def test_all_of_them_search_and_no_german_place_does(small):
    world = outside_of(small).world
    assert world.searches.all()
    for districts in (False, True):
        geometry = Geometry(world, districts=districts)
        assert np.array_equal(geometry.searchers, geometry.rows)
    assert np.array_equal(small.searchers, np.flatnonzero(small.land >= 0))
