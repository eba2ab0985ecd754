"""The rule that extrapolates the German-side law."""

import numpy as np
import pytest

from simulation.abroad import rule
from simulation.abroad.others import outside_of
from simulation.abroad.rule import affinities, seeking
from simulation.choice import samplers_of
from simulation.choice.remoteness import middles
from simulation.luck import great_circle_km
from tests.simulation.abroad.conftest import lively

NOBODY = np.array([False, False, False])


def at(small, parameters):
    outside = outside_of(small)
    return outside.world.countries, seeking(outside.world, small, parameters)


def test_reach_alone_leaves_no_bent():
    mass = np.array([5.0, 1.0, 3.0])
    bent, language = affinities(mass - 7.0, mass, NOBODY)
    assert np.allclose(bent, 0.0)
    assert language == 0.0


def test_half_of_what_is_left_is_a_country_s_own():
    mass = np.zeros(3)
    bent, _ = affinities(np.array([1.0, 0.0, -1.0]), mass, NOBODY)
    assert np.allclose(bent, [0.5, 0.0, -0.5])


def test_a_common_language_is_taken_out_and_kept_apart():
    german = np.array([True, True, False, False])
    bent, language = affinities(np.array([2.0, 4.0, 1.0, 1.0]), np.zeros(4), german)
    assert language == pytest.approx(2.0)
    assert np.allclose(bent, [-0.5, 0.5, 0.0, 0.0])


def test_nobody_seeks_at_home_and_part_of_each_search_is_left_to_germany(small):
    countries, found = at(small, lively())
    assert (np.diagonal(found.flow) == 0.0).all()
    assert (found.flow[~np.eye(len(countries), dtype=bool)] > 0.0).all()
    # with one appeal for all, bents differ by reach alone; no country searches more than its rate
    searched = len(countries) * np.exp(-2.0)
    mass = samplers_of(outside_of(small).world, lively().choice)[False].law.reference_mass
    bent, _ = affinities(
        np.full(len(countries), -2.0),
        mass[: len(countries)],
        np.array([country == "AT" for country in countries]),
    )
    whole = searched * np.exp(rule.LEVEL + bent)
    assert (found.flow.sum(axis=1) < whole).all()
    assert (found.flow.sum(axis=1) > 0.2 * whole).all()


def test_pulls_are_reach_times_bent(small, monkeypatch):
    monkeypatch.setattr(rule, "OWN", 0.0)
    countries, found = at(small, lively())
    outside = outside_of(small)
    law = samplers_of(outside.world, lively().choice)[False].law
    france, italy, poland = (countries.index(code) for code in ("FR", "IT", "PL"))
    middle = middles(outside.world)[france]
    seen = {}
    for country in (italy, poland):
        rows = law.rows[outside.world.group[law.rows] == country]
        km = great_circle_km(middle[None, :], outside.world.point[rows])
        weight = law.pair_base(km, np.zeros(len(rows)), outside.world.size[rows], country)
        seen[country] = np.exp(weight).sum()
    ratio = found.flow[france, italy] / found.flow[france, poland]
    assert ratio == pytest.approx(seen[italy] / seen[poland], rel=1e-9)
    of_germany = np.exp(law.reference_mass[italy])
    assert found.view[france, italy] == pytest.approx(seen[italy] / of_germany, rel=1e-9)


def test_who_is_sought_more_by_germans_seeks_and_is_sought_more(small):
    countries, before = at(small, lively())
    appeal = {**lively().appeal, "PL": -1.0}
    _, after = at(small, lively(appeal=appeal))
    poland, france, italy = (countries.index(code) for code in ("PL", "FR", "IT"))
    share = after.flow[france] / after.flow[france].sum()
    share_before = before.flow[france] / before.flow[france].sum()
    assert share[poland] > share_before[poland]
    assert after.flow[poland].sum() > before.flow[poland].sum()
    # what two others think of each other changes only by what Poland takes, and by the mean
    ratio = after.flow[france, italy] / after.flow[france, countries.index("GB")]
    ratio_before = before.flow[france, italy] / before.flow[france, countries.index("GB")]
    assert ratio == pytest.approx(ratio_before, rel=1e-9)


def test_more_search_by_germans_is_more_search_by_all_in_proportion(small):
    _, before = at(small, lively())
    twice = {country: value + np.log(2.0) for country, value in lively().appeal.items()}
    _, after = at(small, lively(appeal=twice))
    assert np.allclose(after.flow, 2.0 * before.flow, rtol=1e-9)


def test_a_country_without_appeal_is_neither_sought_nor_a_fault(small):
    appeal = {country: value for country, value in lively().appeal.items() if country != "CZ"}
    countries, found = at(small, lively(appeal=appeal))
    assert (found.flow[:, countries.index("CZ")] == 0.0).all()
    assert np.isfinite(found.flow).all()


def test_no_country_is_named_in_the_rule():
    """No total of a country or of two stands in the rule: it names none but Germany."""
    from pathlib import Path

    from simulation.past import load_countries

    text = Path(rule.__file__).read_text(encoding="utf-8")
    others = [code for code in load_countries()["country"] if code != "DE"]
    assert [code for code in others if f'"{code}"' in text] == []
