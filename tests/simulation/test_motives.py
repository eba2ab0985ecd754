"""Motives: who searches, whom they make attractive, and how a flow is shared among them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulation.climate import Climates, touched, touched_by_motive
from simulation.model import TwinningModel
from simulation.motives import (
    MOTIVES,
    NAMES,
    REUNIFICATION,
    declared,
    events_of,
    motive_of_act,
    motive_of_countries,
    motive_shares,
    programmes_of,
)
from simulation.motives.declared import FILE, _parse, _rule
from simulation.motives.money import money_of
from simulation.parameters import Response
from simulation.past import PastError, load_events
from simulation.past.policy.programmes import budget_of
from simulation.past.sources import read_toml
from simulation.past.words import MOTIVES as WORDS
from simulation.search import search_rates
from tests.simulation.conftest import lively

LASTING = {"delay": 0.0, "half_life": 1000.0}
ALL = [event.id for event in load_events()]


def climate_of(toy, year, **sizes):
    events = {name: Response(size=size, **LASTING) for name, size in sizes.items()}
    return Climates(toy, lively(events=events)).of(year)


def shares(climate, toy, land, group):
    found = climate.motives[toy.laender.index(land), toy.groups.index(group)]
    return {name: float(share) for name, share in zip(NAMES, found, strict=True) if share > 0.0}


def test_the_order_of_the_motives_is_fixed_since_it_keys_draws():
    assert NAMES[:5] == (
        "reconciliation", "exchange", "east_west", "development", "reunification",
    )  # fmt: skip
    assert set(NAMES) == set(WORDS)


@pytest.mark.parametrize(
    ("country", "home"),
    [
        ("FR", "reconciliation"),
        ("IL", "reconciliation"),
        ("IT", "exchange"),
        ("PL", "east_west"),
        ("HR", "east_west"),
        ("NI", "development"),
        ("BR", "development"),
        ("DE", "reunification"),
    ],
)
def test_every_country_has_the_home_of_its_place_in_history(country, home):
    assert NAMES[motive_of_countries()[country]] == home


def test_events_and_programmes_say_when_a_motive_opens_and_who_pays():
    assert "cemr_1951" in events_of("local_democracy")
    assert "ukraine_2022" in events_of("solidarity")
    assert programmes_of("european_integration")[0] == "eu_town_twinning_1989"
    assert set(programmes_of("development")) >= {"skew_2001", "bmz_budget_2013"}
    # an act without a motive speaks for the home of the countries that it names
    assert "youth_office_fr_1963" in programmes_of("reconciliation")
    assert "youth_office_fr_1963" not in events_of("exchange")
    # the umbrella names the Global South too, but its own motive does not seek it
    assert "cemr_1951" in events_of("development")


def test_without_events_all_search_out_of_the_home_motive(toy):
    climate = Climates(toy, lively()).of(1975)
    home = motive_of_countries()
    for group, country in enumerate(toy.group_country):
        assert (climate.motives[:, group, home[country]] == 1.0).all()


def test_an_event_brings_up_its_motive_and_no_other(toy):
    climate = climate_of(toy, 1990, peoples_europe_1985=1.0)
    found = shares(climate, toy, "DE-BW", "FR")
    parts = {"european_integration": 1 - 1 / np.e, "reconciliation": 1 / np.e}
    assert found == pytest.approx(parts, rel=0.01)
    assert shares(climate, toy, "DE-BW", "PL") == {"east_west": 1.0}


def test_a_treaty_makes_the_home_motive_outweigh_the_others(toy):
    without = shares(climate_of(toy, 1970, cemr_1951=1.0), toy, "DE-BW", "FR")
    with_it = shares(climate_of(toy, 1970, cemr_1951=1.0, elysee_1963=1.0), toy, "DE-BW", "FR")
    assert with_it["reconciliation"] > without["reconciliation"]


def test_an_event_that_deters_brings_up_nothing(toy):
    found = shares(climate_of(toy, 1990, peoples_europe_1985=-1.0), toy, "DE-BW", "FR")
    assert found == {"reconciliation": 1.0}


def test_a_broker_adds_no_more_than_one_reason(toy):
    found = shares(climate_of(toy, 1990, cemr_1951=9.0), toy, "DE-BW", "IT")
    assert found["local_democracy"] == pytest.approx(0.5, abs=1e-3)
    assert found["exchange"] >= 0.5


def test_a_motive_counts_for_the_home_of_whom_it_does_not_seek():
    umbrella = next(event for event in load_events() if event.id == "cemr_1951").acts[0]
    assert motive_of_act(umbrella, "FR") == "local_democracy"
    assert motive_of_act(umbrella, "NI") == "development"
    assert motive_of_act(umbrella, "US") == "reconciliation"


def test_a_motive_that_no_search_follows_leaves_its_part_to_the_home_motive(toy):
    found = shares(climate_of(toy, 1960, sponsorship_guidelines_1953=2.0), toy, "DE-BW", "PL")
    assert found == {"east_west": 1.0}


def test_the_parts_of_an_event_make_up_the_whole(toy):
    for event in load_events():
        for year in (event.date.year, 2010):
            parts = touched_by_motive(toy, event.id, year)
            total = sum(mask.astype(int) for _, mask in parts) if parts else 0
            assert np.array_equal(
                total + np.zeros((16, len(toy.groups))), touched(toy, event.id, year)
            )


@settings(max_examples=50, deadline=None)
@given(arrays(np.float64, (2, 3, 4), elements=st.floats(-15.0, 15.0)))
def test_shares_sum_to_one_whatever_happens(effect):
    home, broker = np.array([0, 1, 1]), np.array([False, False, True, False])
    may = np.array([[True, True, True, True], [True, True, True, False]])
    found = motive_shares(effect, home, may, broker)
    assert found.sum(axis=2) == pytest.approx(1.0)
    assert (found >= 0.0).all()
    assert (found[1, :, 3] == 0.0).all()


def test_motives_share_the_searches_and_change_their_number_nowhere(toy):
    def rates(events):
        model = TwinningModel(lively(events=events), toy, 1)
        climate = model.climates.of(1990)
        return search_rates(model, climate), climate.flow

    felt = Response(size=1.0, **LASTING)
    found, flow = rates({"cemr_1951": felt, "peoples_europe_1985": felt})
    plain, plain_flow = rates({"helsinki_1975": Response(size=0.0)})
    names = [NAMES[m] for m in np.flatnonzero(found.any(axis=0))]
    assert {"european_integration", "local_democracy", "reconciliation", "exchange"} <= set(names)
    assert not found[:, REUNIFICATION].any()
    # a place's rate is that of its Land's whole flow, however motives share it
    land = toy.land[toy.searchers]
    ratio = flow.sum(axis=1)[land] / plain_flow.sum(axis=1)[land]
    assert found.sum(axis=1) == pytest.approx(plain.sum(axis=1) * ratio)


@pytest.mark.parametrize("year", [2013, 2017, 2020, 2022])
def test_programme_money_is_what_was_published(year):
    assert money_of("development", year, ALL) == budget_of("municipal_development", year)


def test_programme_money_rises_from_the_first_programme_and_stays_after_the_last_year():
    money = [money_of("development", year, ALL) for year in range(1990, 2031)]
    assert money[:12] == [0.0] * 12
    assert money[12:24] == sorted(money[12:24])
    assert money[12] > 0.0
    assert money[-1] == money_of("development", 2022, ALL)
    assert money_of("development", 2030, ALL, later=0.5) == 0.5 * money[-1]
    assert money_of("development", 2022, ALL, later=0.5) == money[-1]


def test_money_stays_where_the_event_behind_it_is_left_out():
    without = [name for name in ALL if name != "bmz_budget_2013"]
    assert money_of("development", 2020, without) == money_of("development", 2012, ALL)
    late = [name for name in ALL if name != "skew_2001" and name != "climate_partnerships_2011"]
    assert money_of("development", 2012, late) == 0.0
    assert money_of("development", 2013, late) == budget_of("municipal_development", 2013)
    assert money_of("development", 2020, ["elysee_1963"]) == 0.0
    assert money_of("local_democracy", 2020, ALL) == 0.0


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "marriage"}, "kind"),
        ({"sides": "north"}, "sides"),
        ({"way": "chance"}, "way"),
        ({"broker": 1}, "broker"),
        ({"size": 2.0}, "size"),
        ({"seeks": [{"colour": ["red"]}]}, "colour"),
        ({"seeks": [{"region": "west"}]}, "region"),
    ],
)
def test_a_wrong_motive_is_refused_in_one_sentence(change, complaint):
    row = {**read_toml(FILE)["motives"][0], **change}
    with pytest.raises(PastError, match=rf"motives.toml: .*{complaint}"):
        _parse(row, 0)


def test_a_rule_is_a_table():
    with pytest.raises(PastError, match="must be a table"):
        _rule("west", frozenset(), "seeks[0]")


def test_a_country_that_no_home_motive_seeks_is_refused(monkeypatch):
    monkeypatch.setattr(declared, "_home_order", lambda: MOTIVES[REUNIFICATION : REUNIFICATION + 1])
    with pytest.raises(PastError, match=r"no motive of home_order seeks [A-Z]{2}; one must"):
        motive_of_countries.__wrapped__()


@pytest.mark.parametrize("order", ["exchange", ["exchange", "boredom"], None])
def test_the_home_order_is_a_list_of_motives(monkeypatch, order):
    monkeypatch.setattr(declared, "read_toml", lambda _: {"home_order": order})
    with pytest.raises(PastError, match=r"home_order is .* must be a list of motives: reconcil"):
        declared._home_order()


def test_the_home_order_may_name_every_motive(monkeypatch):
    monkeypatch.setattr(declared, "read_toml", lambda _: {"home_order": list(NAMES)})
    assert [motive.name for motive in declared._home_order()] == list(NAMES)


def test_a_side_limits_who_searches():
    wish = MOTIVES[REUNIFICATION]
    assert not wish.may_search(east=False)
    assert MOTIVES[0].may_search(east=True)
