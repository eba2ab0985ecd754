"""The scenarios that ship, as files: what each names, and that it changes exactly that."""

import re
import tomllib

import pytest
from typer.testing import CliRunner

from jumelage import app
from scenarios import load, names
from scenarios.files import LIBRARY
from scenarios.runs import with_values
from simulation.parameters import Response
from simulation.past import load_countries, load_events
from simulation.systems import load_systems

OTHERS = [name for name in names() if name != "history"]
FUTURES = ("steady", "deeper_integration", "fragmentation", "ageing_faster", "tight_budgets")
ABLATIONS = {
    "no_proximity": "proximity",
    "no_similarity": "similarity",
    "no_contacts": "contacts",
    "no_groups": "groups",
    "no_board": "board",
    "no_development": "development",
    "no_inner_german": "inner_german",
    "no_land_pairings": "land_pairings",
    "no_life": "life",
    "no_mergers": "mergers",
    "no_money": "money",
    "no_sponsorships": "sponsorships",
}
"""Scenarios that take out one system of the table of systems."""
WANTED = {
    *("no_elysee", "no_reunification", "poland_open_1950", "no_eu_programme", "no_expellees"),
    *("no_skew", "no_history", "no_imitation", "outlook", *FUTURES, *ABLATIONS),
}
NULL = {"no_imitation": {"rate.imitation", "contacts.neighbours"}, "steady": {"money.later"}}
"""What a file names although the default has it already: it says what the scenario means."""


def raw(name):
    return tomllib.loads((LIBRARY / f"{name}.toml").read_text(encoding="utf-8"))


def flat(table, path=()):
    """Every value of nested tables by its dotted path; a list is one value."""
    found = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= flat(value, (*path, key))
        else:
            found[".".join((*path, key))] = value
    return found


def told(name):
    """Every parameter of a scenario, with events that it leaves at their default written out."""
    content = load(name).model_dump(exclude={"name", "title"})
    rest = {event.id: Response().model_dump() for event in load_events()}
    return flat({**content, "events": {**rest, **content["events"]}})


def test_what_was_asked_for_ships():
    assert set(names()) >= WANTED


def test_a_scenario_extends_the_history_or_the_outlook():
    assert {raw(name)["extends"] for name in OTHERS} == {"history", "outlook"}
    assert all(raw(name)["extends"] == "outlook" for name in FUTURES)


@pytest.mark.parametrize("name", OTHERS)
def test_a_scenario_changes_exactly_what_its_file_names(name):
    content = raw(name)
    base = content.pop("extends")
    content.pop("title")
    own, other = told(name), told(base)
    changed = {path for path in own.keys() | other.keys() if own.get(path) != other.get(path)}
    named = set(flat(content)) - NULL.get(name, set())
    # a shift is new as a whole: what its file leaves out stands in it at its default
    shifts = {path for path in changed if path.startswith("shifts.")}
    assert {path for path in named if path.startswith("shifts.")} <= shifts
    assert {path.split(".")[1] for path in shifts} == set(content.get("shifts", {}))
    assert changed - shifts == {path for path in named if not path.startswith("shifts.")}


@pytest.mark.parametrize(("name", "paths"), NULL.items())
def test_what_is_named_without_need_is_what_the_base_has(name, paths):
    own, other = told(name), told(raw(name)["extends"])
    assert paths <= set(flat(raw(name)))
    assert {path: own[path] for path in paths} == {path: other[path] for path in paths}


@pytest.mark.parametrize(("name", "system"), ABLATIONS.items())
def test_an_ablation_is_the_switch_of_its_system(name, system):
    history = load("history")
    switch = next(row for row in load_systems() if row.name == system).overrides(history)
    without = with_values(history, switch)
    assert load(name).model_dump(exclude={"title", "name"}) == without.model_dump(
        exclude={"title", "name"}
    )


def test_no_history_names_every_event():
    """An event that is added to the past must be named there, or it would act."""
    assert set(raw("no_history")["events"]) == {event.id for event in load_events()}
    assert not any(response.active for response in load("no_history").events.values())


def test_no_skew_leaves_out_all_that_pays_for_development():
    paid = {
        event.id
        for event in load_events()
        if any(act.what == "pay" and act.motive == "development" for act in event.acts)
    }
    assert set(raw("no_skew")["events"]) == paid


def test_futures_mean_the_countries_that_they_say():
    states = load_countries().filter(load_countries()["country"] != "DE")
    members = states.filter(states["eu_accession"].is_not_null() & states["eu_exit"].is_null())
    deeper, apart = load("deeper_integration").shifts, load("fragmentation").shifts
    assert set(deeper["members"].who.countries) == set(members["country"])
    assert not set(deeper["candidates"].who.countries) & set(members["country"])
    assert set(apart["abroad"].who.countries) == set(states["country"])


@pytest.mark.parametrize("name", FUTURES)
def test_a_future_begins_after_the_history(name):
    scenario = load(name)
    assert scenario.until == 2045
    assert all(shift.since > load("history").until for shift in scenario.shifts.values())


EFFECT = re.compile(r"(\w+) = (-?[\d.]+) ?}?  # assumed: (-?[\d.]+) to (-?[\d.]+)")
NO_EFFECT = {"since", "over", "countries"}


@pytest.mark.parametrize("name", FUTURES)
def test_every_effect_of_a_future_stands_within_the_range_beside_it(name):
    text = (LIBRARY / f"{name}.toml").read_text(encoding="utf-8")
    ranges = [
        (one, float(v), float(low), float(high)) for one, v, low, high in EFFECT.findall(text)
    ]
    effects = {
        path: value
        for path, value in flat(raw(name).get("shifts", {})).items()
        if path.rpartition(".")[2] not in NO_EFFECT
    }
    assert [(one, v) for one, v, _, _ in ranges] == [
        (path.rpartition(".")[2], value) for path, value in effects.items()
    ]
    assert all(low < high and low <= value <= high for _, value, low, high in ranges)


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_begins_with_what_it_changes_and_why(name):
    first = (LIBRARY / f"{name}.toml").read_text(encoding="utf-8").partition("title = ")[0]
    comment = [line for line in first.splitlines() if line.startswith("# ")]
    assert sum(map(len, comment)) > 60


def test_scenarios_are_listed_one_line_each():
    lines = CliRunner().invoke(app, ["scenarios"]).output.splitlines()
    assert [line.split()[0] for line in lines[: len(names())]] == names()
    titles = [load(name).title for name in names()]
    assert len(set(titles)) == len(titles)
    assert all(0 < len(title) < 60 for title in titles)
