"""Every system can be seen in the default history, and is gone or less where it is left out."""

from functools import cache

import polars as pl
import pytest

from analysis.systems import MARKS, mark
from scenarios import load
from scenarios.runs import with_values
from simulation import simulate
from simulation.systems import load_systems

SYSTEMS = {system.name: system for system in load_systems()}
LATE = {"development", "rupture", "halts", "solidarity", "money", "mergers", "sponsorships"}
"""Systems that need more of the world than the toy has."""


@pytest.fixture(scope="module")
def default():
    return simulate(load("history"), seed=1)


def test_every_system_has_a_mark():
    assert list(MARKS) == list(SYSTEMS)


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS)
def test_every_switch_is_a_valid_override(system):
    history = load("history")
    overrides = system.overrides(history)
    other = with_values(history, overrides)
    assert other.model_dump() != history.model_dump()


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_leaves_its_mark_in_the_default_history(default, name):
    assert mark(name, default) > 0


@cache
def base(name):
    """World and parameters in which a system has much to do."""
    history = load("history")
    lively = {"choice.region": 3.0, "events.covid_2020.size": -2.0, "ending.rupture": 1.0}
    if name in LATE:
        return "germany", with_values(history, {**lively, "rate.level": 0.5})
    appeal = {f"appeal.{country}": value + 2.0 for country, value in history.appeal.items()}
    return "toy", with_values(history, {**lively, **appeal})


@cache
def run(world, text):
    return simulate(type(load("history")).model_validate_json(text), seed=3, world=world)


@pytest.mark.deep
@pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS)
def test_a_system_that_is_left_out_is_gone_and_the_years_before_it_stay(system):
    world, parameters = base(system.name)
    without = with_values(parameters, system.overrides(parameters))
    here, there = (run(world, p.model_dump_json()) for p in (parameters, without))
    one, other = mark(system.name, here), mark(system.name, there)
    if system.without == "none":
        assert one > 0
        assert other == 0
    elif system.without == "fewer":
        assert other < one
    else:
        assert other > one
    before = (history.ledger.filter(pl.col("year") < system.since) for history in (here, there))
    first, second = before
    assert first.equals(second)
