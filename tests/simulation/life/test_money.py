"""Money on the toy world: costs, applications, budgets, grants and the table of a year."""

import json

import numpy as np
import polars as pl
import pytest

from simulation.life import lives, money
from simulation.life.activities import NAMES
from simulation.life.halts import Meetings
from simulation.life.state import going
from simulation.model import TwinningModel
from simulation.municipality import Municipality
from simulation.parameters import Life
from simulation.parameters.money import Money
from simulation.past.policy.programmes import budget_of
from simulation.run import cached_world
from simulation.tables import replay, with_distance
from simulation.tables.money import yearly_money
from tests.simulation.conftest import lively

TRAVEL, SCHOOL, DIGITAL = (NAMES.index(name) for name in ("travel", "school", "digital"))
YEAR = 2016
SURE = Money(apply=1.0, share=1.0)


def grown(year=YEAR, agent_class=Municipality, **changes):
    """A model at the beginning of a year; nothing has been granted in it yet."""
    model = TwinningModel(lively(start=1985, until=2022), cached_world("toy"), 5, agent_class)
    for name, value in changes.items():
        setattr(model, name, value)
    while model.year < year:
        model.step()
    return model


@pytest.fixture(scope="module")
def old():
    """One model for questions that change nothing: `granted` takes its rows from what is new."""
    return grown()


def granted(model, settings, monkeypatch, year=YEAR):
    """What is granted in a year, as rows with their details."""
    monkeypatch.setattr(money, "settings_of", lambda _: settings)
    before = len(model.ledger)
    climate = model.climates.of(year)
    money.pay(model, climate, going(model, climate))
    rows = model.ledger.frame()[before:].iter_rows(named=True)
    return [{**row, **json.loads(row["detail"])} for row in rows]


def test_effect_costs():
    life, settings = Life(meeting=8.0), Money(traveller=100.0)
    kind = np.array([TRAVEL, TRAVEL, SCHOOL, DIGITAL])
    people, km = np.array([80, 80, 16, 900]), np.array([500.0, 1500.0, 0.0, 500.0])
    assert money.costs(kind, people, km, life, settings).tolist() == [1000, 2000, 100, 0]
    assert not money.costs(kind, people, km, life, Money(traveller=0.0)).any()


def test_effect_application():
    chance = money.application(np.array([0, 100, 10**9]), Money(apply=0.4))
    assert chance == pytest.approx([0.0, 0.2, 0.4])
    assert not money.application(np.array([500]), Money(apply=0.0)).any()


def test_a_bus_trip_of_citizens_gets_what_one_got():
    people = np.array([round(40 * Life().meeting)])
    cost = money.costs(np.array([TRAVEL]), people, np.array([500.0]), Life(), Money())
    assert Money().paid * cost[0] == pytest.approx(5000, rel=0.02)


def test_a_budget_pays_in_full_until_it_is_spent():
    asked = np.array([3, 4, 5, 1])
    assert [money.within(asked, sum_) for sum_ in (0, 2, 3, 6, 7, 12, 100)] == [0, 0, 1, 1, 2, 3, 4]
    assert money.within(asked[:0], 10) == 0


def test_programmes_of_a_year_and_their_bounds():
    assert money.calls(1962) == ()
    assert [call.name for call in money.calls(1963)] == ["fr_youth_office"]
    after = {call.name: call for call in money.calls(2022)}
    assert after["citizens_fund"].countries == ("FR",)
    europe = after["eu_twinning"]
    assert (europe.smallest, europe.largest, europe.least) == (8455, 50745, 50)
    assert "GB" not in europe.countries
    assert "GB" in {call.name: call for call in money.calls(2010)}["eu_twinning"].countries
    assert all(
        "DE" not in call.countries for year in range(1963, 2025) for call in money.calls(year)
    )


def test_grants_go_to_living_activities_that_a_programme_pays_for(old, monkeypatch):
    rows = granted(old, SURE, monkeypatch)
    assert len(rows) > 30
    table, state = old.ties, lives(old)
    country = dict(zip(old.world.ids.tolist(), old.world.frame["country"], strict=True))
    known = {call.name: call for call in money.calls(YEAR)}
    for row in rows:
        call, kind = known[row["programme"]], NAMES.index(row["activity"])
        assert call.activities[kind]
        assert state.alive[kind, row["tie"]]
        assert {country[row["a"]], country[row["b"]]} - {"DE"} <= set(call.countries)
        assert state.people[kind, row["tie"]] >= call.least
        assert table.rows("founded")[row["tie"]] < YEAR
        assert 10 < row["eur"] <= call.largest
    assert "digital" not in {row["activity"] for row in rows}
    assert len({(row["tie"], row["activity"]) for row in rows}) == len(rows)
    assert len({row["programme"] for row in rows}) == 3


def test_every_budget_is_kept_and_binds(old, monkeypatch):
    for share in (0.0, 1e-4, 1e-3, 1e-2):
        rows = granted(old, replace_money(share=share), monkeypatch)
        for call in money.calls(YEAR):
            spent = sum(row["eur"] for row in rows if row["programme"] == call.name)
            assert spent <= share * budget_of(call.name, YEAR)
        assert (share == 0.0) == (not rows)
    everyone = granted(old, SURE, monkeypatch)
    few = granted(old, replace_money(share=1e-3), monkeypatch)
    assert 0 < len(few) < len(everyone)


def replace_money(**changes):
    return SURE.model_copy(update=changes)


def test_years_before_the_first_published_budget_pay_nothing(monkeypatch):
    model = grown(2003)
    names = {row["programme"] for row in granted(model, SURE, monkeypatch, 2003)}
    assert names == {"fr_youth_office"}
    assert granted(model, SURE, monkeypatch, 1962) == []


def test_after_the_last_published_budget_a_share_of_it_goes_on(monkeypatch):
    model = grown(2003)
    last = budget_of("citizens_fund", 2022)
    for later, factor in ((1.0, 1.0), (0.5, 1.0), (0.5, 0.1)):
        found = {call.name: call for call in money.calls(2030, later, factor)}
        assert found["citizens_fund"].eur == round(last * later * factor)
        assert "FR" in found["citizens_fund"].countries
    assert {row["year"] for row in granted(model, SURE, monkeypatch, 2030)} == {2030}
    assert granted(model, replace_money(later=0.0), monkeypatch, 2030) == []
    published = {call.name: call.eur for call in money.calls(2022, 0.0)}
    assert published["citizens_fund"] == last
    assert "fr_youth_office" not in published  # last published in 2019


def test_programmes_of_events_that_a_scenario_leaves_out_pay_nothing(monkeypatch):
    gone = {call.event for call in money.calls(YEAR) if call.name == "eu_twinning"}
    left_out = {event: {"active": False} for event in gone}
    parameters = lively(start=1985, until=2022, events=left_out)
    model = TwinningModel(parameters, cached_world("toy"), 5)
    while model.year < YEAR:
        model.step()
    names = {row["programme"] for row in granted(model, SURE, monkeypatch)}
    assert names == {"fr_youth_office", "pl_youth_office"}


def test_a_grant_makes_beginnings_likelier_that_year_only(old, monkeypatch):
    rows = granted(old, replace_money(starts=2.0, share=1e-3), monkeypatch)
    state = lives(old)
    with_grant = {row["tie"] for row in rows}
    assert with_grant
    assert set(np.flatnonzero(state.money == 2.0).tolist()) == with_grant
    assert set(np.unique(state.money)) == {1.0, 2.0}
    granted(old, replace_money(apply=0.0), monkeypatch)
    assert (state.money == 1.0).all()


def test_switched_off_nothing_is_granted(old, monkeypatch):
    assert granted(old, replace_money(active=False), monkeypatch) == []


def test_where_travel_halts_nobody_applies(old, monkeypatch):
    closed = (np.zeros(len(old.world.groups)), [""] * len(old.world.groups))
    monkeypatch.setattr(money.halts, "passing", lambda *_: closed)
    assert granted(old, SURE, monkeypatch) == []


def test_luck_is_keyed_and_money_leaves_other_luck_alone(old, monkeypatch):
    some = replace_money(apply=0.3)
    first, again = granted(old, some, monkeypatch), granted(old, some, monkeypatch)
    assert first == again
    state = lives(old)
    kept = state.alive.copy()
    # another tie falls silent: with money enough all others are granted what they were
    silent = first[0]["tie"]
    state.alive[:, silent] = False
    rest = granted(old, some, monkeypatch)
    state.alive[:] = kept
    assert rest == [row for row in first if row["tie"] != silent]


def test_who_does_not_apply_gets_nothing(monkeypatch):
    class Proud(Municipality):
        def applies(self, tie, programme):
            return programme != "fr_youth_office"

    names = {row["programme"] for row in granted(grown(2005, Proud), SURE, monkeypatch, 2005)}
    assert names == {"eu_twinning"}


def tables(model):
    ledger = model.ledger.frame()
    return ledger, with_distance(replay(ledger), model.world)


def test_yearly_money_is_what_the_ledger_tells(old, monkeypatch):
    rows = granted(old, SURE, monkeypatch)
    ledger, ties = tables(old)
    life = old.parameters.life
    half, whole = (
        yearly_money(ledger, ties, 1985, YEAR, (life, replace_money(municipal=share)))
        for share in (0.5, 1.0)
    )
    now = whole.filter(pl.col("year") == YEAR)
    told = ledger.filter((pl.col("event") == "granted") & (pl.col("year") == YEAR))
    paid = sum(json.loads(detail)["eur"] for detail in told["detail"])
    assert paid >= sum(row["eur"] for row in rows) > 0
    assert now["granted_eur"].sum() == paid
    assert whole["municipal_eur"].sum() == pytest.approx(2 * half["municipal_eur"].sum())
    assert (whole["money_eur"] == whole["granted_eur"] + whole["municipal_eur"]).all()


def test_municipal_money_is_the_cost_of_what_is_alive(old):
    ledger, ties = tables(old)
    bare = ledger.filter(pl.col("event") != "granted")
    life, settings = old.parameters.life, Money(municipal=1.0)
    found = yearly_money(bare, ties, 1985, YEAR, (life, settings))
    state, living = lives(old), old.ties.living()
    kind, at = np.nonzero(state.alive[:, living])
    km = dict(ties.select("tie", "distance_km").iter_rows())
    far = np.array([km[tie] for tie in living[at].tolist()])
    cost = money.costs(kind, state.people[kind, living[at]], far, life, settings).sum()
    assert found.filter(pl.col("year") == YEAR)["municipal_eur"].sum() == cost
    share = dict.fromkeys(((YEAR, c) for c in old.world.group_country), 0.25)
    country = dict(zip(old.world.ids.tolist(), old.world.frame["country"], strict=True))
    halted = yearly_money(bare, ties, 1985, YEAR, (life, settings), Meetings(country, share))
    assert halted.filter(pl.col("year") == YEAR)["municipal_eur"].sum() == pytest.approx(cost / 4)


def test_without_activities_or_switched_off_money_is_unknown(old):
    ledger, ties = tables(old)
    life = old.parameters.life
    quiet = ledger.filter(~pl.col("event").is_in(["began", "stopped"]))
    for table, settings in ((quiet, Money()), (ledger, Money(active=False))):
        frame = yearly_money(table, ties, 1985, YEAR, (life, settings))
        assert frame.height > 0
        assert frame["money_eur"].is_null().all()


def test_a_place_without_a_sum_costs_nothing(old):
    ledger, ties = tables(old)
    life = old.parameters.life
    one = ledger.filter(pl.col("event") == "founded")[:1]
    row = one.with_columns(
        pl.lit(YEAR, dtype=pl.Int32).alias("year"),
        pl.lit("granted").alias("event"),
        pl.lit('{"programme":"climate"}').alias("detail"),
    )
    plain = yearly_money(ledger, ties, 1985, YEAR, (life, Money()))
    assert yearly_money(pl.concat([ledger, row]), ties, 1985, YEAR, (life, Money())).equals(plain)


def begun(model):
    """Activities that began in the last year, by ends and activity."""
    now = pl.col("year") == model.year - 1
    rows = model.ledger.frame().filter(now & (pl.col("event") == "began"))
    return {(a, b, json.loads(d)["activity"]) for a, b, d in rows.select("a", "b", "detail").rows()}


def test_grants_only_add_beginnings_to_the_ties_they_go_to(monkeypatch):
    plain, helped = grown(2004), grown(2004)
    monkeypatch.setattr(money, "settings_of", lambda _: replace_money(active=False))
    plain.step()
    settings = replace_money(starts=20.0)
    rows = granted(helped, settings, monkeypatch, 2004)
    helped.step()
    more = begun(helped) - begun(plain)
    assert begun(plain) <= begun(helped)
    assert more
    assert {(a, b) for a, b, _ in more} <= {(row["a"], row["b"]) for row in rows}
