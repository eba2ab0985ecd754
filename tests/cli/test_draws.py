"""The posterior at the command line: the default of ensembles, and one draw alone."""

import polars as pl
import pytest

from scenarios import load
from scenarios.posterior import load_draws
from scenarios.runs import open_results
from scenarios.runs.tables import TABLES

TOY = ("--world", "toy", "--until", "1962", "--quiet")
KEY = ["scenario", "strategy", "replication"]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Two replications of the default history, as `jumelage ensemble` makes them."""
    from typer.testing import CliRunner

    import jumelage

    out = tmp_path_factory.mktemp("draws") / "e"
    words = ("ensemble", "history", "--replications", "2", "--seed", "3", "--out", str(out), *TOY)
    assert CliRunner().invoke(jumelage.app, words).exit_code == 0
    return out


def test_an_ensemble_takes_the_draws_that_ship(many):
    draws, results = load_draws(), open_results(many)
    assert results.record["draws"]["sha256"] == draws.card.sha256
    for replication in range(2):
        values = draws.values(replication)
        told = results.scenario_of("history", replication)
        assert told.choice.held == values["choice.held"] != load("history").choice.held


def test_run_makes_one_replication_again(call, many, tmp_path):
    out = tmp_path / "alone"
    words = ("--draw", "1", "--seed", "4", "--out", out)
    assert call("run", "history", *words, *TOY).exit_code == 0
    there, alone = open_results(many), open_results(out)
    assert alone.record["draw"]["number"] == 1
    for table in TABLES:
        its = there.table(table).filter(pl.col("replication") == 1).drop(KEY)
        assert its.equals(alone.table(table)), table


def test_central_values_on_demand(call, tmp_path):
    out = tmp_path / "central"
    words = ("--central", "--replications", "1", "--out", out)
    assert call("ensemble", "history", *words, *TOY).exit_code == 0
    results = open_results(out)
    assert results.record["draws"] is None
    assert results.scenario_of().choice == load("history").choice
    assert not (out / "draws.csv").exists()


def test_a_draw_that_is_not_there_is_refused(call, tmp_path):
    result = call("run", "history", "--draw", "100000", "--out", tmp_path / "a", *TOY)
    assert result.exit_code == 2
    assert "--draw 100000: expected an integer between 0 and" in result.stderr
    assert not (tmp_path / "a").exists()


def test_resuming_with_other_values_is_refused(call, many):
    words = ("--replications", "2", "--seed", "3", "--out", many, "--resume", "--central")
    result = call("ensemble", "history", *words, *TOY)
    assert result.exit_code == 2
    assert "leave --central out" in result.stderr
