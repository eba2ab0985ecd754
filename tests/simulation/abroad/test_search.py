"""A small European world: who searches there, whom it chooses, and what follows."""

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from simulation import tables
from simulation.abroad.law import Elsewhere, _searching, _singled
from simulation.abroad.others import outside_of
from simulation.luck import Luck
from simulation.model import TwinningModel
from simulation.municipality import Municipality
from simulation.run import History
from simulation.ties import ENDED, SPONSORSHIP
from tests.simulation.abroad.conftest import lively, run

FALSE_ALARM = 1e-6
"""Chance that a chi-square test of this file fails by luck; its seeds are fixed."""


def ends(model):
    """Countries of both ends of every tie, and the country that searched."""
    table, country = model.ties, model.world.frame["country"].to_numpy()
    a, b, initiator = (country[table.rows(name)] for name in ("a", "b", "initiator"))
    return a, b, initiator


def test_ties_between_other_countries_arise_and_none_within_one(history):
    a, b, _ = ends(history)
    abroad = (a != "DE") & (b != "DE")
    assert abroad.sum() > 100
    assert (a[abroad] != b[abroad]).all()
    pairs = {frozenset(pair) for pair in zip(a[abroad], b[abroad], strict=True)}
    others = ("AT", "CZ", "FR", "GB", "IT", "PL")
    assert pairs == {frozenset((x, y)) for x in others for y in others if x < y}


def test_ties_with_germany_are_searched_for_from_there(history):
    a, b, initiator = ends(history)
    german = (a == "DE") | (b == "DE")
    assert german.sum() > 50
    assert (initiator[german] == "DE").all()


def test_same_seed_same_history_and_another_seed_another(small):
    parameters = lively(until=1970)
    first, again, other = (run(small, parameters, seed).ledger.frame() for seed in (3, 3, 4))
    assert first.equals(again)
    assert not first.equals(other)


def test_other_worlds_know_nothing_of_it(toy):
    model = run(toy, lively(until=1970))
    a, b, _ = ends(model)
    assert ((a == "DE") | (b == "DE")).all()
    assert not any(isinstance(part, Elsewhere) for part in model._parts.values())


def test_german_searches_of_the_first_year_are_those_of_the_other_world(small, toy):
    def founded(world):
        rows = run(world, lively(start=1960, until=1960)).ledger.frame()
        german = pl.Series(world.ids[world.land >= 0]).implode()
        here = pl.col("a").is_in(german) | pl.col("b").is_in(german)
        return rows.filter(pl.col("event") == "founded", here).drop("tie")

    assert founded(small).equals(founded(toy))
    assert founded(toy).height > 3


def test_replaying_the_ledger_gives_the_living_ties(history):
    ties = tables.replay(history.ledger.frame())
    living = set(ties.filter(pl.col("ended").is_null())["tie"].to_list())
    assert living == set(np.flatnonzero(history.ties.rows("status") != ENDED).tolist())
    count = np.zeros(len(history.world.ids), dtype=np.int64)
    kept = ties.filter(pl.col("ended").is_null(), pl.col("kind") != "sponsorship")
    for end in ("a", "b"):
        np.add.at(count, [history.world.row_of[i] for i in kept[end].to_list()], 1)
    assert np.array_equal(count, history.degree)


def test_agents_are_those_who_search_or_were_asked(small):
    seldom = dict.fromkeys(lively().appeal, -7.0)
    model = run(small, lively(appeal=seldom, until=1970))
    mutual = model.ties.rows("kind") != SPONSORSHIP  # nobody is asked for a sponsorship
    a, b = model.ties.rows("a")[mutual], model.ties.rows("b")[mutual]
    for row in {*a.tolist(), *b.tolist()}:
        assert row in model.agent_of_row
    known = {agent.row for agent in model.agents}
    assert len(known) < len(small.ids)  # most places abroad had no part in it yet


def test_decisions_of_places_abroad_are_those_of_the_agent(small):
    class Refuses(Municipality):
        def consents(self, proposal):
            german = self.model.world.land[proposal.asker] >= 0
            return super().consents(proposal) if german else False

    a, b, _ = ends(run(small, lively(until=1975), agent_class=Refuses))
    assert len(a) > 10
    assert ((a == "DE") | (b == "DE")).all()


def test_who_searches_does_so_as_often_as_the_law_says(small):
    model = TwinningModel(lively(), small, 1)
    own = model.part(Elsewhere)
    rate = np.full(len(own.outside.world.countries), 0.4)
    expected, found = np.zeros(len(own.outside.rows)), np.zeros(len(own.outside.rows))
    for seed in range(100):
        model.luck = Luck(seed)
        vars(own).pop("lasting", None)
        chance = 1.0 - np.exp(-own.lasting * 0.4 * np.exp(model.parameters.rate.growth * 1.0))
        expected += chance
        found[_searching(own, 1985, rate)] += 1
    spread = np.sqrt(expected.sum())
    assert abs(found.sum() - expected.sum()) < 5.0 * spread
    assert expected.sum() > 200


def test_load_slows_the_search(small):
    model = TwinningModel(lively(rate={"load": -1.5}), small, 1)
    own = model.part(Elsewhere)
    rate = np.full(len(own.outside.world.countries), 2.0)
    before = len(_searching(own, 1985, rate))
    model.ties_abroad[:] = 20
    assert 0 < len(_searching(own, 1985, rate)) < before


def test_draws_follow_the_law_of_choice(small):
    """The sampler of the other countries against its own full scan, chi-square."""
    model = TwinningModel(lively(), small, 1)
    own = model.part(Elsewhere)
    sampler, world = own.samplers[False], own.outside.world
    towns = np.flatnonzero((~world.is_district) & (world.group == world.groups.index("FR")))
    chooser = int(towns[np.argmax(world.size[towns])])
    appeal = np.linspace(0.5, 2.0, len(world.regions))
    weight = sampler.scan_weights(chooser, appeal, lambda one, other: one != other)
    chance = weight / weight.sum()
    draws = 1500
    rows = np.array([chooser])
    found = Counter(
        int(sampler.draw(rows, appeal[None, :], lambda a, b: a != b, Luck(seed), 1990, 0)[0])
        for seed in range(draws)
    )
    seen = np.array([found[int(row)] for row in sampler.law.rows], dtype=np.float64)
    assert seen[chance == 0.0].sum() == 0
    order = np.argsort(-chance)
    large = order[chance[order] * draws >= 5.0]
    observed = np.append(seen[large], draws - seen[large].sum())
    wanted = np.append(chance[large], 1.0 - chance[large].sum()) * draws
    assert len(large) > 5
    assert chisquare(observed, wanted).pvalue > FALSE_ALARM


def test_a_partner_s_partner_abroad_weighs_more_for_places_abroad(history):
    world = history.world
    outside = outside_of(world)
    through = 0
    for row in outside.rows.tolist()[:40]:
        agent = history.agent_at(row)
        held = set(agent.ties.values())
        common = {q for p in held for q in history.agent_at(p).ties.values()} - held - {row}
        level = [q for q in common if world.is_district[q] == world.is_district[row]]
        wanted = {q for q in level if world.land[q] < 0 and world.group[q] != world.group[row]}
        found = _singled(history.part(Elsewhere), outside.place[[row]])
        partners = set(outside.rows[found.partner].tolist())
        assert wanted <= partners
        assert all(world.group[q] != world.group[row] for q in partners)
        assert (found.effect > 0.0).all()
        through += len(wanted)
    assert through > 20


def test_two_scenarios_share_the_luck_of_places_abroad(small):
    """What a treaty of Germany with France changes, it changes there; the rest is the same luck."""
    base = {"start": 1955, "until": 1970}
    parameters = lively(**base)
    treaty = {**dict(parameters.events), "elysee_1963": {"size": 3.0}}
    plain, warmer = (run(small, p, 7) for p in (parameters, lively(**base, events=treaty)))

    def founded(model, german):
        rows = model.ledger.frame().filter(pl.col("event") == "founded")
        home = pl.Series(small.ids[small.land >= 0]).implode()
        here = pl.col("a").is_in(home) | pl.col("b").is_in(home)
        rows = rows.filter(here if german else ~here)
        return set(rows.select("year", "a", "b").iter_rows())

    assert founded(plain, german=True) != founded(warmer, german=True)
    one, other = founded(plain, german=False), founded(warmer, german=False)
    assert len(one) > 30
    assert {row for row in one if row[0] < 1963} == {row for row in other if row[0] < 1963}
    assert len(one & other) > 0.8 * len(one | other)


@settings(max_examples=5)
@given(seed=st.integers(0, 2**32 - 1))
def test_invariants_hold_for_any_seed(small, seed):
    model = run(small, lively(start=1970, until=1980), seed)
    a, b, initiator = ends(model)
    assert ((a != b) | (a == "DE")).all()
    assert (initiator[(a == "DE") | (b == "DE")] == "DE").all()
    assert (model.ties.rows("a") < model.ties.rows("b")).all()
    district = small.is_district
    assert (district[model.ties.rows("a")] == district[model.ties.rows("b")]).all()
    assert (model.degree >= 0).all()


def test_a_history_of_it_answers_questions(small):
    parameters = lively(until=1980)
    model = run(small, parameters)
    history = History(parameters, small, 5, model, {})
    assert {"stock", "people"} <= set(history.yearly.columns)
    place = int(small.ids[small.land < 0][0])
    with pytest.raises(ValueError, match="lies abroad"):
        history.choice_probabilities(place, None, 1975)
    german = int(small.ids[np.flatnonzero(small.land >= 0)[0]])
    assert history.choice_probabilities(german, None, 1975).sum() == pytest.approx(1.0)


def test_searches_grow_abroad_as_they_do_at_home(small):
    def searching(growth):
        model = TwinningModel(lively(rate={"growth": growth}), small, 5)
        own = Elsewhere(model)
        rate = np.full(len(own.outside.world.countries), 0.05)
        return len(_searching(own, 1990, rate)) + len(_searching(own, 1991, rate))

    assert searching(-0.5) < searching(0.0) < searching(0.5)
