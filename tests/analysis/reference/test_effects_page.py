"""EFFECTS.md: every effect is told, and each formula is what the function works out."""

import math
import re

import numpy as np
import pytest

from analysis.reference import effects_page
from analysis.reference.effects_page import FORMULAS, STAGES, fields_of, formulas, page
from scenarios import load
from simulation import consent, rates
from simulation.catalogue import EFFECTS
from simulation.choice import effects
from simulation.life import carrying, mergers, money
from simulation.policy.outside import factors
from simulation.ties import CONTACT, FRIENDSHIP, PARTNERSHIP
from simulation.ways import board, contacts, inner_german, projects, sponsorships
from simulation.ways.groups import europastadt, fellows

HISTORY = load("history")
RATE, CHOICE, LIFE = HISTORY.rate, HISTORY.choice, HISTORY.life


def array(*values):
    return np.array(values, dtype=np.float64)


def yes(value):
    return np.array([bool(value)])


# Of each effect that has a formula: the letters of some cases, and the function at the same place.
CASES = {
    "size": ([{"s": -1.3}, {"s": 2.0}], lambda s: rates.size(array(s), RATE)),
    "district": ([{"s": 0.7}], lambda s: rates.district(array(s), RATE)),
    "load": ([{"n": 0}, {"n": 3}], lambda n: rates.load(array(n), RATE)),
    "propensity": ([{"z": -0.4}], lambda z: rates.propensity(array(z), RATE)),
    "growth": ([{"year": 1950}, {"year": 2010}], lambda year: rates.growth(year, RATE)),
    "imitation": ([{"x": 0.4}], lambda x: rates.imitation(array(x), RATE)),
    "east": ([{"e": 0}, {"e": 1}], lambda e: rates.east(yes(e), True, RATE)),
    "wishes": (
        [{"s": 0.3, "t": 0}, {"s": -1.0, "t": 2.5}],
        lambda s, t: rates.wishes(array(s), 1992, 1992 - t, HISTORY.reunification),
    ),
    "pairing": (
        [{"left": inner_german.aid_left(1993, 1990, HISTORY.reunification)}],
        lambda left: inner_german.pairing(1993, 1990, HISTORY.reunification),  # noqa: ARG005
    ),
    "distance": (
        [{"km": 1, "b": -1.1}, {"km": 30, "b": -0.4}, {"km": 700, "b": -0.9}],
        lambda km, b: effects.distance(array(km), array(b), CHOICE),
    ),
    "similar_size": (
        [{"p": 1.0, "s": -0.5}],
        lambda p, s: effects.similar_size(array(s), array(p), CHOICE),
    ),
    "mass": ([{"p": 1.5}], lambda p: effects.mass(array(p), CHOICE)),
    "same_name": ([{"x": 0}, {"x": 1}], lambda x: effects.same_name(yes(x), CHOICE)),
    "region": (
        [{"x": 1, "share": 0.02, "m": 2}, {"x": 0, "share": 0.5, "m": 1}],
        lambda x, share, m: effects.region(yes(x), array(share), array(m), CHOICE),
    ),
    "region_country": ([{"m": 3}], lambda m: effects.region_country(array(m), CHOICE)),
    "remote": ([{"d": 0.5}], lambda d: effects.remote(array(d), CHOICE)),
    "held": ([{"x": 1}], lambda x: effects.held(array(x), CHOICE)),
    "far": ([{"d": -2.0}], lambda d: board.far(array(d), HISTORY.board)),
    "fellow": ([{"x": 1}], lambda x: fellows.fellow(yes(x), HISTORY.groups)),
    "shared": ([{"x": 1}], lambda x: fellows.shared(yes(x), HISTORY.groups)),
    "nearness": ([{"km": 3.0}], lambda km: europastadt.nearness(array(km), HISTORY.groups)),
    "chance_of_yes": (
        [{"n": 2, "inhabitants": 9_000}],
        lambda n, inhabitants: consent.chance_of_yes(n, inhabitants, HISTORY.consent),
    ),
    "readier": ([{"c": 0.5}, {"c": 0.97}], lambda c: consent.readier(c, HISTORY.board.ready)),
    "lasting_will": ([{"u": 0.2}], lambda u: carrying.lasting_will(array(u), LIFE)),
    "leaving": ([{"age": 30}, {"age": 99}], lambda age: carrying.leaving(LIFE)[age]),
    "succession": ([{"x": 0}, {"x": 1}], lambda x: carrying.succession(LIFE, yes(x))),
    "vitality": (
        [{"a": 3, "n": 250.0}],
        lambda a, n: carrying.vitality(np.array([a]), array(n)),
    ),
    "deepening": ([{"v": 0.4}], lambda v: carrying.deepening(array(v), LIFE)),
    "ending": (
        [{"asleep": 0, "e": HISTORY.ending.contact}, {"asleep": 1, "e": HISTORY.ending.contact}],
        lambda asleep, e: carrying.ending(  # noqa: ARG005
            np.array([CONTACT]), yes(asleep), HISTORY.ending
        ),
    ),
    "paid_chance": (
        [{"r": 0.1, "m": 0.7}],
        lambda r, m: projects.paid_chance(r, m, HISTORY.development),
    ),
    "renewal": ([{"term": 3}], lambda term: projects.renewal(HISTORY.forms, term)),
    "calls": ([{"k": 1}, {"k": 4}], lambda k: projects.calls(HISTORY.development, k)),
    "prior_contact": (
        [{"c": 2.0, "strength": HISTORY.contacts.choice}],
        lambda c, strength: contacts.effect(array(c), strength),
    ),
    "asking": ([{"year": 1963}], lambda year: sponsorships.asking(year, HISTORY.sponsorships)),
    "home_weights": (
        [{"s": 0.2, "p": -1.0}],
        lambda s, p: sponsorships.home_weights(s, array(p), CHOICE),
    ),
    "merger_chance": (
        [{"r": 0.3, "inhabitants": 2_000}],
        lambda r, inhabitants: mergers.merger_chance(array(r), array(inhabitants), HISTORY.mergers),
    ),
    "costs": (
        [{"n": 420.0, "km": 900.0}],
        lambda n, km: money.costs(np.array([0]), array(n), array(km), LIFE, HISTORY.money),
    ),
    "application": ([{"n": 60.0}], lambda n: money.application(array(n), HISTORY.money)),
    "factors": ([{"x": 0.0}, {"x": -0.7}], lambda x: factors(array(x))),
}
WORDS = {"abs": abs, "exp": math.exp, "floor": math.floor, "ln": math.log, "max": max, "min": min}


def worked_out(formula, letters):
    sections = {name: getattr(HISTORY, name) for name in type(HISTORY).model_fields}
    known = {**WORDS, "pi": math.pi, "round": round, **sections, **letters}
    return eval(formula.replace("^", "**"), {"__builtins__": {}}, known)


@pytest.mark.parametrize("name", [n for n, told in formulas().items() if not told.get("words")])
def test_a_formula_is_what_the_function_works_out(name):
    letters, function = CASES[name]
    for case in letters:
        found = float(np.ravel(np.asarray(function(**case)))[0])
        assert worked_out(formulas()[name]["formula"], case) == pytest.approx(found, rel=1e-9), case
        for letter in case:
            assert re.search(rf"\b{letter}\b", formulas()[name]["formula"]), letter


def test_forms_are_numbered_as_the_formulas_take_them():
    assert [CONTACT, FRIENDSHIP, PARTNERSHIP] == [0, 1, 2]


def test_every_effect_has_its_row_under_its_stage():
    text = page()
    for effect in EFFECTS:
        part = text.partition(f"\n## {effect.stage.capitalize()}\n")[2].partition("\n## ")[0]
        (row,) = [line for line in part.splitlines() if line.startswith(f"| [`{effect.name}`]")]
        assert f"| {effect.meaning} |" in row
        assert "[test](../tests/simulation/" in row
    assert set(STAGES) == {effect.stage for effect in EFFECTS}


def test_parameters_are_fields_of_a_scenario():
    for effect in EFFECTS:
        for path in fields_of(effect):
            section, field = path.split(".")
            assert field in type(getattr(HISTORY, section)).model_fields or section == "policy", (
                path
            )
    (wishes,) = [effect for effect in EFFECTS if effect.name == "wishes"]
    assert fields_of(wishes)[1] == "reunification.wish_from"


def test_an_effect_without_formula_is_found(monkeypatch):
    fewer = {name: told for name, told in formulas().items() if name != "held"}
    monkeypatch.setattr(effects_page, "formulas", lambda: fewer)
    with pytest.raises(ValueError, match=rf"{FORMULAS.name}: .*: held$"):
        page()


def test_an_effect_without_test_is_found(monkeypatch):
    monkeypatch.setattr(effects_page, "TEST", "def test_nothing_of_{}(")
    effects_page._tests.cache_clear()
    with pytest.raises(ValueError, match="no file of tests/simulation has test_effect_size"):
        page()
    monkeypatch.undo()
    assert set(effects_page._tests()) == {effect.name for effect in EFFECTS}


def test_a_stage_without_heading_is_found(monkeypatch):
    fewer = {stage: told for stage, told in STAGES.items() if stage != "consent"}
    monkeypatch.setattr(effects_page, "STAGES", fewer)
    with pytest.raises(ValueError, match="stages without a heading here: consent"):
        page()
