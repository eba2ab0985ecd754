import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.climate import Climates, decimal_year, response
from simulation.parameters import Response
from simulation.past import load_events
from tests.simulation.conftest import lively

DATE = dt.date(1963, 1, 1)


def test_the_response_rises_evenly_and_then_halves():
    settings = Response(size=2.0, delay=4.0, half_life=3.0)
    found = [response(year, DATE, settings) for year in range(1962, 1974)]
    assert found[0] == 0.0
    assert found[1:5] == pytest.approx([0.25, 0.75, 1.25, 1.75])
    # three years on, half is left
    assert found[8] / found[5] == pytest.approx(0.5)
    assert found[5] == pytest.approx(2.0 * 2 ** (-0.5 / 3.0), rel=0.01)


def test_within_its_first_year_an_event_acts_for_the_months_left():
    settings = Response(size=1.2, delay=0.0, half_life=1000.0)
    assert response(1989, dt.date(1989, 11, 9), settings) == pytest.approx(0.2, abs=1e-3)
    assert response(1990, dt.date(1989, 11, 9), settings) == pytest.approx(1.2, abs=2e-3)


@given(st.dates(dt.date(1945, 1, 1), dt.date(2045, 12, 31)))
def test_a_decimal_year_keeps_its_year_and_its_order(date):
    value = decimal_year(date)
    assert int(value) == date.year
    assert value < decimal_year(date + dt.timedelta(days=1))


def flow(toy, year, land, group, **changes):
    climate = Climates(toy, lively(**changes)).of(year)
    return climate.flow[toy.laender.index(land), toy.groups.index(group)]


def test_an_event_warms_whom_it_touches_and_nobody_else(toy):
    events = {"elysee_1963": Response(size=1.0, delay=0.0, half_life=1000.0)}

    def ratio(land, group):
        return flow(toy, 1964, land, group, events=events) / flow(toy, 1964, land, group)

    assert ratio("DE-BW", "FR") == pytest.approx(np.e, rel=1e-2)
    assert ratio("DE-BW", "GB") == 1.0
    assert ratio("DE-TH", "FR") == 1.0


@pytest.mark.parametrize(
    ("year", "land", "group", "share"),
    [
        (1960, "DE-BW", "FR", 1.0),
        (1948, "DE-BW", "FR", 0.25),
        (1960, "DE-BW", "PL", 0.0),
        (1975, "DE-BW", "PL", 0.25),
        (1991, "DE-BW", "PL", 1.0),
        (1985, "DE-BW", "DE:east", 0.0),
        (1988, "DE-BW", "DE:east", 0.05),
        (1991, "DE-BW", "DE:east", 1.0),
        (1985, "DE-TH", "AT", 0.25),
        (1992, "DE-TH", "AT", 1.0),
        (1991, "DE-TH", "DE:east", 0.0),
        (1991, "DE-BW", "DE:west", 0.0),
    ],
)
def test_gates_let_pass_what_history_let_pass(toy, year, land, group, share):
    settings = {"gates": {"restricted": 0.25}, "reunification": {"trickle": 0.05}}
    climate = Climates(toy, lively(**settings)).of(year)
    place = toy.laender.index(land), toy.groups.index(group)
    assert climate.passing[place] == pytest.approx(share)


def test_the_umbrella_is_felt_in_the_east_once_it_has_joined(toy):
    settings = {"cemr_1951": Response(size=2.0, delay=20.0, half_life=80.0)}
    here, without = Climates(toy, lively(events=settings)), Climates(toy, lively())
    place = toy.laender.index("DE-TH"), toy.groups.index("FR")
    assert here.of(1985).flow[place] == without.of(1985).flow[place]
    assert here.of(1995).flow[place] > 3 * without.of(1995).flow[place]


def test_families_look_for_their_places_of_origin_by_zone(toy):
    """From Bohemia to the American zone, from beyond Oder and Neisse to the British, by size."""
    event = {"transfer_plan_1945": Response(size=1.0, delay=0.0, half_life=60.0)}
    with_it, without = Climates(toy, lively(events=event)), Climates(toy, lively())

    def gain(land, country, year):
        place = toy.laender.index(land), toy.groups.index(country)
        return float(np.log(with_it.of(year).flow[place] / without.of(year).flow[place]))

    assert gain("DE-BY", "CZ", 1995) == pytest.approx(0.5 ** ((1995.5 - 1945.89) / 60), abs=0.01)
    assert gain("DE-NW", "PL", 1995) == pytest.approx(gain("DE-BY", "CZ", 1995))
    assert gain("DE-NW", "CZ", 1995) == gain("DE-BY", "PL", 1995) == 0.0
    assert gain("DE-TH", "PL", 1995) == gain("DE-TH", "CZ", 1995) == 0.0
    assert gain("DE-BY", "CZ", 2010) < gain("DE-BY", "CZ", 1995)


def test_a_gate_stays_as_it_was_where_its_event_is_left_out(toy):
    without = Climates(toy, lively(events={"opening_1989": Response(active=False)}))
    place = toy.laender.index("DE-BW"), toy.groups.index("PL")
    assert without.of(1995).passing[place] == without.of(1980).passing[place]
    assert without.of(1995).opened is None
    assert Climates(toy, lively()).of(1995).opened == pytest.approx(1989 + 312 / 365)


def test_the_year_of_the_opening_is_mixed(toy):
    place = toy.laender.index("DE-BW"), toy.groups.index("DE:east")
    at_once = {"opening_1989": Response(delay=0.0)}
    climates = Climates(toy, lively(reunification={"trickle": 0.0}, events=at_once))
    assert climates.of(1989).passing[place] == pytest.approx(53 / 365, abs=0.01)


def test_only_events_that_break_break(toy):
    climates = Climates(toy, lively())
    broken = {e.date.year for e in load_events() if any(a.what == "rupture" for a in e.acts)}
    here = {"RU", "BY"} & set(toy.groups)
    for year in range(1945, 2026):
        names = {toy.groups[group] for group in climates.ruptures(year)}
        assert names == (here if year in broken else set())
