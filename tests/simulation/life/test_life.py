"""The life of ties in the toy world: activities, people, sleep, ends, halts and ruptures."""

import json

import numpy as np
import polars as pl
import pytest

from simulation import simulate, tables
from simulation.climate import Climates
from simulation.life import Lives, lives
from simulation.life.activities import NAMES
from simulation.life.halts import meetings, passing
from simulation.model import TwinningModel
from simulation.municipality import Municipality
from simulation.parameters import Response
from simulation.tables.replay import OF_ACTIVITIES
from simulation.ties import ACTIVE, DORMANT, WEAK
from tests.simulation.conftest import lively

COVID = Response(size=-3.0, delay=0.0, half_life=1.0)


OTHERS = ("contacts", "sponsorships", "development", "groups", "board", "mergers")
ALONE = {name: {"active": False} for name in OTHERS}
"""No other system, so that what a pair of runs shares is the luck of searches alone."""


def off(**changes):
    return lively(life={"active": False}, **changes)


def of(history, event):
    return history.ledger.filter(pl.col("event") == event)


def detail(history, event):
    return [json.loads(text) for text in of(history, event)["detail"]]


@pytest.fixture(scope="module")
def halted():
    """A history through Covid-19, with activities that need no travel as well."""
    events = {"covid_2020": COVID}
    late = lively(start=1985, until=2023, life={"digital": 0.1}, events=events)
    return simulate(late, seed=5, world="toy")


def test_ties_are_carried_and_the_ledger_says_by_what(toy_history):
    began, stopped = detail(toy_history, "began"), detail(toy_history, "stopped")
    assert len(began) > len(stopped) > 50
    assert {"travel", "school", "sport", "music", "visits"} <= {row["activity"] for row in began}
    assert {row["activity"] for row in began} <= set(NAMES)
    assert "digital" not in {row["activity"] for row in began}  # the run ends before 2000
    for row in began:
        assert row["people"] >= 1
        assert 0 <= row["under_30"] + row["over_60"] <= row["people"] + 1
    assert {row["why"] for row in stopped} == {"nobody takes over"}


def test_an_activity_begins_only_when_it_is_not_alive_and_stops_only_when_it_is(toy_history):
    alive = set()
    rows = toy_history.ledger.filter(pl.col("event").is_in([*OF_ACTIVITIES, "ended"]))
    for event, tie, text in rows.select("event", "tie", "detail").iter_rows():
        if event == "ended":
            alive = {key for key in alive if key[0] != tie}
            continue
        key = (tie, json.loads(text)["activity"])
        assert (key in alive) == (event == "stopped")
        alive ^= {key}
    assert len(alive) == tables.activities(toy_history.ledger).height


def test_replay_gives_the_vitality_the_model_holds(toy_history, halted):
    for history in (toy_history, halted):
        until = history.parameters.until
        known = meetings(history.model.climates, 1945, until)
        ties = tables.replay(history.ledger, None, known).drop_nulls("vitality")
        held = lives(history.model)
        assert ties["vitality"].to_list() == held.vitality[ties["tie"]].tolist()
        assert ties["vitality"].is_between(0.0, 1.0).all()
        assert ties["vitality"].n_unique() > 50


def test_vitality_is_nothing_but_activities_and_people(toy_history):
    alive = tables.activities(toy_history.ledger)
    per_tie = alive.group_by("tie").agg(n=pl.len(), people=pl.col("people").sum())
    joined = toy_history.ties.drop_nulls("vitality").join(per_tie, on="tie", how="left")
    for vitality, n, people in joined.select("vitality", "n", "people").iter_rows():
        n, people = n or 0, people or 0
        assert vitality == pytest.approx((1 - 0.5**n + people / (people + 100)) / 2)


def test_the_yearly_people_are_those_of_the_activities(toy_history):
    last = toy_history.yearly.filter(pl.col("year") == 1995)
    alive = tables.activities(toy_history.ledger)
    for name, column in (("people", "people"), ("people_under_30", "under_30")):
        assert last[name].sum() == alive[column].sum()
    assert last["people_over_60"].sum() == alive["over_60"].sum()
    assert (toy_history.yearly["people"] >= toy_history.yearly["people_under_30"]).all()


def test_nothing_alive_for_three_years_is_dormant_and_only_that(toy_history):
    held, ties = lives(toy_history.model), toy_history.model.ties
    status = ties.rows("status")
    older = ties.rows("founded") < 1995
    asleep = held.idle >= 3
    going = np.isin(status, (ACTIVE, WEAK, DORMANT)) & older
    assert np.array_equal((status == DORMANT)[going], asleep[going])
    assert (status == DORMANT).any()
    assert not held.alive[:, status == DORMANT].any()


def test_the_status_of_replay_is_the_models(toy_history):
    names = ["active", "suspended", "ended", "weak", "dormant"]
    held = [names[s] for s in toy_history.model.ties.rows("status")]
    assert toy_history.ties["status"].to_list() == held
    assert {"active", "weak", "dormant", "ended"} <= set(held)


def test_without_life_other_luck_is_the_same_and_nobody_is_counted():
    """Where life cannot reach foundings (no deepening, no ends), they are the same to the byte."""
    still = {
        "forms": {
            "contact_to_friendship": 0.0,
            "contact_to_partnership": 0.0,
            "friendship_to_partnership": 0.0,
            "renewal": 1.0,
        },
        "ending": {"contact": 0.0, "friendship": 0.0, "partnership": 0.0},
    }
    still |= ALONE
    on = simulate(lively(until=1982, **still), seed=5, world="toy")
    without = simulate(off(until=1982, **still), seed=5, world="toy")
    founded = pl.col("event") == "founded"
    assert on.ledger.filter(founded).equals(without.ledger.filter(founded))
    assert set(without.ledger["event"]) <= {"founded", "renewed"}
    assert without.yearly["people"].null_count() == without.yearly.height
    assert without.ties["vitality"].null_count() == without.ties.height
    assert not {"weak", "dormant"} & set(without.ties["status"])


def test_switching_life_off_leaves_the_ends_of_awake_ties_alone():
    """Paired luck: a tie that ends without life at an equal chance ends with it as well."""
    plain = {"ending": {"contact": 0.02, "friendship": 0.02, "partnership": 0.02, "dormant": 1.0}}
    calm = {"rate": {"load": 0.0}, "choice": {"held": 0.0}, "consent": {"load": 0.0}}
    steady = {"forms": {"renewal": 1.0}, **plain, **calm, **ALONE, "until": 1978}
    with_life = simulate(lively(**steady), seed=5, world="toy")
    without = simulate(off(**steady), seed=5, world="toy")
    key = ["year", "a", "b"]
    assert of(with_life, "ended").select(key).equals(of(without, "ended").select(key))
    assert of(with_life, "ended").height > 10


def test_one_tie_added_by_hand_changes_no_other_life(toy):
    alone = lively(rate={"load": 0.0}, choice={"held": 0.0}, consent={"load": 0.0}, until=1980)

    def run(by_hand):
        model = TwinningModel(alone, toy, 5)
        while model.year <= alone.until:
            if by_hand and model.year == 1962:
                free = [r for r in range(len(toy.ids)) if toy.group[r] != toy.group[0]]
                a, b = next((0, r) for r in reversed(free) if model.eligible(0, r))
                years = {"founded": 1962, "formed": 1962, "term": 15}
                tie = model.ties.add(
                    a=a, b=b, initiator=a, kind=0, motive=0, form=2, status=ACTIVE, **years
                )
                model.attach(tie, a, b)
                ends.update(a=int(toy.ids[a]), b=int(toy.ids[b]))
            model.step()
        return model.ledger.frame()

    ends = {}
    plain, touched = run(by_hand=False), run(by_hand=True)
    others = ~((pl.col("a") == ends["a"]) & (pl.col("b") == ends["b"]))
    kept = ["year", "event", "a", "b", "detail"]
    assert touched.filter(others).select(kept).equals(plain.filter(others).select(kept))
    assert touched.filter(~others, pl.col("event") == "began").height > 0


def test_dormant_ties_end_more_often():
    def ends(dormant):
        settings = {"contact": 0.01, "friendship": 0.01, "partnership": 0.01, "dormant": dormant}
        quiet = {"travel": 0.01, "school": 0.01, "clubs": 0.01, "visits": 0.01}
        return simulate(lively(until=1985, ending=settings, life=quiet), seed=5, world="toy")

    often = ends(20.0)
    assert of(often, "ended").height > of(ends(1.0), "ended").height
    why = [row["why"] for row in detail(often, "ended")]
    assert why.count("asleep") > why.count("nobody carries it") > 0


def test_a_council_may_hold_on_to_a_tie_that_sleeps():
    class Faithful(Municipality):
        def lets_go(self, tie):
            return False

    wild = lively(
        until=1980, ending={"partnership": 0.1, "contact": 0.1, "friendship": 0.1}, **ALONE
    )
    kept = simulate(wild, seed=5, world="toy", agent_class=Faithful)
    assert not {"asleep", "nobody carries it"} & {row["why"] for row in detail(kept, "ended")}
    assert of(simulate(wild, seed=5, world="toy"), "ended").height > of(kept, "ended").height


def test_livelier_ties_deepen_sooner():
    slow = simulate(lively(until=1980, life={"usual": 1.0}), seed=5, world="toy")
    fast = simulate(lively(until=1980, life={"usual": 0.2}), seed=5, world="toy")
    assert of(fast, "deepened").height > 1.5 * of(slow, "deepened").height
    bare = {"travel": 0.0, "school": 0.0, "clubs": 0.0, "visits": 0.0}
    bare |= {"expert": 0.0, "digital": 0.0, "ambassadors": 0.0}
    dead = simulate(lively(until=1980, life=bare), seed=5, world="toy")
    assert of(dead, "deepened").is_empty()
    assert of(dead, "began").is_empty()
    assert set(dead.ties["status"]) <= {"dormant", "ended", "active"}


def test_successors_keep_activities_alive():
    kept = simulate(lively(until=1980, life={"succession": 1.0}), seed=5, world="toy")
    lost = simulate(lively(until=1980, life={"succession": 0.0}), seed=5, world="toy")
    assert of(kept, "stopped").is_empty()
    assert of(lost, "stopped").height > 100
    age = np.array([row["age"] for row in detail(lost, "stopped")])
    assert age.mean() > np.mean([row["age"] for row in detail(lost, "began")])


def test_distance_hinders_travel_but_no_digital_meeting():
    def alive(effort):
        late = lively(start=1995, until=2015, life={"effort": effort, "digital": 0.1})
        return tables.activities(simulate(late, seed=5, world="toy").ledger)

    near = pl.col("activity") == "digital"
    free, hard = alive(0.0), alive(1.0)
    assert free.filter(~near)["people"].sum() > hard.filter(~near)["people"].sum()
    assert free.filter(~near).height > hard.filter(~near).height
    assert free.filter(near)["people"].n_unique() == hard.filter(near)["people"].n_unique()


def test_a_halt_empties_two_years_and_leaves_digital_meetings(halted):
    known = meetings(halted.model.climates, 1985, 2023)
    people = dict(
        tables.yearly(halted.ledger, halted.ties, 1985, 2023, known)
        .group_by("year")
        .agg(pl.col("people").sum())
        .iter_rows()
    )
    assert people[2020] < 0.4 * people[2019]
    assert people[2021] < 0.6 * people[2019]
    assert people[2023] > 0.65 * people[2019]
    alive = tables.activities(halted.ledger.filter(pl.col("year") <= 2020))
    at_home = alive.filter(pl.col("activity") == "digital")["people"].sum()
    assert people[2020] > at_home > 0


def test_a_halt_is_named_in_the_ledger(halted):
    weak = pl.DataFrame(detail(halted, "weakened")).with_columns(of(halted, "weakened")["year"])
    named = weak.filter(pl.col("why") == "covid_2020")
    assert named.height > 20
    assert set(named["year"]) <= {2020, 2021, 2022, 2023}
    stopped = {row["why"] for row in detail(halted, "stopped")}
    assert stopped == {"nobody takes over", "covid_2020"}
    assert of(halted, "recovered").filter(pl.col("year") > 2020).height > 20


def test_without_the_event_nothing_halts(toy):
    model = TwinningModel(lively(events={"covid_2020": Response(size=2.0)}), toy, 1)
    assert passing(model.climates, 2020)[0].tolist() == [1.0] * len(toy.groups)
    gone = lively(events={"covid_2020": COVID.model_copy(update={"active": False})})
    share, names = passing(TwinningModel(gone, toy, 1).climates, 2020)
    assert share.min() == 1.0
    assert set(names) == {""}


def test_brexit_hinders_british_ties_alone(toy):
    brexit = {"brexit_2020": Response(size=-0.3, delay=1.0, half_life=1000.0)}
    share, names = passing(TwinningModel(lively(events=brexit), toy, 1).climates, 2024)
    british = toy.groups.index("GB")
    assert share[british] == pytest.approx(np.exp(-0.3), rel=0.01)
    assert names[british] == "brexit_2020"
    assert np.delete(share, british).tolist() == [1.0] * (len(toy.groups) - 1)


def test_a_rupture_suspends_and_what_is_resumed_begins_anew(toy, monkeypatch):
    french = toy.groups.index("FR")
    monkeypatch.setattr(Climates, "ruptures", lambda _, year: [french] * (year == 1980))

    def torn(**ending):
        return simulate(lively(until=1985, ending={"rupture": 1.0, **ending}), 4, "toy")

    resting = torn()
    hit = of(resting, "suspended")["tie"]
    assert len(hit) > 10
    assert of(resting, "resumed").is_empty()
    ties = resting.ties.filter(pl.col("tie").is_in(hit.implode()))
    assert set(ties["status"]) == {"suspended"}
    assert set(ties["vitality"]) == {0.0}
    touched = resting.ledger.filter(pl.col("tie").is_in(hit.implode()), pl.col("year") == 1980)
    stopped = touched.filter(pl.col("event") == "stopped")
    assert "rupture" in {json.loads(text)["why"] for text in stopped["detail"]}
    assert not resting.ledger.filter(
        pl.col("tie").is_in(hit.implode()), pl.col("year") > 1980
    ).height
    back = torn(resume=1.0)
    assert of(back, "resumed")["tie"].sort().to_list() == hit.sort().to_list()
    assert "suspended" not in set(back.ties["status"])
    anew = of(back, "began").filter(pl.col("tie").is_in(hit.implode()), pl.col("year") >= 1980)
    assert anew.height > 10


def test_sponsorships_have_no_meetings(toy):
    model = TwinningModel(lively(until=1970), toy, 1)
    place = next(r for r in range(len(toy.ids)) if toy.group[r] != toy.group[0])
    years = {"founded": 1955, "formed": 1955, "term": 15}
    kind = {"kind": 2, "motive": 0, "form": 0}
    tie = model.ties.add(a=0, b=place, initiator=0, status=ACTIVE, **kind, **years)
    model.attach(tie, 0, place)
    for _ in range(10):
        model.step()
    rows = model.ledger.frame().filter(pl.col("tie") == tie)
    assert rows.is_empty()
    assert not lives(model).alive[:, tie].any()


def test_other_systems_may_ease_or_hinder_beginnings(toy, monkeypatch):
    def begun(factor):
        grow = Lives.grow

        def favoured(self):
            grow(self)
            self.money[:] = factor

        monkeypatch.setattr(Lives, "grow", favoured)
        try:
            return of(simulate(lively(until=1980), seed=5, world="toy"), "began").height
        finally:
            monkeypatch.setattr(Lives, "grow", grow)

    assert begun(0.0) == 0
    assert begun(2.0) > begun(1.0) > 0
