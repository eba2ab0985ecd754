"""A whole comparison: what it says, when it may call something best, and what it refuses."""

import json

import numpy as np
import polars as pl
import pytest

from analysis.strategies import Material, compare

COUNT = 60


@pytest.fixture
def clear(made, ranged, evenly):
    """A leader far ahead, whose lead follows one input that cannot turn it."""

    def build(grade="C", slope=20.0, count=COUNT, rival=20.0, **more):
        z = evenly(0.0, 1.0, count)
        luck = np.random.default_rng(4).normal(0.0, 1.0, (2, count))
        gains = {
            "grants": 100.0 + slope * (z - 0.5) + luck[0],
            "posts": rival + luck[1],
            "nothing": np.zeros(count),
        }
        return made(
            gains,
            {"grants.x": z, "posts.y": evenly(2.0, 3.0, count)},
            [ranged("grants.x", 0.0, 1.0, grade), ranged("posts.y", 2.0, 3.0, "B")],
            {"grants": ("grants.x",), "posts": ("posts.y",)},
            spent={"nothing": 0},
            **more,
        )

    return build


def test_a_clear_leader_may_be_called_best(clear):
    said = compare(clear()).verdict
    assert (said.leader, said.best) == ("grants", "grants")
    assert said.helped == ("grants", "posts")
    assert "Title of grants may be called best" in said.called
    assert said.headline.startswith("Title of grants leads: +99.9 living tie-years in 2026-2027")
    assert "1 of 2 uncertain inputs are assumptions (class C)." in said.caveats


def test_one_assumption_that_turns_it_forbids_best(clear):
    said = compare(clear("C", slope=240.0, rival=-5.0)).verdict
    assert said.best is None
    assert "label of grants.x alone could turn it, an assumption" in said.called
    assert "label of grants.x (class C) at 0" in said.turned


def test_the_same_input_as_a_causal_estimate_does_not(clear):
    said = compare(clear("A", slope=240.0, rival=-5.0)).verdict
    assert said.best == "grants"
    assert "label of grants.x (class A) at 0" in said.turned


@pytest.mark.parametrize(("lost", "best"), [(2, True), (18, False), (30, False)])
def test_nothing_is_best_unless_it_surely_is_so_in_four_of_five(made, lost, best):
    gains = np.full(COUNT, 50.0)
    rival = np.where(np.arange(COUNT) < lost, 60.0, 10.0)
    comparison = compare(made({"a": gains, "b": rival}))
    row = comparison.frames()["ranking"].filter(pl.col("strategy") == "a").row(0, named=True)
    assert row["best"] == pytest.approx(1 - lost / COUNT)
    assert (comparison.verdict.best == "a") == best


def test_a_share_just_above_the_mark_is_not_sure(made):
    gains, rival = np.full(20, 50.0), np.where(np.arange(20) < 3, 60.0, 10.0)
    said = compare(made({"a": gains, "b": rival})).verdict
    assert said.best is None
    assert "the best in 85 % of the runs (90 % interval 68 % to 94 %)" in said.called


def test_the_only_strategy_is_not_the_best(made):
    said = compare(made({"a": np.full(20, 50.0)})).verdict
    assert said.best is None
    assert "only strategy" in said.called


def test_the_least_bad_is_not_best(made):
    said = compare(made({"a": np.zeros(20), "b": np.full(20, -5.0)})).verdict
    assert (said.leader, said.best, said.helped) == ("a", None, ())
    assert said.headline.startswith("No strategy is shown to help")


def test_what_changes_nothing_is_exactly_zero_everywhere(clear):
    frames = compare(clear()).frames()
    values = ("mean", "error", "low_90", "low_50", "high_50", "high_90")
    for name in ("totals", "years", "groups", "ranking"):
        rows = frames[name].filter(pl.col("strategy") == "nothing")
        assert rows.height > 0
        assert (rows.select(values).to_numpy() == 0.0).all()
    row = frames["ranking"].filter(pl.col("strategy") == "nothing").row(0, named=True)
    assert (row["best"], row["helps"], row["shown"]) == (0.0, 0.0, False)


def test_totals_count_only_years_with_money(clear):
    totals = compare(clear()).frames()["totals"].filter(pl.col("strategy") == "posts")
    means = dict(totals.select("measure", "mean").iter_rows())
    gained = compare(clear()).frames()["differences"].filter(pl.col("strategy") == "posts")
    mean = gained["living"].mean()
    assert means["living"] == pytest.approx(mean)
    assert means["dormant"] == pytest.approx(-mean / 2)
    assert means["people"] == pytest.approx(100.0 * mean)
    assert means["living_at_end"] == pytest.approx(mean / 2)
    base, more = 1_000_000.0, gained["people"].to_numpy()
    share = (base / 5 + more / 2) / (base + more) - 0.2
    assert means["share_under_30"] == pytest.approx(share.mean(), rel=1e-6)


def test_who_gains_is_told_per_thousand_of_the_base(clear):
    groups = compare(clear()).frames()["groups"].filter(pl.col("strategy") == "posts")
    rows = {row["group"]: row for row in groups.iter_rows(named=True)}
    assert rows["PL"]["per_1000"] == 0.0
    assert rows["FR"]["per_1000"] == pytest.approx(1000 * rows["FR"]["mean"] / rows["FR"]["base"])
    assert rows["FR"]["per_1000_low_90"] < rows["FR"]["per_1000"] < rows["FR"]["per_1000_high_90"]


def test_money_that_was_left_is_told(clear, made):
    assert not any("same money" in told for told in compare(clear()).verdict.caveats)
    gains = {"a": np.full(20, 50.0), "b": np.full(20, 10.0)}
    said = compare(made(gains, spent={"a": 900_000})).verdict
    assert any("Title of a 90.0 % of it is spent" in told for told in said.caveats)


def test_equal_terms_are_ranked_apart(clear):
    luck = np.random.default_rng(8).normal(0.0, 1.0, COUNT)
    equal = {"grants": 10.0 + luck, "posts": 30.0 + luck[::-1]}
    comparison = compare(clear(equal=equal))
    ranks = comparison.frames()["ranking"].filter(pl.col("terms") == "equal")
    assert ranks["strategy"].to_list() == ["posts", "grants"]
    assert "Title of posts leads" in comparison.verdict.equal
    assert "Title of grants comes 2nd of 2" in comparison.verdict.equal
    assert comparison.verdict.leader == "grants"


def test_the_order_of_rows_changes_not_a_byte(clear):
    material = clear(equal={"grants": np.full(COUNT, 7.0)})

    def mixed(frame, seed):
        return frame.sample(fraction=1.0, shuffle=True, seed=seed)

    other = Material(
        material.scenario,
        material.strategies,
        mixed(material.outcomes, 1),
        mixed(material.spending, 2),
        mixed(material.inputs, 3),
        material.ranges[::-1],
    )
    assert compare(material).dump() == compare(other).dump()


def test_the_dump_holds_all_that_is_said(clear):
    comparison = compare(clear())
    read = json.loads(comparison.dump())
    assert read["sentences"] == list(comparison.verdict.sentences)
    assert read["frames"].keys() == comparison.frames().keys()
    assert len(read["frames"]["years"]) == comparison.frames()["years"].height


def test_sentences_follow_the_numbers(clear):
    one, other = compare(clear()).verdict, compare(clear(rival=70.0)).verdict
    assert one.headline != other.headline
    assert "+70" in other.headline


def test_too_few_replications_are_refused(clear):
    with pytest.raises(ValueError, match=r"7 replications are too few .* run at least 8"):
        compare(clear(count=7))
    assert compare(clear(count=8)).verdict.best is None


def changed(material, **fields):
    return Material(**{name: getattr(material, name) for name in Material.__annotations__} | fields)


def bad(material, what):
    rows, inputs, strategies = material.outcomes, material.inputs, material.strategies
    cases = {
        "none": {"strategies": ()},
        "twice": {"strategies": (*strategies, strategies[0])},
        "column": {"outcomes": rows.drop("people")},
        "run": {
            "outcomes": rows.filter(
                (pl.col("strategy") != "posts").fill_null(True) | (pl.col("replication") != 3)
            )
        },
        "double": {"outcomes": pl.concat([rows, rows.head(1)])},
        "base": {"outcomes": rows.filter(pl.col("strategy").is_not_null())},
        "scenarios": {"outcomes": pl.concat([rows, rows.with_columns(scenario=pl.lit("another"))])},
        "inputs": {"inputs": inputs.head(5)},
        "path": {"inputs": inputs.drop("posts.y")},
        "empty": {"inputs": inputs.with_columns(pl.lit(None, pl.Float64).alias("posts.y"))},
        "year": {"outcomes": rows.filter(pl.col("year") != 2027)},
        "money": {"spending": material.spending.with_columns(pl.lit(99).alias("replication"))},
    }
    return changed(material, **cases[what])


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("none", "strategies: there is none to compare"),
        ("twice", "strategies: grants is given twice"),
        ("column", "outcomes: column people is missing"),
        ("run", "outcomes: posts has 0 rows in replication 3 where 9 are due"),
        ("double", "outcomes: base has 10 rows in replication 0 where 9 are due"),
        ("base", "outcomes: base has 0 rows in replication 0"),
        ("scenarios", "outcomes: hold several scenarios"),
        ("inputs", "inputs: their replications are not those of outcomes"),
        ("path", "inputs: column posts.y is missing"),
        ("empty", "inputs: column posts.y needs a number in every replication"),
        ("year", "outcomes: year 2027 of the policy is missing"),
        ("money", "spending: replication 99 is not one of outcomes"),
    ],
)
def test_incomplete_material_is_refused_in_one_sentence(clear, what, told):
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        compare(bad(clear(), what))
    assert str(error.value).startswith(told)


def test_strategies_are_compared_at_one_budget_over_the_same_years(clear):
    from dataclasses import replace

    material = clear()
    first, second, third = material.strategies
    for other, told in (
        (replace(second, budget=5), "budgets differ"),
        (replace(second, until=2026), "years differ"),
        (replace(second, name="base"), "base is a reserved name"),
    ):
        with pytest.raises(ValueError, match=told):
            compare(changed(material, strategies=(first, other, third)))


def test_other_goals_name_who_surely_adds_most_of_them(clear):
    told = compare(clear()).verdict.goals
    assert told.startswith("Who adds most by other goals, in 2026-2027 together: ")
    assert "people meeting: Title of grants (+9,990)" in told
    assert "people under 30: Title of grants (+" in told
    assert "new ties: nobody surely" in told
