import pytest

from simulation.past import (
    PastError,
    load_countries,
    load_events,
    load_gates,
    load_laender,
    side_of,
    state_of,
)
from simulation.past.words import SIDES

LEVEL = {"closed": 0, "restricted": 1, "open": 2}


@pytest.mark.parametrize("side", SIDES)
def test_every_side_has_one_state_for_every_country_and_year(side):
    for country in load_countries()["country"]:
        rows = [g for g in load_gates() if g.from_side == side and country in g.countries]
        for year in range(1945, 2046):
            assert sum(gate.holds(year) for gate in rows) == 1, (side, country, year)


@pytest.mark.parametrize(
    ("side", "country", "year", "state"),
    [
        ("west", "DE", 1985, "closed"),
        ("west", "DE", 1986, "restricted"),
        ("east", "DE", 1990, "open"),
        ("west", "PL", 1969, "closed"),
        ("west", "PL", 1976, "restricted"),
        ("east", "PL", 1960, "restricted"),
        ("east", "FR", 1958, "closed"),
        ("east", "FR", 1959, "restricted"),
        ("east", "IL", 1989, "closed"),
        ("west", "IL", 1966, "open"),
        ("west", "CN", 1982, "open"),
        ("west", "RU", 2021, "open"),
        ("west", "RU", 2022, "restricted"),
        ("east", "BY", 2022, "restricted"),
        ("saarland", "GB", 1956, "closed"),
        ("saarland", "FR", 1956, "restricted"),
        ("saarland", "GB", 1957, "open"),
        ("saarland", "PL", 1960, "closed"),
    ],
)
def test_states_of_record(side, country, year, state):
    assert state_of(side, country, year) == state


def test_the_saarland_follows_the_west_from_1957():
    for country in load_countries()["country"]:
        for year in range(1957, 2046):
            assert state_of("saarland", country, year) == state_of("west", country, year)


def test_a_gate_speaks_of_each_land_on_one_side_only():
    for land, east in load_laender().select("land", "east").iter_rows():
        side = "east" if east else "west"
        sides = {gate.from_side for gate in load_gates() if gate.applies(land, side)}
        assert sides == {"saarland" if land == "DE-SL" else side}
        assert side_of(land, 1945) in sides


def test_gates_only_open_except_for_the_rupture():
    closing = set()
    for gate in load_gates():
        for country in gate.countries:
            before = [
                g
                for g in load_gates()
                if g.from_side == gate.from_side and country in g.countries and g.end == gate.start
            ]
            if before and LEVEL[before[0].state] > LEVEL[gate.state]:
                closing.add((country, gate.event))
    assert closing == {("RU", "russia_2022"), ("BY", "russia_2022")}


def test_a_gate_that_an_event_moves_is_named_in_an_act_of_that_event():
    events = {event.id: event for event in load_events()}
    moved = 0
    for gate in load_gates():
        if gate.event is None:
            continue
        what = "rupture" if gate.event == "russia_2022" else "open"
        acts = [act for act in events[gate.event].acts if act.what == what]
        named = {
            (country, side_of(land, gate.start))
            for act in acts
            for country in act.countries_of(gate.start)
            for land in act.laender
        }
        side = "west" if gate.from_side == "saarland" else gate.from_side
        assert {(country, side) for country in gate.countries} <= named, gate
        moved += 1
    assert moved > 20


def test_every_opening_act_moves_a_gate():
    for event in load_events():
        for act in event.acts:
            if act.what != "open":
                continue
            for country in act.countries_of(event.date.year):
                for side in {side_of(land, event.date.year) for land in act.laender}:
                    assert any(
                        gate.event == event.id
                        and country in gate.countries
                        and gate.from_side == side
                        for gate in load_gates()
                    ), (event.id, country, side)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("west,DE,1945", "middle,DE,1945", "from_side in line 2 is 'middle'"),
        ("1986,closed", "1986,ajar", "state in line 2 is 'ajar'"),
        ("west,DE,1945,1986", "west,XX,1945,1986", "countries in line 2 names 'XX'"),
        ("west,DE,1945,1986", "west,@eu,1945,1986", "group that changes by year"),
        ("west,DE,1945,1986", "west,DE,1945,1945", "end in line 2 is 1945"),
        ("west,DE,1945,1986", "west,DE,,1986", "start in line 2 is empty"),
        ("west,DE,1945,1986", "west,DE,1945,1987", "start of west-DE is 1986, but must be 1987"),
        ("saarlouis_1986", "nothing_1986", "event in line 3 is 'nothing_1986'"),
        ("saarlouis_1986", "opening_1989", "in the year 1986"),
    ],
)
def test_a_mistake_is_one_sentence(edited, old, new, message):
    with pytest.raises(PastError, match=message) as error:
        load_gates(edited("gates.csv", old, new))
    assert str(error.value).startswith("gates.csv: ")


def test_no_row_no_state():
    with pytest.raises(PastError, match="no row for west, FR in 1944"):
        state_of("west", "FR", 1944)
