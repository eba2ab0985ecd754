"""Counterfactuals run from a scenario file alone; paired runs part where they say, not before."""

from functools import cache

import polars as pl
import pytest

from scenarios import load
from simulation import simulate
from simulation.parameters import Response
from tests.simulation.conftest import lively

CHANGES = {"events", "gates", "reunification"}
PROGRAMME = (
    "peoples_europe_1985",
    "eu_town_twinning_1989",
    "europe_for_citizens_2014",
    "cerv_2021",
)
"""What `no_eu_programme` leaves out; given a size here, for the toy world's events have none."""


def counterfactual(name, **changes):
    """The toy world's parameters with what a scenario of the library changes in history."""
    scenario, history = load(name), load("history")
    altered = {event: r for event, r in scenario.events.items() if r != history.events.get(event)}
    programme = {event: Response(size=1.0) for event in PROGRAMME}
    assert scenario.model_dump(exclude=CHANGES | {"name", "title"}) == history.model_dump(
        exclude=CHANGES | {"name", "title"}
    )
    wish = {"wish": 0.05, "active": scenario.reunification.active}
    # sponsorships are ties with Poland, and with the GDR, of a kind of their own
    off = {key: {"active": False} for key in ("sponsorships", "groups", "board")}
    return lively(
        start=1945,
        **off,
        events={**programme, **altered},
        gates={"opened": scenario.gates.opened},
        reunification={**wish, "pairing": scenario.reunification.pairing},
        **changes,
    )


@cache
def run(name):
    return simulate(counterfactual(name, until=2000), seed=11, world="toy")


@pytest.fixture(scope="module")
def history():
    return run("history")


def until(run, year):
    return run.ledger.filter(pl.col("year") <= year)


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("no_reunification", 1988),
        ("poland_open_1950", 1949),
        ("no_eu_programme", 1984),
        ("no_land_pairings", 1989),
        ("no_inner_german", 1969),
    ],
)
def test_nothing_changes_before_the_scenario_parts_from_history(history, name, last):
    other = run(name)
    assert until(other, last).equals(until(history, last))


def german_inner(run):
    return run.ties.filter(pl.col("motive") == "reunification")


def test_without_reunification_inner_german_ties_stay_a_trickle(history):
    apart = run("no_reunification")
    flood = german_inner(history).filter(pl.col("founded").is_between(1989, 1991)).height
    trickle = german_inner(apart).filter(pl.col("founded").is_between(1989, 1991)).height
    assert flood > 4 * max(trickle, 1)
    assert apart.model.waiting.sum() > history.model.waiting.sum()


def eastern(run, year):
    """Ties that eastern places have with western countries, founded from a year on."""
    place = run.municipalities
    east = place.filter(pl.col("land").is_in(["DE-BB", "DE-TH"]))["id"].implode()
    west = place.filter(pl.col("country").is_in(["FR", "GB", "IT", "AT", "NL"]))["id"].implode()
    return run.ties.filter(
        pl.col("founded") >= year,
        (pl.col("a").is_in(east) & pl.col("b").is_in(west))
        | (pl.col("b").is_in(east) & pl.col("a").is_in(west)),
    ).height


def test_without_reunification_the_east_stays_under_the_rules_of_the_gdr(history):
    assert eastern(history, 1991) > 2 * eastern(run("no_reunification"), 1991)


def polish(run, first, last):
    poland = run.municipalities.filter(pl.col("country") == "PL")["id"].implode()
    return run.ties.filter(
        pl.col("founded").is_between(first, last),
        pl.col("a").is_in(poland) | pl.col("b").is_in(poland),
    )


def test_poland_open_from_1950_has_western_partners_before_1970(history):
    world = history.world

    def western(ties):
        rows = [world.row_of[place] for place in ties["initiator"]]
        return sum(not world.east[row] for row in rows)

    open_early = run("poland_open_1950")
    assert western(polish(history, 1945, 1969)) == 0
    assert western(polish(open_early, 1950, 1969)) > 0


def test_without_the_programme_of_the_union_fewer_ties_with_its_members(history):
    without = run("no_eu_programme")
    members = ["FR", "GB", "IT", "NL", "BE", "LU", "IE", "DK", "GR", "ES", "PT"]
    place = history.municipalities
    inside = place.filter(pl.col("country").is_in(members))["id"].implode()

    def union(run, since):
        new = run.ties.filter(pl.col("founded") >= since)
        return new.filter(pl.col("a").is_in(inside) | pl.col("b").is_in(inside)).height

    assert union(without, 1986) < 0.9 * union(history, 1986)


def test_counterfactuals_leave_out_what_they_say():
    programme = load("no_eu_programme")
    off = {event for event, response in programme.events.items() if not response.active}
    assert off == set(PROGRAMME)
    assert load("no_land_pairings").reunification.pairing == 0.0
    assert not load("no_inner_german").reunification.active
    assert load("poland_open_1950").gates.opened == {"PL": 1950}
    assert not load("no_reunification").events["reunification_1990"].active
