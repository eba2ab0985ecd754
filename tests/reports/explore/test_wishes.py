"""What a reader may wish for: sliders, switches, hostile input; the file that gives the same."""

import json
import tomllib

import pytest

from reports.explore.downloads import scenario_toml
from reports.explore.levers import BY_NAME, LEVERS, found
from reports.explore.mistakes import ExploreError
from reports.explore.strategies import read_comparison
from reports.explore.wishes import TITLE, Wish, events, read_wish, systems
from scenarios import load
from simulation import simulate

EVIL = "<img src=x onerror=alert(1)>\"'&\\\n\u202e\ud800\x00"
CHANGED = {
    "base": "no_elysee",
    "seed": 5,
    "title": EVIL,
    "levers": {"distance": 0.35, "search": 1.7, "ending": 0.0},
    "events": {"opening_1989": False},
    "off": ["similarity", "board"],
}


def plain(scenario):
    return scenario.model_dump(exclude={"name", "title"})


def test_nothing_wished_for_is_the_scenario_itself():
    for base in ("history", "outlook"):
        assert plain(read_wish({"base": base}).scenario()) == plain(load(base))
    assert read_wish({}) == Wish()
    assert read_wish({"levers": {"distance": 1}}).key == Wish().key


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.name)
def test_a_slider_moves_its_numbers_and_both_its_ends_are_possible(lever):
    for base in ("history", "outlook", "no_history", "ageing_faster"):
        content = load(base).model_dump(mode="json")
        for factor in (lever.low, lever.high):
            scenario = read_wish({"base": base, "levers": {lever.name: factor}}).scenario()
            moved = scenario.model_dump(mode="json")
            for pattern in lever.paths:
                before, after = found(content, pattern), found(moved, pattern)
                assert [path for path, _ in before] == [path for path, _ in after]
                if pattern.split(".")[0] != "events":
                    assert before != after
        assert BY_NAME[lever.name].overrides(content, 1.0) == {}


def test_a_slider_multiplies_or_adds_its_logarithm():
    content = {"choice": {"held": -2.0, "on": True}, "rate": {"level": 0.0}}
    assert BY_NAME["held"].overrides(content, 0.5) == {"choice.held": -1.0}
    assert BY_NAME["search"].overrides(content, 2.0) == {"rate.level": 0.693147}
    assert found(content, "choice.*") == [("choice.held", -2.0)]
    assert found(content, "choice.held.deep") == found(content, "none.*.size") == []


def test_every_switch_can_be_turned():
    off = read_wish({"off": list(systems()), "events": dict.fromkeys(events(), False)})
    scenario = off.scenario()
    assert not scenario.life.active
    assert not any(response.active for response in scenario.events.values())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "wish: is"),
        ([1], "wish: is a list"),
        ({"evil": 1}, "wish.evil: not known"),
        ({"x" * 100_000: 1}, "not known"),
        ({"base": "../../etc/passwd"}, "wish.base"),
        ({"base": "history.toml"}, "wish.base"),
        ({"base": {"a": 1}}, "wish.base: is a table"),
        ({"seed": -1}, "wish.seed"),
        ({"seed": 2**32}, "wish.seed"),
        ({"seed": 10**4000}, "wish.seed"),
        ({"seed": True}, "wish.seed"),
        ({"seed": 1.0}, "wish.seed"),
        ({"title": 5}, "wish.title"),
        ({"levers": []}, "wish.levers"),
        ({"levers": {"none": 1}}, "wish.levers.none: not known"),
        ({"levers": {"distance": 1e308}}, "wish.levers.distance"),
        ({"levers": {"distance": float("nan")}}, "wish.levers.distance"),
        ({"levers": {"distance": float("inf")}}, "wish.levers.distance"),
        ({"levers": {"distance": 10**400}}, "wish.levers.distance"),
        ({"levers": {"distance": "1"}}, "wish.levers.distance"),
        ({"levers": {"distance": None}}, "wish.levers.distance"),
        ({"events": {"elysee_1963": 1}}, "wish.events.elysee_1963"),
        ({"events": {EVIL: False}}, "not known"),
        ({"off": "life"}, "wish.off"),
        ({"off": [["life"]]}, "wish.off"),
        ({"off": [EVIL]}, "wish.off"),
    ],
)
def test_anything_else_is_refused_in_one_short_printable_sentence(given, told):
    with pytest.raises(ExploreError) as caught:
        read_wish(given)
    text = str(caught.value)
    assert told in text
    assert text.isprintable()
    assert len(text) < 400


@pytest.mark.parametrize(
    "given",
    [
        None,
        {},
        {"names": []},
        {"names": "school_exchange"},
        {"names": ["nothing"]},
        {"names": ["school_exchange"] * 5},
        {"names": [["school_exchange"]]},
        {"names": ["school_exchange"], "replications": 7},
        {"names": ["school_exchange"], "replications": True},
        {"names": ["school_exchange"], "replications": [8]},
        {"names": ["school_exchange"], "seed": "1"},
        {"names": ["school_exchange"], "more": 1},
    ],
)
def test_a_comparison_that_is_not_possible_is_refused(given):
    with pytest.raises(ExploreError):
        read_comparison(given)


def test_a_title_is_one_printable_line():
    wish = read_wish({"title": EVIL * 50})
    assert wish.title.isprintable()
    assert len(wish.title) == TITLE


def test_the_file_is_the_scenario_whatever_its_title(tmp_path):
    path = tmp_path / "mine.toml"
    for given in (CHANGED, {}, {"base": "outlook", "title": '"""'}):
        wish = read_wish(json.loads(json.dumps(given)))
        path.write_text(scenario_toml(wish, "toy"), encoding="utf-8")
        assert load(path) == wish.scenario()
        assert f"--world toy --seed {wish.seed}" in path.read_text(encoding="utf-8")
        assert tomllib.loads(path.read_text(encoding="utf-8"))["extends"] == wish.base


def test_the_file_gives_the_same_history(tmp_path):
    wish = read_wish(CHANGED)
    path = tmp_path / "mine.toml"
    path.write_text(scenario_toml(wish, "toy"), encoding="utf-8")
    again = simulate(load(path), wish.seed, "toy").ledger
    assert again.equals(simulate(wish.scenario(), wish.seed, "toy").ledger)
    assert not again.equals(simulate(load("no_elysee"), wish.seed, "toy").ledger)
