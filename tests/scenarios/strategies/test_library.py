"""The strategies that ship: complete, honest about their evidence, at one budget."""

import csv
import re
from pathlib import Path

import polars as pl
import pytest

from scenarios import load
from scenarios.strategies import load_strategy, strategy_names
from scenarios.strategies.sources import shipped_sources
from simulation.branches import branches

ROOT = Path(__file__).resolve().parents[3]
RECORDED = ROOT / "analysis/recorded/tables"
STRATEGIES = {name: load_strategy(name) for name in strategy_names()}
ACTING = {name: one for name, one in STRATEGIES.items() if one.measures}
SINGLE = {name: one for name, one in ACTING.items() if not one.parts}
INPUTS = [one for strategy in SINGLE.values() for one in strategy.inputs()]


def test_there_is_every_strategy_of_the_design():
    assert strategy_names()[0] == "nothing"
    assert set(strategy_names()) >= {
        "nothing",
        "school_exchange",
        "digital_meetings",
        "theme_projects",
        "successors",
        "small_grants",
        "search_board",
        "coordinator",
    }
    assert sum(bool(strategy.parts) for strategy in STRATEGIES.values()) >= 2
    assert not STRATEGIES["nothing"].measures


@pytest.mark.parametrize("name", ACTING)
def test_one_budget_and_one_time(name):
    strategy = STRATEGIES[name]
    assert (strategy.budget, strategy.since, strategy.until) == (1_000_000, 2026, 2045)
    shares = [measure.share for measure in strategy.policy().measures.values()]
    assert sum(shares) == pytest.approx(1.0)
    assert strategy.title
    assert strategy.text


def test_titles_differ():
    assert len({strategy.title for strategy in STRATEGIES.values()}) == len(STRATEGIES)


@pytest.mark.parametrize("name", SINGLE)
def test_what_must_have_a_range_has_one(name):
    paths = {one.path for one in SINGLE[name].inputs()}
    for measure in SINGLE[name].measures:
        for number in ("cost", "take_up", "deadweight", "administration"):
            assert f"{measure}.{number}" in paths
        assert any(path.startswith((f"{measure}.what.", f"{measure}.strength")) for path in paths)


@pytest.mark.parametrize("one", INPUTS, ids=lambda one: one.path)
def test_evidence_is_told_as_what_it_is(one):
    assert one.low < one.high
    assert len(one.why) > 40
    assert "..." not in one.why
    if one.kind == "effect":
        # No effect on a yearly chance is measured: each says what a sceptic takes, and reaches it.
        assert one.grade == "C"
        assert "sceptic" in one.why.lower()
        assert min(abs(one.low), abs(one.high)) <= 0.51 or one.low <= 0.0 <= one.high
    else:
        assert one.grade in ("B", "C")
    if one.grade == "B":
        assert one.source


def test_digital_meetings_may_displace_visits():
    inputs = {one.path: one for one in STRATEGIES["digital_meetings"].inputs()}
    begins = inputs["digital_meetings.what.begins.travel"]
    leaves = inputs["digital_meetings.what.leaves.travel"]
    assert begins.low < begins.value < 0.0
    assert leaves.high > leaves.value > 0.0


def test_every_source_is_used():
    used = {key for one in INPUTS for key in one.source}
    assert used == set(shipped_sources())


def test_recorded_figures_are_quoted_as_recorded():
    rows = {}
    for name in ("vitality", "determinants"):
        with (RECORDED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows |= {row["fact_id"]: row for row in csv.DictReader(file)}
    quoted = {key: one for key, one in shipped_sources().items() if re.match(r"[VD]\d", key)}
    assert len(quoted) >= 15
    for key, source in quoted.items():
        assert source.url == rows[key]["source_url"]
        assert source.title == rows[key]["source_title"]
        figure = f"{float(rows[key]['value']):,.10g}"
        spoken = {figure, NUMBER_WORDS.get(figure, figure)}
        assert any(word in source.says for word in spoken), f"{key}: {figure}"


NUMBER_WORDS = {"5": "five"}


def test_every_strategy_runs():
    policies = {
        name: strategy.policy()
        for name, strategy in STRATEGIES.items()
        if len(strategy.parts) in (0, 8)
    }
    soon = load("outlook").model_copy(update={"until": 2027})
    for name, history in branches(soon, policies, 1, "toy"):
        spent = history.spending.select(pl.col("supported_eur") + pl.col("administration_eur"))
        if name == "nothing":
            assert spent.is_empty()
        else:
            assert 0 < spent.to_series().sum() <= 2 * 1_000_000


@pytest.mark.deep
def test_the_money_is_spent_even_if_few_apply():
    thin = ("take_up", "cost", "administration", "fixed")
    policies = {
        name: strategy.policy({o.path: o.low for o in strategy.inputs() if o.kind in thin})
        for name, strategy in ACTING.items()
    }
    for name, history in branches(load("outlook"), policies, 1, "germany"):
        spent = (
            history.spending.with_columns(
                eur=pl.col("supported_eur") + pl.col("administration_eur")
            )
            .group_by("year")
            .agg(pl.col("eur").sum())
        )
        assert spent.height == 20, name
        assert set(spent["eur"]) == {1_000_000}, name
