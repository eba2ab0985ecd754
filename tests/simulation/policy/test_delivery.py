"""Whom the money of a policy reaches on the toy world, and what is left unchanged."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from simulation import simulate
from simulation.branches import branches
from simulation.ledger import ADMINISTERED, ENDED, FOUNDED, STOPPED, SUPPORTED, SUSPENDED
from simulation.municipality import Municipality
from simulation.parameters import Measure, Policy, What, Who
from simulation.policy.delivery import luck_of, overhead, shared_out
from tests.simulation.conftest import lively

OUTSIDE = (SUPPORTED, ADMINISTERED)
STRONG = What(begins={"school": 2.0, "travel": 1.0}, leaves={"travel": -1.0}, vacancy=-1.0)


def bought(**changes):
    """A policy of one measure under which forty ties or places may be reached."""
    measure = {"what": STRONG, "cost": 1_000, "take_up": 0.9, "term": 2, **changes}
    return Policy(
        since=1980, until=1995, budget=20_000, measures={"grants": Measure.model_validate(measure)}
    )


def history(policy, seed=5, **changes):
    return simulate(lively(policy=policy, **changes), seed, "toy")


@pytest.fixture(scope="module")
def base():
    return simulate(lively(), 5, "toy")


def apart(one):
    """A ledger without what the policy itself wrote."""
    return one.ledger.filter(~pl.col("event").is_in(OUTSIDE))


def supported(one):
    rows = one.ledger.filter(pl.col("event") == SUPPORTED)
    return [{**row, **json.loads(row["detail"])} for row in rows.iter_rows(named=True)]


def test_nothing_is_bought_without_a_budget_or_a_measure(base):
    assert history(Policy(budget=10**6)).ledger.equals(base.ledger)
    broke = history(bought().model_copy(update={"budget": 0}))
    assert broke.ledger.equals(base.ledger)
    assert broke.spending.is_empty()


@pytest.mark.parametrize(
    "changes", [{"what": What()}, {"deadweight": 1.0}, {"what": What(), "unit": "place"}]
)
def test_a_measure_without_effect_spends_its_money_and_changes_nothing(base, changes):
    one = history(bought(**changes))
    assert one.spending["supported_eur"].sum() == 16 * 20_000
    assert apart(one).equals(base.ledger)


def test_the_years_before_it_are_as_they_were_and_those_with_it_are_not(base):
    one = history(bought())
    until = pl.col("year") < 1980
    assert one.ledger.filter(until).equals(base.ledger.filter(until))
    assert not apart(one).equals(base.ledger)


def test_the_same_money_is_spent_to_the_euro_whatever_it_buys():
    schools = history(bought(cost=999, administration=0.07, fixed=333)).spending
    posts = history(bought(unit="place", cost=7_001, take_up=1.0)).spending
    for table in (schools, posts):
        total = table["supported_eur"] + table["administration_eur"]
        assert total.to_list() == [20_000] * 16
        assert table["year"].to_list() == list(range(1980, 1996))
    assert schools["administration_eur"].to_list() == [1_400 + 333] * 16


def test_nobody_applies_no_money_but_for_administration():
    table = history(bought(take_up=0.0, administration=0.1)).spending
    assert table["supported_eur"].sum() == 0
    assert table["administration_eur"].sum() == 16 * 2_000


def test_support_goes_on_for_its_term_and_the_last_one_gets_what_is_left():
    rows = supported(history(bought(cost=3_000, term=4)))
    first = {row["tie"]: row["until"] for row in rows if row["year"] == 1980}
    assert set(first.values()) == {1983}
    sums = [row["eur"] for row in rows if row["year"] == 1980]
    assert sums == [3_000] * 6 + [2_000]
    again = {row["tie"] for row in rows if row["year"] == 1981}
    assert set(first) <= again


def test_nobody_is_promised_support_before_it_is_paid():
    # ties end within so long a term, which makes room for who was asked last
    begun = {}
    for row in supported(history(bought(cost=500, term=12))):
        if row["year"] > begun.get(row["tie"], 0):
            assert row["until"] == row["year"] + 11
            begun[row["tie"]] = row["until"]
    assert len(begun) > 40


def test_who_has_ended_or_rests_is_supported_no_more():
    one = history(bought(term=16, cost=100, take_up=1.0))
    gone = one.ledger.filter(pl.col("event").is_in((ENDED, SUSPENDED))).select("tie", "year")
    over = dict(gone.iter_rows())
    rows = supported(one)
    assert any(row["tie"] in over for row in rows)
    assert all(row["year"] <= over.get(row["tie"], 9999) for row in rows)


def test_nobody_is_supported_twice_in_a_year_nor_in_the_year_of_founding():
    one = history(bought(cost=100, take_up=1.0))
    pairs = [(row["tie"], row["year"]) for row in supported(one)]
    assert len(pairs) == len(set(pairs))
    rows = one.ledger.filter(pl.col("event") == FOUNDED).select("tie", "year")
    founded = dict(rows.iter_rows())
    assert all(founded[tie] < year for tie, year in pairs)


def test_a_place_in_support_reaches_all_its_ties():
    policy = bought(unit="place", what=What(leaves={"travel": -20.0, "visits": -20.0}), term=16)
    policy = policy.model_copy(update={"budget": 10**7})
    one = history(policy)
    stopped = one.ledger.filter(pl.col("event") == STOPPED, pl.col("year").is_between(1985, 1995))
    helped = {row["a"] for row in supported(one) if row["year"] == 1981}
    rows = [json.loads(text)["activity"] for text in stopped["detail"]]
    ends = stopped.select("a", "b").iter_rows()
    kept = [
        activity for activity, (a, b) in zip(rows, ends, strict=True) if a in helped or b in helped
    ]
    assert kept
    assert not {"travel", "visits"} & set(kept)


def test_a_measure_has_the_same_luck_alone_and_in_a_mix():
    grants = bought(cost=20, take_up=0.5, term=1).measures["grants"]
    other = Measure(what=What(), cost=20, take_up=0.5, share=0.5)
    half = grants.model_copy(update={"share": 0.5})
    rich = {"since": 1990, "until": 1990, "budget": 10**5}
    alone = history(Policy(measures={"grants": grants}, **rich))
    mixed = history(Policy(measures={"a": other, "grants": half}, **rich))
    reached = {row["tie"] for row in supported(alone)}
    assert reached == {row["tie"] for row in supported(mixed) if row["measure"] == "grants"}
    assert len(reached) > 20
    assert reached != {row["tie"] for row in supported(mixed) if row["measure"] == "a"}


def test_the_agents_decide():
    class Proud(Municipality):
        def applies(self, tie, programme):
            return programme != "grants" and super().applies(tie, programme)

        def takes_part(self, measure):
            return False

    for changes in ({}, {"unit": "place"}):
        parameters = lively(policy=bought(**changes))
        one = simulate(parameters, 5, "toy", agent_class=Proud)
        assert not supported(one)


def test_branches_equal_whole_runs_to_the_byte():
    policies = {
        "base": Policy(),
        "grants": bought(),
        "posts": bought(unit="place"),
        "late": bought().model_copy(update={"since": 1990}),
    }
    found = dict(branches(lively(), policies, 5, "toy"))
    assert list(found) == list(policies)
    for name, one in found.items():
        whole = history(policies[name])
        for table in ("ledger", "ties", "yearly", "groups", "spending"):
            assert getattr(one, table).equals(getattr(whole, table)), (name, table)


@given(
    st.integers(0, 10**9),
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6).filter(lambda shares: sum(shares) > 0),
)
def test_a_budget_is_shared_out_to_the_euro(budget, shares):
    total = sum(shares)
    measures = {f"m{n}": Measure(share=min(s / total, 1.0)) for n, s in enumerate(shares)}
    money = shared_out(Policy(budget=budget, measures=measures))
    assert sum(money.values()) == budget
    assert all(abs(money[n] - m.share * budget) < 1.0 + 1e-6 for n, m in measures.items())


def test_overhead_never_exceeds_the_money():
    measure = Measure(administration=0.5, fixed=700)
    assert overhead(measure, 1_000) == 1_000
    assert overhead(measure, 2_000) == 1_700
    assert overhead(Measure(), 2_000) == 0


def test_the_luck_of_a_measure_is_a_number_that_keys_can_hold():
    assert 0 <= luck_of("school") < 1 << 16
    assert luck_of("school") != luck_of("schools")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"unit": "place", "who": {"countries": ["FR"]}}, "who.countries: speaks of ties"),
        ({"unit": "place", "who": {"status": ["dormant"]}}, "who.status: speaks of ties"),
        ({"what": {"search": 1.0}}, "act on places"),
        ({"cost": 0}, "greater than or equal to 1"),
    ],
)
def test_impossible_measures_are_refused(wrong, told):
    with pytest.raises(ValidationError, match=told):
        Measure.model_validate(wrong)


def test_a_budget_is_not_given_away_twice():
    with pytest.raises(ValidationError, match=r"add up to 1\.5"):
        Policy(measures={"a": Measure(share=0.75), "b": Measure(share=0.75)})
    with pytest.raises(ValidationError, match="lies before"):
        Policy(since=2030, until=2029)


def test_a_policy_of_one_year_may_spend_all_it_has():
    halves = {"a": Measure(share=0.5), "b": Measure(share=0.5)}
    policy = Policy(since=2030, until=2030, measures=halves)
    assert set(policy.measures) == {"a", "b"}


def test_eligible_ties_are_those_that_are_meant():
    one = history(bought(who=Who(countries=["FR"], years=10), cost=100))
    country = dict(one.municipalities.select("id", "country").iter_rows())
    rows = one.ledger.filter(pl.col("event") == FOUNDED).select("tie", "year")
    founded = dict(rows.iter_rows())
    reached = supported(one)
    assert reached
    for row in reached:
        assert "FR" in (country[row["a"]], country[row["b"]])
        assert row["year"] - founded[row["tie"]] >= 10
