"""Development ties on the toy world: event, project, partnership, climate, luck."""

import itertools
import json

import numpy as np
import polars as pl
import pytest

from simulation import simulate
from simulation.ledger import DEEPENED, GRANTED, RENEWED
from simulation.model import TwinningModel
from simulation.motives import NAMES, motive_of_countries
from simulation.municipality import Municipality
from simulation.parameters import Development, Forms, Response
from simulation.past import load_events
from simulation.ties import CONTACT, DEVELOPMENT, FRIENDSHIP, KINDS, PARTNERSHIP, TWINNING
from simulation.ways import projects
from simulation.ways.projects import CALLS, CLIMATE
from tests.simulation.conftest import lively


def climate_partnerships(ledger: pl.DataFrame) -> pl.DataFrame:
    """Climate partnerships admitted by year: year, started, cumulative (ever admitted)."""
    steps = ledger.filter(pl.col("event").is_in([DEEPENED, RENEWED, GRANTED])).sort("year")
    theme = [json.loads(detail).get("theme") for detail in steps["detail"]]
    return (
        steps.filter(pl.Series(theme, dtype=pl.String) == CLIMATE)
        .group_by("year")
        .agg(started=pl.len().cast(pl.Int64))
        .sort("year")
        .with_columns(cumulative=pl.col("started").cum_sum())
    )


def south(**changes):
    """Years in which much is sought in the Global South."""
    settings = {"start": 1990, "until": 2014, "development": {"project": 0.3, "climate": 3.0}}
    return lively(**{**settings, **changes})


def run(seed=5, agent_class=Municipality, **changes):
    return simulate(south(**changes), seed=seed, world="toy", agent_class=agent_class)


@pytest.fixture(scope="module", autouse=True)
def _global_south():
    """The toy world has no town of the Global South: here Italy stands for it."""
    table = {**motive_of_countries(), "IT": NAMES.index("development")}
    with pytest.MonkeyPatch.context() as patch:
        for module in ("model", "climate"):
            patch.setattr(f"simulation.{module}.motive_of_countries", lambda: table)
        yield


@pytest.fixture(scope="module")
def history():
    return run()


def rows(history, *events):
    ledger = history.ledger.filter(pl.col("event").is_in(events))
    return [{**row, **json.loads(row["detail"])} for row in ledger.iter_rows(named=True)]


def of_kind(history, development):
    keep = (pl.col("kind") == "development") == development
    return history.ties.filter(keep)


def test_effect_paid_chance():
    settings = Development(project=0.1, money=0.5)
    plain = projects.paid_chance(0.1, 0.0, settings)
    assert plain == pytest.approx(1.0 - np.exp(-0.1))
    assert projects.paid_chance(0.1, 2.0, settings) == pytest.approx(1.0 - np.exp(-0.2))
    assert projects.paid_chance(0.1, 4.0, Development(money=0.0)) == plain
    assert projects.paid_chance(0.0, 4.0, settings) == 0.0


def test_effect_renewal():
    forms = Forms(renewal=0.8, friendship_term=15)
    assert projects.renewal(forms, 15) == pytest.approx(0.8)
    # five projects of three years run the risk of one friendship of fifteen
    assert projects.renewal(forms, 3) ** 5 == pytest.approx(0.8)
    assert projects.renewal(Forms(renewal=0.0), 3) == 0.0
    assert projects.renewal(Forms(renewal=1.0), 3) == 1.0


def test_effect_calls():
    settings = Development(climate=2.5)
    admitted = [projects.calls(settings, number) for number in range(1, 5)]
    assert admitted == [2, 3, 2, 3]
    assert sum(projects.calls(Development(climate=0.0), n) for n in range(1, 9)) == 0


def test_a_development_tie_begins_as_a_contact_and_others_as_before(history):
    founded = rows(history, "founded")
    forms = {kind: {r["form"] for r in founded if r["kind"] == kind} for kind in KINDS}
    assert forms["development"] == {"contact"}
    assert forms["twinning"] == {"contact", "friendship", "partnership"}


def test_the_path_leads_from_contact_through_project_to_partnership(history):
    stage = {r["tie"]: [] for r in rows(history, "founded") if r["kind"] == "development"}
    term = history.parameters.development.term
    began = {}
    for row in rows(history, "deepened", "renewed"):
        if row["tie"] in stage and row["event"] == "deepened":
            stage[row["tie"]].append((row["old"], row["new"]))
            if row["new"] == "partnership":
                assert row["year"] - began[row["tie"]] >= term
        if row["tie"] in stage:
            began[row["tie"]] = row["year"]
    steps = [("contact", "friendship"), ("friendship", "partnership")]
    assert all(found == steps[: len(found)] for found in stage.values())
    assert {len(found) for found in stage.values()} == {0, 1, 2}


def test_money_moves_ties_along(history):
    def signed(money):
        made = run(development={"project": 0.1, "partnership": 0.2, "money": money, "climate": 0.0})
        return made.ties.filter(pl.col("kind") == "development")["signed"].drop_nulls()

    poor, rich = signed(0.0), signed(5.0)
    assert len(rich) > 1.3 * len(poor)
    before = [(years <= 2001).sum() for years in (poor, rich)]
    assert before[0] == before[1] > 0  # no programme before 2001: the first ties need none


def test_larger_programmes_move_more_ties_along():
    def signed(programmes):
        path = {"project": 0.1, "partnership": 0.2, "money": 1.0, "climate": 0.0}
        larger = {"since": 2001, "over": 0.0, "what": {"programmes": programmes}}
        made = run(development=path, shifts={"larger": larger})
        return len(made.ties.filter(pl.col("kind") == "development")["signed"].drop_nulls())

    assert signed(-2.0) < signed(0.0) < signed(2.0)


def test_climate_partnerships_are_admitted_by_yearly_calls(history):
    found = climate_partnerships(history.ledger)
    assert found["year"].min() == 2011
    assert set(found["started"]) == {3}
    themed = [r for r in rows(history, "deepened", "renewed", "granted") if "theme" in r]
    assert len(themed) == len({r["tie"] for r in themed}) == found["cumulative"][-1]
    assert {r["event"] for r in themed} >= {"deepened", "granted"}


def test_a_call_admits_no_more_than_there_are_ties():
    made = run(development={"climate": 1000.0})
    development = of_kind(made, True).height
    assert 0 < climate_partnerships(made.ledger)["cumulative"][-1] <= development


def test_without_its_programme_there_is_no_climate_partnership():
    off = {CALLS: Response(active=False)}
    assert climate_partnerships(run(events=off).ledger).is_empty()


def test_a_programme_without_money_admits_nobody(toy, monkeypatch):
    monkeypatch.setattr("simulation.ways.projects.money_of", lambda *_: 0.0)
    model = TwinningModel(south(), toy, 7)
    by_hand(model, [(int(toy.searchers[0]), int(toy.searchers[-1]) + 1)])
    projects.advance(model, model.climates.of(2015))
    assert not projects.state(model).climate


class Reluctant(Municipality):
    def wants_climate_project(self, tie):
        return False

    def agrees_to_deepen(self, tie, form):
        return form != PARTNERSHIP and super().agrees_to_deepen(tie, form)


def test_councils_decide():
    made = run(agent_class=Reluctant)
    assert climate_partnerships(made.ledger).is_empty()
    assert set(of_kind(made, True)["form"]) == {"contact", "friendship"}


def test_switched_off_the_path_is_gone_and_other_ties_stay(history):
    off = run(development={"active": False})
    assert set(of_kind(off, True)["form"]) == {"contact", "friendship", "partnership"}
    assert climate_partnerships(off.ledger).is_empty()
    known = ("a", "b", "motive", "founded", "initiator")
    both = [set(of_kind(made, False).select(known).rows()) for made in (history, off)]
    assert len(both[0] ^ both[1]) <= 0.02 * len(both[0])  # by the ties alone: held, load, consent
    first = [
        set(of_kind(m, True).filter(pl.col("founded") < 1995).select(known).rows())
        for m in (history, off)
    ]
    assert len(first[0] & first[1]) >= 0.9 * len(first[0]) > 0


def by_hand(model, pairs):
    """Add development ties of 1995 by hand, in the order of `pairs`."""
    for a, b in pairs:
        values = {"initiator": a, "motive": 3, "founded": 1995, "formed": 1995, "term": 15}
        tie = model.ties.add(a=a, b=b, kind=DEVELOPMENT, form=CONTACT, status=0, **values)
        model.attach(tie, a, b)


def fates(toy, pairs):
    model = TwinningModel(south(), toy, 7)
    by_hand(model, pairs)
    for year in range(1996, 2019):
        projects.advance(model, model.climates.of(year))
    table = model.ties
    names = ("form", "formed", "status")
    return {
        (int(table.rows("a")[t]), int(table.rows("b")[t])): [int(table.rows(n)[t]) for n in names]
        for t in range(table.count)
    }


def test_luck_hangs_on_the_pair_and_not_on_the_order(toy):
    german = toy.searchers[:12].tolist()
    abroad = np.flatnonzero(toy.group == toy.groups.index("IT"))[:4].tolist()
    pairs = [(min(a, b), max(a, b)) for a, b in itertools.product(german, abroad)]
    there = fates(toy, pairs)
    assert there == fates(toy, pairs[::-1])
    assert len({tuple(fate) for fate in there.values()}) > 5


def test_a_tie_more_changes_no_other_ties_path(toy):
    german = toy.searchers[:8].tolist()
    abroad = np.flatnonzero(toy.group == toy.groups.index("IT"))[:3].tolist()
    pairs = [(min(a, b), max(a, b)) for a, b in itertools.product(german, abroad)]
    plain = south(development={"project": 0.3, "climate": 0.0})

    def path(chosen):
        model = TwinningModel(plain, toy, 7)
        by_hand(model, chosen)
        for year in range(1996, 2019):
            projects.advance(model, model.climates.of(year))
        return {
            (int(model.ties.rows("a")[t]), int(model.ties.rows("b")[t])): int(
                model.ties.rows("form")[t]
            )
            for t in range(model.ties.count)
        }

    full, part = path(pairs), path(pairs[1:])
    assert {pair: form for pair, form in full.items() if pair != pairs[0]} == part
    assert {CONTACT, FRIENDSHIP, PARTNERSHIP} & set(full.values())


def test_the_call_is_an_event_that_pays():
    assert CALLS in {event.id for event in load_events()}


def test_the_founding_of_a_development_tie_is_a_networking_event(toy):
    model = TwinningModel(south(), toy, 1)
    assert projects.founding(model, DEVELOPMENT) == "networking event"
    assert projects.founding(model, TWINNING) is None
    off = TwinningModel(south(development={"active": False}), toy, 1)
    assert projects.founding(off, DEVELOPMENT) is None


def test_other_ties_do_not_go_this_way(toy):
    model = TwinningModel(south(development={"project": 10.0, "climate": 99.0}), toy, 1)
    by_hand(model, [(int(toy.searchers[0]), int(toy.searchers[-1]) + 1)])
    model.ties.rows("kind")[0] = TWINNING
    projects.advance(model, model.climates.of(2013))
    assert model.ties.rows("form")[0] == CONTACT
    model.ties.rows("kind")[0] = DEVELOPMENT
    projects.advance(model, model.climates.of(2013))
    assert model.ties.rows("form")[0] == FRIENDSHIP
