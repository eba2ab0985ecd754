"""The evidence card: every number with what is known about it."""

import polars as pl
import pytest

from scenarios.strategies import card, card_text, load_strategy, strategy_names


@pytest.mark.parametrize("name", strategy_names())
def test_the_card_has_every_number(name):
    strategy = load_strategy(name)
    table = card(strategy)
    assert set(table["path"]) >= {one.path for one in strategy.inputs()}
    assert table["path"].is_unique().all()
    for row in table.iter_rows(named=True):
        assert row["low"] <= row["value"] <= row["high"]
        assert row["why"]


@pytest.mark.parametrize("name", strategy_names())
def test_the_text_fits_and_says_it_all(name):
    strategy = load_strategy(name)
    text = card_text(strategy)
    assert max(len(line) for line in text.splitlines()) <= 98
    assert strategy.title in text
    for one in strategy.inputs():
        assert one.label.partition(": ")[2] in text
        assert one.why.split()[0] in text


def test_effects_that_share_a_strength_carry_its_range():
    table = card(load_strategy("small_grants"))
    row = table.row(by_predicate=pl.col("path") == "small_grants.what.begins.travel", named=True)
    assert (row["value"], row["class"]) == (0.4, "C")
    assert (row["low"], row["high"]) == pytest.approx((0.04, 1.0))
    row = table.row(by_predicate=pl.col("path") == "small_grants.what.leaves.travel", named=True)
    assert (row["low"], row["high"]) == pytest.approx((-0.25, -0.01))


def test_a_number_without_a_range_has_no_evidence(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        "budget = 9\n[measures.trips]\nwhat.begins.travel = 0.5\ncost = 3\ntake_up = 0.2\n",
        encoding="utf-8",
    )
    strategy = load_strategy(path)
    table = card(strategy)
    assert table["class"].null_count() == table.height == 5
    assert set(table["why"]) == {"no evidence given"}
    assert "no evidence given: trips: trips of citizens begin; trips: cost" in card_text(strategy)


def test_sources_stand_with_their_date():
    table = card(load_strategy("coordinator"))
    row = table.row(by_predicate=pl.col("path") == "coordinator.cost", named=True)
    assert "olev.de" in row["source"]
    assert "2 January 2016" in row["source"]
    assert row["url"] == "https://www.olev.de/p/pers-kosten.htm"


def test_doing_nothing_has_an_empty_card():
    assert card(load_strategy("nothing")).is_empty()
    assert "no money spent" in card_text(load_strategy("nothing"))
