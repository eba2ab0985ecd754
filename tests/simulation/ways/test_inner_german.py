"""Inner-German ties on the toy world: wish, gate, contract, pairings, luck."""

import numpy as np
import polars as pl
import pytest

from simulation import simulate
from simulation.borders import Borders, Turn
from simulation.climate import Climates
from simulation.model import TwinningModel
from simulation.municipality import Municipality
from simulation.parameters import Parameters, Response, Reunification
from simulation.past import load_events, load_gates
from simulation.past.bonds.regions import load_land_pairings
from simulation.run import cached_world
from simulation.ways import inner_german
from simulation.ways.inner_german import pairing_factor, released
from tests.simulation.conftest import lively

WISHING = {"wish": 0.05, "trickle": 0.1}
OTHERS = ("contacts", "sponsorships", "development", "groups", "board", "mergers")


def alone(**changes):
    """The toy world without the other systems, some of which found ties between the sides too."""
    return lively(**{key: {"active": False} for key in OTHERS}, **changes)


def inner(history):
    return history.ties.filter(pl.col("motive") == "reunification")


def others(history):
    known = ("a", "b", "kind", "motive", "founded", "initiator")
    return set(history.ties.filter(pl.col("motive") != "reunification").select(known).rows())


@pytest.fixture(scope="module")
def flood():
    return simulate(alone(start=1970, until=1994, reunification=WISHING), seed=3, world="toy")


def test_none_before_1986_a_trickle_then_a_flood(flood):
    by_year = dict(inner(flood).group_by("founded").len().iter_rows())
    assert min(by_year) >= 1986
    trickle = sum(by_year.get(year, 0) for year in (1986, 1987, 1988))
    rush = sum(by_year.get(year, 0) for year in (1989, 1990, 1991))
    assert 0 < 4 * trickle < rush
    assert sum(by_year.get(year, 0) for year in (1992, 1993, 1994)) < rush / 2


def test_inner_german_ties_join_the_two_sides_by_contract_and_at_both_levels(flood):
    land = dict(flood.municipalities.select("id", "land").iter_rows())
    level = dict(flood.municipalities.select("id", "level").iter_rows())
    east = {"DE-BB", "DE-TH"}
    ties = inner(flood)
    assert (ties["signed"] == ties["founded"]).all()
    for a, b in ties.select("a", "b").iter_rows():
        assert (land[a] in east) != (land[b] in east)
        assert level[a] == level[b]
    assert {level[a] for a in ties["a"]} == {"municipality", "district"}


def test_eastern_councils_search_once_they_are_elected_freely(flood):
    world = flood.world
    starts = inner(flood).select("initiator", "founded").iter_rows()
    by_east = [year for place, year in starts if world.east[world.row_of[place]]]
    assert by_east
    assert min(by_east) >= 1990


def test_a_council_with_a_partner_over_there_waits_for_no_second_one(flood):
    model = flood.model
    searchers = flood.world.searchers
    released(model, model.climates.of(1995))
    holds = (model.held[np.ix_(searchers, model.inner_german)] > 0).any(axis=1)
    assert holds.any()
    assert not model.waiting[searchers][holds].any()


class Refusing(Municipality):
    """Nobody over there says yes."""

    def consents(self, proposal):
        return False


def test_a_council_that_is_refused_goes_on_waiting(toy):
    """As long as no wish is let go, the number that waits never falls."""
    model = TwinningModel(alone(start=1980, reunification=WISHING), toy, 5, Refusing)
    waiting = []
    while model.year < 1995:
        model.step()
        waiting.append(int(model.waiting.sum()))
    assert not model.ties.count
    assert waiting[-1] > 10
    assert waiting == sorted(waiting)


def test_without_a_gate_that_passes_the_wish_waits(toy):
    model = TwinningModel(lively(reunification={"wish": 0.2, "trickle": 0.5}), toy, 4)
    for year in range(1970, 1986):
        assert not len(released(model, model.climates.of(year)))
    west = toy.searchers[~toy.east[toy.searchers]]
    assert model.waiting[west].sum() > len(west) / 2
    assert not model.waiting[toy.searchers[toy.east[toy.searchers]]].any()


def test_the_first_free_councils_bring_what_was_wished_for_in_all_the_years(toy):
    settings = {"wish": 0.02, "size": 0.0, "wish_from": 1970}

    def eastern(year):
        model = TwinningModel(lively(reunification=settings), toy, 4)
        inner_german.wish(model, model.climates.of(year))
        return set(np.flatnonzero(model.waiting & toy.east))

    assert not eastern(1989)
    assert len(eastern(1990)) > 2 * max(len(eastern(1991)), 1)


def test_switched_off_there_is_no_inner_german_tie_and_every_other_one(flood):
    off = alone(start=1970, until=1994, reunification={**WISHING, "active": False})
    without = simulate(off, seed=3, world="toy")
    assert inner(without).is_empty()
    assert not without.model.waiting.any()
    assert others(flood) == others(without)


def test_the_luck_of_a_wish_is_the_places_own(toy):
    """One council that waits already changes who else comes to wait in no way."""
    settings = lively(reunification={"wish": 0.05})
    plain, moved = TwinningModel(settings, toy, 6), TwinningModel(settings, toy, 6)
    given = int(toy.searchers[~toy.east[toy.searchers]][0])
    moved.waiting[given] = True
    for model in (plain, moved):
        for year in range(1970, 1995):
            inner_german.wish(model, model.climates.of(year))
    differs = np.flatnonzero(plain.waiting != moved.waiting)
    assert set(differs) <= {given}


def test_a_turn_rises_evenly_over_its_delay():
    turn = Turn(1989.5, "open", delay=1.0)
    assert turn.share(1988) == 0.0
    assert turn.share(1989) == pytest.approx(0.125)
    assert turn.share(1990) == pytest.approx(0.875)
    assert turn.share(1991) == 1.0
    assert Turn(1989.75, "open").share(1989) == pytest.approx(0.25)


def test_the_inner_german_gate_takes_the_delay_of_its_event_and_others_do_not(toy):
    events = {"opening_1989": Response(delay=0.5)}
    climates = Climates(toy, lively(reunification={"trickle": 0.0}, events=events))
    west = toy.laender.index("DE-BW")
    left = 53 / 365
    assert climates.of(1989).passing[west, toy.groups.index("DE:east")] == pytest.approx(
        left * left, abs=1e-3
    )
    poland = climates.of(1989).passing[west, toy.groups.index("PL")]
    assert poland == pytest.approx(0.1 * (1 - left) + left, abs=1e-3)


def passing(world, year, group, **gates):
    found = Climates(world, lively(gates=gates)).of(year).passing[:, world.groups.index(group)]
    return {land: float(found[world.laender.index(land)]) for land in ("DE-BW", "DE-SL", "DE-TH")}


def test_a_scenario_opens_a_border_earlier_for_the_west(toy):
    early = {"PL": 1950}
    assert passing(toy, 1949, "PL", opened=early)["DE-BW"] == 0.0
    found = passing(toy, 1955, "PL", opened=early)
    assert (found["DE-BW"], found["DE-SL"], found["DE-TH"]) == (1.0, 0.0, 0.1)
    found = passing(toy, 1975, "PL", opened=early)
    assert (found["DE-BW"], found["DE-SL"], found["DE-TH"]) == (1.0, 1.0, 0.1)
    assert passing(toy, 1975, "CZ", opened=early) == passing(toy, 1975, "CZ")


def test_a_scenario_opens_a_border_later_or_never(toy):
    assert passing(toy, 1995, "PL", opened={"PL": 2000})["DE-BW"] == 0.1
    assert passing(toy, 2000, "PL", opened={"PL": 2000})["DE-BW"] == 1.0
    never = Climates(toy, lively(gates={"opened": {"DE": 2101}}))
    assert never.of(2025).opened is None
    inner = never.of(2025).passing
    trickle = Reunification().trickle
    assert inner[toy.laender.index("DE-BW"), toy.groups.index("DE:east")] == trickle
    assert inner[toy.laender.index("DE-TH"), toy.groups.index("DE:west")] == trickle


def test_what_history_closes_again_stays_closed_where_the_opening_is_moved():
    world, early = cached_world("germany"), {"RU": 1960}
    assert passing(world, 1959, "RU", opened=early)["DE-BW"] == 0.1
    assert passing(world, 1961, "RU", opened=early)["DE-BW"] == 1.0
    assert passing(world, 1995, "RU", opened=early)["DE-BW"] == 1.0
    assert passing(world, 2024, "RU", opened=early)["DE-BW"] == 0.1


def test_a_gate_that_leads_nowhere_is_refused():
    with pytest.raises(ValueError, match=r"gates\.opened\.QQ: this world has no place in it"):
        Borders(cached_world("germany"), lively(gates={"opened": {"QQ": 1950}}), load_events())
    with pytest.raises(ValueError, match="greater than or equal to 1945"):
        Parameters.model_validate({"gates": {"opened": {"PL": 1900}}})


def test_every_gate_of_history_has_its_turn(toy):
    """What the gates say of the end of a year is what passes in the year after."""
    shares = {"closed": 0.0, "restricted": 0.1, "open": 1.0}
    climates = Climates(toy, lively())
    for year in (1949, 1969, 1975, 1988, 1994):
        found = climates.of(year + 1).passing
        for gate in load_gates():
            if gate.from_side == "west" and gate.holds(year) and gate.holds(year + 1):
                for country in set(gate.countries) & set(toy.groups):
                    place = toy.laender.index("DE-BW"), toy.groups.index(country)
                    assert found[place] == pytest.approx(shares[gate.state]), (country, year)


def test_the_east_stays_under_the_rules_of_the_gdr_where_it_does_not_join(toy):
    umbrella = {"cemr_1951": Response(size=2.0, delay=20.0, half_life=80.0)}
    apart = {**umbrella, "reunification_1990": Response(active=False)}
    east, group = toy.laender.index("DE-TH"), toy.groups.index("FR")
    joined = Climates(toy, lively(events=umbrella))
    alone = Climates(toy, lively(events=apart))
    bare = Climates(toy, lively(events={"reunification_1990": Response(active=False)}))
    assert (joined.reunified, alone.reunified) == (1990, None)
    assert joined.east_is_free(1990)
    assert not joined.east_is_free(1989)
    assert not alone.east_is_free(2025)
    assert alone.of(2010).passing[east, group] == 0.1
    assert joined.of(2010).passing[east, group] == 1.0
    assert alone.of(2010).flow[east, group] == bare.of(2010).flow[east, group]
    west = toy.laender.index("DE-BW")
    assert np.array_equal(alone.of(2010).flow[west], joined.of(2010).flow[west])


def test_the_aid_halves_every_few_years():
    settings = Reunification(fading=4.0)
    found = [inner_german.aid_left(year, 1990, settings) for year in (1989, 1990, 1994, 1998)]
    assert found == pytest.approx([0.0, 1.0, 0.5, 0.25])


def test_effect_pairing():
    settings = Reunification(pairing=0.8, fading=4.0)
    assert inner_german.pairing(1989, 1990, settings) == 0.0
    assert inner_german.pairing(1990, 1990, settings) == pytest.approx(0.8)
    assert inner_german.pairing(1994, 1990, settings) == pytest.approx(0.4)


def test_pairings_weigh_for_both_sides_and_only_where_the_east_joins(toy):
    settings = Reunification(pairing=1.0, fading=2.0)
    climates = Climates(toy, lively())
    before, paired = (pairing_factor(toy, climates.of(y), settings) for y in (1989, 1992))
    assert (before == 1.0).all()
    order = {code: land for land, code in enumerate(toy.laender)}
    among = {(order[p.west], order[p.east]) for p in load_land_pairings()}
    assert among
    for west in range(16):
        for east in range(16):
            here = (west, east) in among or (east, west) in among
            assert paired[west, east] == pytest.approx(np.exp(0.5) if here else 1.0)
    apart = Climates(toy, lively(events={"reunification_1990": Response(active=False)}))
    assert (pairing_factor(toy, apart.of(1992), settings) == 1.0).all()
