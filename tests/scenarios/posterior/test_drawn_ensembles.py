"""Ensembles of draws: paired, written down before they start, and each run made again alone."""

import json
from pathlib import Path

import polars as pl
import pytest

from scenarios.posterior import load_draws
from scenarios.posterior.writing import write_draws
from scenarios.runs import (
    RunError,
    choose,
    ensemble,
    open_results,
    run,
    strategies_ensemble,
    with_values,
)
from scenarios.runs.tables import TABLES
from scenarios.strategies import load_strategy

STRATEGY = Path(__file__).parents[1] / "strategy_files" / "meetings.toml"
CALL = {"seed": 7, "world": "toy", "replications": 2}
KEY = ["scenario", "strategy", "replication"]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def pair():
    return [choose("history", 1968), choose("no_proximity", 1968)]


@pytest.fixture(scope="module")
def whole(draws, pair, tmp_path_factory):
    """Two replications of two scenarios; do not change it."""
    out = tmp_path_factory.mktemp("whole") / "e"
    assert ensemble(pair, out, draws=draws, **CALL).done == 4
    return out


def test_the_draws_stand_in_the_folder_before_the_first_run(draws, pair, tmp_path):
    seen = []

    def look(done, _failed, _planned):
        said = json.loads((tmp_path / "e" / "manifest.json").read_text("utf-8"))
        seen.append((done, said["draws"], (tmp_path / "e" / "draws.csv").read_text()))

    ensemble(pair, tmp_path / "e", draws=draws, progress=look, **{**CALL, "replications": 1})
    done, said, text = seen[0]
    assert done == 0
    assert said["sha256"] == draws.card.sha256
    assert (said["fit"], said["rows"]) == ("split", 3)
    assert said["own"] == {"history": [], "no_proximity": ["choice.distance.FR"]}
    assert text.splitlines()[0].startswith("replication,seed,draw,choice.held,")
    assert text.splitlines()[1].startswith("0,7,0,-1.1,")


def test_a_run_alone_with_its_draw_has_the_bytes_of_the_replication(draws, pair, whole, tmp_path):
    many = open_results(whole)
    for chosen in pair:
        name = chosen.scenario.name
        history = run(draws.chosen(chosen, 1), tmp_path / name, seed=8, world="toy")
        its = pl.col("scenario") == name, pl.col("replication") == 1
        for table in TABLES:
            there = many.table(table).filter(*its).drop(KEY)
            assert there.equals(open_results(tmp_path / name).table(table)), (name, table)
        said = json.loads((tmp_path / name / "run.json").read_text("utf-8"))
        assert (said["draw"]["number"], said["draw"]["sha256"]) == (1, draws.card.sha256)
        # what ran is what both folders say that ran
        assert history.parameters == many.scenario_of(name, 1)
        assert open_results(tmp_path / name).scenario_of() == many.scenario_of(name, 1)


def test_another_draw_is_another_history(draws, pair, whole, tmp_path):
    run(pair[0], tmp_path / "central", seed=8, world="toy")
    said = json.loads((tmp_path / "central" / "run.json").read_text("utf-8"))
    assert said["draw"] is None
    its = pl.col("scenario") == "history", pl.col("replication") == 1
    ties = open_results(whole).table("ties").filter(*its).drop(KEY)
    assert not ties.equals(open_results(tmp_path / "central").table("ties"))


def test_scenarios_of_a_replication_share_its_draw(draws, whole):
    many = open_results(whole)
    for replication in range(2):
        one, other = (many.scenario_of(name, replication) for name in ("history", "no_proximity"))
        assert one.choice.held == other.choice.held == draws.table["choice.held"][replication]
        assert other.choice.distance["FR"] == 0.0 != one.choice.distance["FR"]


@pytest.mark.deep
def test_two_workers_give_the_same_bytes_as_one(draws, pair, whole, tmp_path):
    ensemble(pair, tmp_path / "two", draws=draws, workers=2, **CALL)
    assert bytes_of(tmp_path / "two") == bytes_of(whole)


def test_growing_goes_on_with_the_next_draw(draws, pair, whole, tmp_path):
    few = {**CALL, "replications": 1}
    ensemble(pair, tmp_path / "e", draws=draws, **few)
    result = ensemble(pair, tmp_path / "e", draws=draws, resume=True, **CALL)
    assert (result.found, result.done) == (2, 2)
    assert bytes_of(tmp_path / "e") == bytes_of(whole)


def test_resuming_refuses_other_draws(draws, three, told, pair, whole, tmp_path):
    write_draws(three.with_columns(pl.col("choice.held") + 0.1), tmp_path, **told)
    other = load_draws(tmp_path)
    before = bytes_of(whole)
    with pytest.raises(RunError, match="its draws of the posterior are others"):
        ensemble(pair, whole, draws=other, resume=True, **CALL)
    with pytest.raises(RunError, match="its runs have draws of the posterior; leave --central out"):
        ensemble(pair, whole, resume=True, **CALL)
    assert bytes_of(whole) == before
    ensemble([choose("history", 1946)], tmp_path / "central", **CALL)
    with pytest.raises(RunError, match="its runs have central values; give --central"):
        ensemble([choose("history", 1946)], tmp_path / "central", draws=draws, resume=True, **CALL)


def test_draws_are_told_from_their_folder_alone(whole):
    many = open_results(whole)
    with pytest.raises(RunError, match="several scenarios; name one of history, no_proximity"):
        many.scenario_of()
    with pytest.raises(RunError, match="holds no scenario 'nothing'"):
        many.scenario_of("nothing")
    with pytest.raises(RunError, match="replication 2: expected an integer between 0 and 1"):
        many.scenario_of("history", 2)


def test_a_strategy_is_in_force_on_top_of_the_draw(draws, pair, tmp_path):
    strategy = load_strategy(STRATEGY)
    chosen = choose("history", strategy.since)
    ensemble([chosen], tmp_path / "e", draws=draws, strategy=strategy, **CALL)
    assert {"draws.csv", "inputs.csv"} <= {path.name for path in (tmp_path / "e").iterdir()}
    told = open_results(tmp_path / "e").scenario_of(replication=1)
    assert told == draws.scenario(chosen.scenario, 1)


def test_a_comparison_takes_draws_where_its_inputs_leave_them(draws, tmp_path):
    strategy = load_strategy(STRATEGY)
    base = choose("no_proximity", strategy.since)
    inputs = pl.DataFrame({"ending.partnership": [0.005, 0.006, 0.007]})
    call = {**CALL, "inputs": inputs, "tables": {"spending": TABLES["spending"]}}
    strategies_ensemble(base, [strategy], tmp_path / "e", draws=draws, **call)
    results = open_results(tmp_path / "e")
    wanted = {"choice.held": -1.2, "appeal.FR": -5.2, "events.elysee_1963.size": 1.2}
    wanted["ending.partnership"] = 0.006
    assert results.scenario_of(replication=1) == with_values(base.scenario, wanted)
    assert results.record["draws"]["own"] == {"no_proximity": ["choice.distance.FR"]}
    with pytest.raises(RunError, match="leave --central out"):
        strategies_ensemble(base, [strategy], tmp_path / "e", resume=True, **call)


def test_a_design_is_told_row_by_row(tmp_path):
    from scenarios.runs import design_ensemble

    base, table = choose("history", 1946), pl.DataFrame({"choice.held": [-1.0, None]})
    design_ensemble(base, table, tmp_path / "d", world="toy")
    results = open_results(tmp_path / "d")
    assert results.scenario_of("history", 0).choice.held == -1.0
    assert results.scenario_of("history", 1) == base.scenario
