"""The year as a whole: who decides, whose luck it is, and that the ledger holds it all."""

import json
import random

import numpy as np
import polars as pl
import pytest

from simulation import simulate
from simulation.ledger import Ledger
from simulation.model import MANY, TwinningModel
from simulation.municipality import Municipality
from simulation.parameters import Response
from simulation.ties import ACTIVE, SPONSORSHIP, Ties
from tests.simulation.conftest import lively


def run_model(parameters, world, seed=5, before=None):
    model = TwinningModel(parameters, world, seed)
    while model.year <= parameters.until:
        if before is not None:
            before(model)
        model.step()
    return model


def test_the_toy_world_founds_ties_of_every_kind(toy_history):
    ties = toy_history.ties
    assert ties.height > 150
    assert set(ties["form"]) == {"contact", "friendship", "partnership"}
    assert {"reconciliation", "exchange", "east_west"} <= set(ties["motive"])
    assert (ties["a"] < ties["b"]).all()


def test_same_seed_same_bytes_other_seed_other_history(toy_history):
    again = simulate(lively(), seed=5, world="toy")
    assert again.ledger.equals(toy_history.ledger)
    assert not simulate(lively(), seed=6, world="toy").ledger.equals(toy_history.ledger)


def test_two_scenarios_that_part_in_2014_are_one_until_then():
    base = {"start": 1995, "until": 2020}
    plain = simulate(lively(**base), seed=1, world="toy").ledger
    events = {"europe_for_citizens_2014": Response(size=3.0)}
    warm = simulate(lively(**base, events=events), seed=1, world="toy").ledger
    early = pl.col("year") < 2014
    assert plain.filter(early).equals(warm.filter(early))
    assert plain.filter(early).height > 50
    assert not plain.filter(~early).equals(warm.filter(~early))


def test_one_tie_added_by_hand_leaves_all_other_luck_alone(toy):
    """Without the effects through which ties bear on one another, nothing else may change."""
    alone = lively(rate={"load": 0.0}, choice={"held": 0.0}, consent={"load": 0.0}, until=1985)
    plain = run_model(alone, toy).ledger.frame()
    ends = {}

    def by_hand(model):
        if model.year == 1962 and not ends:
            founded = plain.filter(pl.col("event") == "founded").select("a", "b").rows()
            free = [row for row in range(len(toy.ids)) if toy.group[row] != toy.group[0]]
            a, b = next((0, r) for r in free if (int(toy.ids[0]), int(toy.ids[r])) not in founded)
            years = {"founded": 1962, "formed": 1962, "term": 15}
            tie = model.ties.add(
                a=a, b=b, initiator=a, kind=0, motive=0, form=2, status=ACTIVE, **years
            )
            model.attach(tie, a, b)
            ends.update(a=int(toy.ids[a]), b=int(toy.ids[b]))

    touched = run_model(alone, toy, before=by_hand).ledger.frame()
    assert ends
    others = ~((pl.col("a") == ends["a"]) & (pl.col("b") == ends["b"]))
    kept = ["year", "event", "a", "b", "detail"]
    assert touched.filter(others).select(kept).equals(plain.select(kept))


def test_decisions_are_the_agents_own():
    class Hermit(Municipality):
        def consents(self, proposal):
            return False

        def sponsors(self, home):
            return False

    class Cautious(Municipality):
        def agrees_to_deepen(self, tie, form):
            return False

    class Faithful(Municipality):
        def lets_go(self, tie):
            return False

    def run(kind):
        wild = lively(ending={"partnership": 0.1, "contact": 0.1, "friendship": 0.1})
        return simulate(wild, seed=5, world="toy", agent_class=kind)

    usual = run(Municipality).ledger["event"].value_counts().sort("event").to_dict()
    assert usual
    assert run(Hermit).ties.is_empty()
    assert "deepened" not in set(run(Cautious).ledger["event"])
    ends = run(Faithful).ledger.filter(pl.col("event") == "ended")
    why = {json.loads(text)["why"] for text in ends["detail"]}
    assert why <= {"term over", "project over", "merger"}


def test_the_ledger_replays_to_what_the_model_holds(toy_history):
    model, ties = toy_history.model, toy_history.ties
    living = ties.filter(pl.col("ended").is_null())
    rows = model.ties.living()
    ids = toy_history.world.ids
    assert living["tie"].to_list() == rows.tolist()
    assert living["a"].to_list() == ids[model.ties.rows("a")[rows]].tolist()
    assert living["founded"].to_list() == model.ties.rows("founded")[rows].tolist()
    two_sided = rows[model.ties.rows("kind")[rows] != SPONSORSHIP]
    assert len(two_sided) < len(rows)
    degree = np.bincount(
        np.concatenate([model.ties.rows("a")[two_sided], model.ties.rows("b")[two_sided]]),
        minlength=len(ids),
    )
    assert np.array_equal(degree, model.degree)
    assert np.array_equal(model.held.sum(axis=1), model.degree)
    for agent in model.agents:
        assert len(agent.ties) == model.degree[agent.row]


def test_nobody_holds_two_living_ties_with_one_partner(toy_history):
    for year in (1970, 1980, 1995):
        living = toy_history.ties_at(year).filter(pl.col("ended").is_null())
        assert living.select("a", "b").is_unique().all()


def test_stocks_of_the_yearly_table_are_those_of_the_ties(toy_history):
    last = toy_history.yearly.filter(pl.col("year") == 1995)
    living = toy_history.ties.filter(pl.col("ended").is_null())
    assert last["stock"].sum() == living.height
    by_form = dict(last.group_by("form").agg(pl.col("stock").sum()).iter_rows())
    assert by_form == {
        **dict.fromkeys(by_form, 0),
        **dict(living.group_by("form").len().iter_rows()),
    }
    assert toy_history.yearly["founded"].sum() == toy_history.ties.height


def test_mesa_keeps_its_own_luck_unused():
    model = TwinningModel(lively(until=1970), simulate(lively(until=1960), 1, "toy").world, 1)
    state, before = model.random.getstate(), model.rng.bit_generator.state
    random.seed(1)
    outside = random.getstate()
    for _ in range(10):
        model.step()
    assert model.ties.count > 0
    assert model.random.getstate() == state
    assert model.rng.bit_generator.state == before
    assert random.getstate() == outside


def test_no_tie_crosses_a_closed_border():
    """But sponsorships do: they are one-sided, and ask nobody there."""
    ties = simulate(lively(until=1988), seed=2, world="toy").ties
    ties = ties.filter(pl.col("kind") != "sponsorship")
    inner = ties.filter(pl.col("motive") == "reunification")
    assert (inner["founded"] >= 1986).all()
    world = simulate(lively(until=1960), 2, "toy").world
    place = world.frame.select("id", "country", "land")
    west = place.filter(pl.col("land").is_in(["DE-BW", "DE-NW"]))["id"]
    poland = place.filter(pl.col("country") == "PL")["id"]
    pairs = ties.filter(pl.col("founded") < 1970)
    crossing = (pl.col("a").is_in(west.implode()) & pl.col("b").is_in(poland.implode())) | (
        pl.col("b").is_in(west.implode()) & pl.col("a").is_in(poland.implode())
    )
    assert pairs.filter(crossing).is_empty()


def test_a_demand_held_back_is_there_when_the_border_opens():
    wishing = {"wish": 0.2, "trickle": 0.0}
    free = lively(
        start=1970,
        until=1992,
        reunification=wishing,
        sponsorships={"active": False},
        forms={"partnership_at_once": 1.0, "friendship_at_once": 0.0},
    )
    history = simulate(free, seed=3, world="toy")
    ties, model, german = history.ties, history.model, history.world.searchers
    at_home = model.held[:, model.inner_german].sum(axis=1)
    assert np.array_equal(model.ties_abroad[german], (model.degree - at_home)[german])
    inner = ties.filter(pl.col("motive") == "reunification")
    assert inner.filter(pl.col("founded") < 1989).is_empty()
    assert inner.filter(pl.col("founded").is_between(1989, 1991)).height >= 10
    walled = free.model_copy(update={"events": {"opening_1989": Response(active=False)}})
    kept = simulate(walled, seed=3, world="toy")
    assert kept.ties.filter(pl.col("motive") == "reunification").is_empty()
    assert kept.model.waiting.sum() >= 10


def test_a_rupture_suspends_and_never_ends():
    torn = lively(start=1990, until=2022, ending={"rupture": 1.0})
    ties = simulate(torn, seed=4, world="toy")
    changes = ties.ledger.filter(pl.col("event") == "suspended")
    russian = set(ties.world.frame.filter(pl.col("country").is_in(["RU", "BY"]))["id"])
    for a, b, year in changes.select("a", "b", "year").iter_rows():
        assert year == 2022
        assert a in russian or b in russian


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": -1}, "seed -1: expected an integer between 0"),
        ({"world": "mars"}, "world 'mars': expected one of germany, europe, toy"),
        ({"until": 1900}, "until"),
    ],
)
def test_impossible_runs_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        simulate(lively(), **{"seed": 1, "world": "toy", **change})


def test_an_unknown_event_or_country_is_refused():
    with pytest.raises(ValueError, match=r"events\.elysee: no such event"):
        simulate(lively(events={"elysee": Response()}), world="toy")


def test_ties_and_ledger_refuse_nonsense():
    ties, values = Ties(), dict.fromkeys(("initiator", "kind", "motive", "form"), 0)
    years = {"founded": 1960, "formed": 1960, "term": 15, "status": 0}
    ties.add(a=1, b=2, **values, **years)
    for a, b, told in ((1, 2, "a living tie"), (3, 3, "not before"), (5, 4, "not before")):
        with pytest.raises(ValueError, match=told):
            ties.add(a=a, b=b, **values, **years)
    with pytest.raises(ValueError, match="a living tie"):
        ties.extend(2, a=[3, 3], b=[4, 4], **values, **years)
    assert ties.count == 1
    ties.end(0)
    assert ties.add(a=1, b=2, **values, **years) == 1
    with pytest.raises(ValueError, match="ledger event 'born'"):
        Ledger().append(1960, "born", 0, (1, 2))


def test_ties_grow_beyond_their_first_room():
    ties = Ties()
    for number in range(3000):
        ties.add(
            a=number,
            b=number + 1,
            initiator=number,
            kind=0,
            motive=0,
            form=0,
            founded=1960,
            formed=1960,
            term=15,
            status=0,
        )
    assert ties.count == 3000
    assert ties.rows("b")[2999] == 3000
    assert ties.between(3000, 2999) == 2999


def test_only_places_with_a_living_tie_are_linked(toy):
    model = TwinningModel(lively(), toy, 5)
    assert (model.linked_neighbours() == 0.0).all()
    near = toy.neighbours
    row = int(near[0, 0])
    model.degree[row] = 1
    share = (near == row).sum(axis=1) / near.shape[1]
    assert share[0] > 0.0
    assert model.linked_neighbours().tolist() == share.tolist()


def test_neighbours_are_the_nearest_other_municipalities(toy):
    towns = toy.searchers[~toy.is_district[toy.searchers]]
    for place in range(0, len(toy.searchers), 7):
        row, near = int(toy.searchers[place]), toy.neighbours[place]
        others = towns[towns != row]
        away = np.linalg.norm(toy.point[others] - toy.point[row], axis=1)
        assert set(near.tolist()) <= set(others.tolist())
        found = np.linalg.norm(toy.point[near] - toy.point[row], axis=1)
        assert sorted(found) == pytest.approx(sorted(away)[: len(near)])


def test_ties_are_signed_in_the_year_of_their_contract(toy_history):
    signed = {}
    for year, event, tie, text in toy_history.ledger.select(
        "year", "event", "tie", "detail"
    ).iter_rows():
        detail = json.loads(text)
        if "partnership" in (detail.get("new"), event == "founded" and detail["form"]):
            signed[tie] = year
    ties = toy_history.ties.filter(pl.col("kind") == "twinning")
    assert dict(ties.select("tie", "signed").iter_rows()) == {
        tie: signed.get(tie) for tie in ties["tie"].to_list()
    }
    assert ties["signed"].null_count() not in (0, ties.height)


def test_a_history_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match=r"until \(1950\) lies before start \(1960\)"):
        lively(start=1960, until=1950)


def test_many_pairs_of_one_place_are_as_eligible_as_one_by_one(toy):
    """So many that its partners are gone through, a sponsorship's home among them."""
    model = TwinningModel(lively(until=1990), toy, 3)
    while model.year <= 1990:
        model.step()
    others = np.arange(len(toy.ids)).tolist()
    assert len(others) > MANY
    kinds = model.ties.rows("kind")[model.ties.living()]
    assert len(set(kinds.tolist())) > 1
    for row in model.ties.rows("initiator")[model.ties.living()][::7].tolist():
        expected = [model.eligible(row, other) for other in others]
        assert model.are_eligible([row] * len(others), others) == expected
        assert not all(expected)
    never = next(row for row in others if row not in model.agent_of_row)
    assert model.are_eligible([never] * len(others), others).count(False) == 1
