"""Groups of more than two on the toy world: who joins, what holds them, what they weigh."""

import json

import numpy as np
import polars as pl
import pytest

from simulation import pairing, simulate
from simulation.ledger import OF_PLACES
from simulation.model import TwinningModel
from simulation.motives import REUNIFICATION
from simulation.municipality import Municipality, Proposal
from simulation.parameters import Groups
from simulation.ties import PARTNERSHIP
from simulation.ways import groups
from simulation.ways.groups import europastadt, fellows, rings
from simulation.ways.groups.hanse import LEAGUE, hanse_towns
from simulation.ways.groups.memberships import group_number, kind_of
from tests.simulation.conftest import lively

YES = {"base": 1.0, "load": 0.0}


def run(seed=5, agent_class=Municipality, **changes):
    return simulate(lively(**changes), seed=seed, world="toy", agent_class=agent_class)


def changes_of_ties(history):
    return history.ledger.filter(~pl.col("event").is_in(OF_PLACES))


def members_of_kind(history, kind):
    table = history.groups
    kinds = pl.Series([kind_of(group) for group in table["group"]], dtype=pl.String)
    return table.filter(kinds == kind)


def places(world, country, count):
    """Rows of municipalities of a country (or of a German side), ascending."""
    group = world.group == world.groups.index(country)
    return np.flatnonzero(group & ~world.is_district)[:count].tolist()


def model_in(world, year, **changes):
    model = TwinningModel(lively(consent=YES, **changes), world, 5)
    model.year = year
    return model


def tie(model, one, other, form=PARTNERSHIP):
    return pairing.found(model, Proposal(one, other, 0, model.year), form)


def gather(model, year):
    groups.gather(model, model.climates.of(year))


def test_effect_fellow():
    assert fellows.fellow(np.array([False, True]), Groups(fellow=0.7)).tolist() == [0.0, 0.7]


def test_effect_shared():
    assert fellows.shared(np.array([False, True]), Groups(shared=0.4)).tolist() == [0.0, 0.4]


def test_effect_nearness():
    found = europastadt.nearness(np.array([0.0, 2.0, 4.0]), Groups(europastadt_km=2.0))
    assert found == pytest.approx([1.0, np.exp(-1.0), np.exp(-2.0)])


def test_hanse_towns_join_the_league_from_1980_where_the_border_is_open(toy):
    certain = {"start": 1975, "groups": {"hanse": 1.0, "ring": 0.0}}
    league = members_of_kind(run(**certain), "hanse")
    joined = dict(league.select("id", "joined").iter_rows())
    towns = {toy.groups[toy.group[row]]: int(toy.ids[row]) for row in hanse_towns(toy)}
    west = [int(toy.ids[r]) for r in hanse_towns(toy) if toy.groups[toy.group[r]] == "DE:west"]
    assert len(west) == 4
    assert {joined[town] for town in west} == {1980}
    assert joined[towns["DE:east"]] > 1985
    assert joined[towns["PL"]] > 1980
    assert league["left"].is_null().all()
    closed = {"opening_1989": {"active": False}, "reunification_1990": {"active": False}}
    shut = run(**{**certain, "events": closed, "reunification": {"trickle": 0.0}})
    assert towns["DE:east"] not in members_of_kind(shut, "hanse")["id"].to_list()
    assert sorted(set(west) - set(members_of_kind(shut, "hanse")["id"].to_list())) == []


def test_rings_join_three_countries_and_no_place_twice(toy):
    history = run(groups={"ring": 0.3}, until=2005)
    circles = members_of_kind(history, "ring")
    assert circles["group"].n_unique() > 10
    country = dict(zip(toy.ids.tolist(), toy.frame["country"].to_list(), strict=True))
    for (group, _), members in circles.group_by("group", "joined"):
        assert len({country[place] for place in members["id"]}) >= rings.LEAST_COUNTRIES
        assert group_number("ring", 0) < group < group_number("europastadt", 0)
    now = circles.filter(pl.col("left").is_null())
    assert now["id"].is_unique().all()
    assert circles["left"].is_not_null().any()


def test_a_ring_closes_its_triads_across_the_border(toy):
    model = model_in(toy, 1995, groups={"ring": 1.0})
    hub, other = places(toy, "DE:west", 2)
    abroad = [places(toy, "FR", 1)[0], places(toy, "PL", 1)[0]]
    for partner in (other, *abroad):
        tie(model, hub, partner)
    gather(model, 1996)
    assert all(model.ties.between(other, partner) is not None for partner in abroad)
    assert model.ties.between(*abroad) is None  # two places abroad have no tie here
    founded = model.ledger.frame().filter(pl.col("year") == 1996, pl.col("event") == "founded")
    assert [json.loads(text)["via"] for text in founded["detail"]] == ["ring", "ring"]
    members = groups.state(model).members[group_number("ring", int(toy.ids[hub]))]
    assert sorted(members) == sorted([hub, other, *abroad])


def test_two_countries_or_a_mere_contact_make_no_ring(toy):
    model = model_in(toy, 1995, groups={"ring": 1.0, "hanse": 0.0})
    hub = places(toy, "DE:west", 1)[0]
    tie(model, hub, places(toy, "FR", 1)[0])
    tie(model, hub, places(toy, "FR", 2)[1])
    tie(model, hub, places(toy, "PL", 1)[0], form=0)
    gather(model, 1996)
    assert groups.state(model).members == {}


def test_members_leave_when_no_tie_holds_them(toy):
    model = model_in(toy, 1995, groups={"ring": 1.0, "hanse": 0.0})
    hub = places(toy, "DE:west", 1)[0]
    partners = [places(toy, country, 1)[0] for country in ("FR", "PL", "CZ")]
    made = [tie(model, hub, partner) for partner in partners]
    gather(model, 1996)
    ring = group_number("ring", int(toy.ids[hub]))
    assert groups.state(model).members[ring] == [hub, *sorted(partners)]

    def end(place):
        model.ties.end(made[place])
        a, b = sorted((hub, partners[place]))
        model.detach(made[place], a, b)

    end(0)
    groups.state(model).part(1997)
    assert partners[0] not in groups.state(model).members[ring]
    end(1)
    groups.state(model).part(1998)  # two are no ring
    assert groups.state(model).members == {}
    assert model.agent_at(hub).groups == {}
    left = model.ledger.frame().filter(pl.col("event") == "left")
    assert left["year"].to_list() == [1997, 1998, 1998, 1998]


def neighbours_across(world, country):
    """The German and the foreign municipality of a country that lie nearest to each other."""
    home = np.flatnonzero((world.land >= 0) & ~world.is_district)
    abroad = np.array(places(world, country, 1000))
    product = world.point[home] @ world.point[abroad].T
    one, other = np.unravel_index(int(np.argmax(product)), product.shape)
    return int(home[one]), int(abroad[other])


def test_neighbours_with_a_tie_declare_a_europastadt_from_1990_on(toy):
    certain = {"europastadt": 1.0, "europastadt_km": 100.0, "hanse": 0.0, "ring": 0.0}
    model = model_in(toy, 1988, groups=certain)
    home, abroad = neighbours_across(toy, "AT")
    far = max(places(toy, "GB", 20))
    tie(model, home, abroad)
    tie(model, places(toy, "DE:west", 1)[0], far)
    gather(model, 1989)
    assert groups.state(model).members == {}
    for year in range(1990, 2025):
        gather(model, year)
    assert groups.state(model).members == {
        group_number("europastadt", int(toy.ids[home])): sorted((home, abroad))
    }


def test_no_europastadt_across_a_border_that_is_not_open(toy):
    certain = {"europastadt": 1.0, "europastadt_km": 100.0, "hanse": 0.0, "ring": 0.0}
    closed = {"opening_1989": {"active": False}, "reunification_1990": {"active": False}}
    model = model_in(toy, 1988, groups=certain, events=closed)
    tie(model, *neighbours_across(toy, "PL"))
    passing = [float(model.climates.of(y).passing.min()) for y in (1990, 2000)]
    assert max(passing) < 1.0
    home, abroad = neighbours_across(toy, "PL")
    shut = [
        y
        for y in range(1990, 2000)
        if model.climates.of(y).passing[toy.land[home], toy.group[abroad]] < 1.0
    ]
    for year in shut:
        gather(model, year)
    assert shut
    assert groups.state(model).members == {}


def test_fellows_and_partners_partners_are_listed(toy):
    model = model_in(toy, 1995, groups={"fellow": 0.7, "shared": 0.4})
    towns = {toy.groups[toy.group[row]]: int(row) for row in hanse_towns(toy)}
    chooser, east, polish = towns["DE:west"], towns["DE:east"], towns["PL"]
    stock = groups.state(model)
    for row in (chooser, east, polish):
        stock.join(LEAGUE, row, 1995)
    rows = np.array([places(toy, "DE:west", 1)[0], chooser])
    abroad = [part.tolist() for part in groups.listed(model, rows, motive=2)]
    assert abroad == [[1], [polish], [0.7]]
    at_home = [part.tolist() for part in groups.listed(model, rows, REUNIFICATION)]
    assert at_home == [[1], [east], [0.7]]
    tie(model, chooser, east)
    tie(model, east, polish)
    french = places(toy, "FR", 1)[0]
    tie(model, east, french)
    _, partner, effect = groups.listed(model, rows, motive=2)
    assert dict(zip(partner.tolist(), effect.tolist(), strict=True)) == {
        polish: pytest.approx(1.1),
        french: 0.4,
    }
    tie(model, chooser, polish)  # a partner already: not listed again
    assert groups.listed(model, rows, motive=2)[1].tolist() == [french]
    assert groups.listed(model, rows, REUNIFICATION)[1].tolist() == []


def test_what_is_switched_off_is_not_listed(toy):
    for off in ({"active": False}, {"fellow": 0.0, "shared": 0.0}):
        model = model_in(toy, 1995, groups=off)
        towns = hanse_towns(toy)
        for row in towns.tolist():
            groups.state(model).join(LEAGUE, row, 1995)
        assert [len(part) for part in groups.listed(model, towns, motive=2)] == [0, 0, 0]


def test_groups_that_weigh_nothing_leave_every_tie_alone():
    weightless = {"ring": 0.0, "fellow": 0.0, "shared": 0.0, "hanse": 0.5, "europastadt": 1.0}
    with_groups = run(groups=weightless, until=2000)
    without = run(groups={"active": False}, until=2000)
    assert with_groups.groups.height > 4
    assert without.groups.is_empty()
    assert changes_of_ties(with_groups).equals(changes_of_ties(without))


def test_joining_the_league_has_luck_of_its_own():
    """Rings and other ties in the world change nothing about who joins, and when."""
    short = {"start": 1975, "until": 1986}
    some = members_of_kind(run(**short, groups={"hanse": 0.3, "ring": 0.0}), "hanse")
    other = run(**short, groups={"hanse": 0.3, "ring": 0.5}, rate={"level": 0.5})
    assert members_of_kind(other, "hanse").equals(some)
    third = run(**short, seed=6, groups={"hanse": 0.3})
    assert not members_of_kind(third, "hanse").equals(some)


def test_councils_decide_on_joining():
    class Loner(Municipality):
        def joins(self, kind):
            return False

    assert run(agent_class=Loner, groups={"hanse": 1.0, "ring": 1.0}).groups.is_empty()


def test_the_ledger_names_the_kind_of_each_group():
    ledger = run(groups={"hanse": 1.0, "ring": 0.3}).ledger
    rows = ledger.filter(pl.col("event") == "joined")
    details = [json.loads(text) for text in rows["detail"]]
    assert {detail["kind"] for detail in details} >= {"hanse", "ring"}
    assert all(kind_of(detail["group"]) == detail["kind"] for detail in details)
    assert rows["tie"].is_null().all()
