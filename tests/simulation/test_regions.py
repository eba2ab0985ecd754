"""Partner regions: who has a pairing when, and that it moves searches within a country only."""

import numpy as np
import pytest

from simulation import regions
from simulation.model import TwinningModel
from simulation.motives import NAMES
from simulation.pairing import region_factors
from simulation.parameters import Choice
from simulation.run import cached_world
from tests.simulation.conftest import lively

WUERZBURG, NUERNBERG, KASSEL = "09663000", "09564000", "06611000"


@pytest.fixture(scope="module")
def germany():
    return cached_world("germany")


def row_of(world, code):
    frame = world.frame.with_row_index("row")
    return int(frame.filter((frame["code"] == code) & (frame["country"] == "DE"))["row"][0])


def test_every_place_lies_in_one_region_of_its_group(germany):
    assert np.array_equal(germany.region_group[germany.region], germany.group)
    names = np.array(germany.regions)[germany.region]
    paris = germany.frame["name"].to_list().index("Paris")
    assert names[paris] == "FR:fr_ile_de_france"
    assert names[row_of(germany, KASSEL)] == "DE:DE-HE"


def test_a_pairing_begins_the_year_after_it_was_agreed(germany):
    """Hesse and Aquitaine in 1995; a Bavarian district binds its own places only."""
    place = germany.regions.index("FR:fr_aquitaine")
    hesse = germany.part[row_of(germany, KASSEL)]
    assert [bool(regions.paired(germany, y)[hesse, place]) for y in (1995, 1996)] == [False, True]
    place = germany.regions.index("FR:fr_calvados")
    flags = regions.paired(germany, 1990)[:, place]
    lower, middle = (germany.part[row_of(germany, code)] for code in (WUERZBURG, NUERNBERG))
    assert flags[lower]
    assert not flags[middle]


def test_a_pairing_moves_searches_within_its_country_and_no_others(germany):
    """Weights times accessibility: the country's sum stays, the region's grows."""
    appeal = {"FR": -3.0, "IT": -3.0}
    rows = np.array([row_of(germany, WUERZBURG), row_of(germany, KASSEL)])
    sums, factors = {}, {}
    for size in (0.0, 0.4):
        parameters = lively(
            appeal=appeal, start=1990, until=1990, choice={"region": size, "region_country": 0.0}
        )
        model = TwinningModel(parameters, germany, 1)
        motive = NAMES.index("reconciliation")
        factors[size] = region_factors(model, rows, motive, model.climates.of(1990))
        searchers = np.searchsorted(germany.searchers, rows)
        pairs = (
            np.repeat(searchers, len(germany.regions)),
            np.tile(np.arange(len(germany.regions)), len(rows)),
        )
        reach = model.reach.regions(*pairs).reshape(len(rows), -1)
        weight = factors[size] * reach
        groups = range(len(germany.groups))
        inside = [germany.region_group == group for group in groups]
        sums[size] = np.array([[own[part].sum() for part in inside] for own in weight])
    assert sums[0.4] == pytest.approx(sums[0.0])
    calvados = germany.regions.index("FR:fr_calvados")
    lifted = factors[0.4][:, calvados] / factors[0.0][:, calvados]
    assert lifted[0] > 10
    assert lifted[1] <= 1.0


def test_a_pairing_lifts_its_country_for_the_places_that_have_it(germany):
    hesse = germany.part[row_of(germany, KASSEL)]
    choice = Choice(region_country=0.2)
    france = germany.groups.index("FR")
    before, after = (regions.lift(germany, year, choice)[hesse, france] for year in (1990, 1996))
    assert (before, after) == pytest.approx((1.0, np.exp(0.2)))
