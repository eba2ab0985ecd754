"""Strategies on one trunk: the bytes of runs alone, inputs before the first run, nothing lost."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from scenarios.runs import (
    RunError,
    carrying,
    choose,
    ensemble,
    open_results,
    read_inputs,
    run,
    strategies_ensemble,
    with_values,
)
from scenarios.runs.tables import TABLES
from scenarios.strategies import load_strategy
from simulation import simulate

FILES = Path(__file__).parent / "strategy_files"
CALL = {"seed": 4, "world": "toy", "replications": 2}
EQUAL = {"meetings": 0.5}
NAMES = [None, "meetings", "posts", "meetings@equal"]
KEY = ["scenario", "strategy", "replication"]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def two():
    return [load_strategy(FILES / "meetings.toml"), load_strategy(FILES / "posts.toml")]


@pytest.fixture(scope="module")
def base():
    return choose("history", 1980)


@pytest.fixture(scope="module")
def whole(base, two, tmp_path_factory):
    """Two replications of four runs; do not change it."""
    out = tmp_path_factory.mktemp("whole") / "e"
    result = strategies_ensemble(base, two, out, equal=EQUAL, **CALL)
    assert (result.planned, result.done, result.failures) == (8, 8, [])
    return out


@pytest.fixture
def copy(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def again(base, two, out, **more):
    return strategies_ensemble(base, two, out, **{"equal": EQUAL, **CALL, **more})


def test_the_plan_takes_the_base_then_each_strategy(whole):
    runs = open_results(whole).record["runs"]
    assert [one["strategy"] for one in runs] == NAMES * 2
    assert [one["seed"] for one in runs] == [4] * 4 + [5] * 4
    assert [one["run"] for one in runs] == list(range(8))


def test_each_branch_has_the_bytes_of_the_run_alone(base, two, whole):
    results, inputs = open_results(whole), read_inputs(whole)
    scale = {"meetings": 1.0, "posts": 1.0, "meetings@equal": 0.5}
    for name in NAMES:
        scenario = base.scenario
        if name is not None:
            strategy = next(one for one in two if one.name == name.partition("@")[0])
            values = {one.path: inputs[one.path][1] for one in strategy.inputs()}
            policy = strategy.policy(values, scale=scale[name])
            scenario = scenario.model_copy(update={"policy": policy})
        alone = simulate(scenario, 5, "toy")
        its = pl.col("strategy").eq_missing(pl.lit(name)), pl.col("replication") == 1
        for table, make in TABLES.items():
            assert results.table(table).filter(*its).drop(KEY).equals(make(alone)), (name, table)


def test_strategies_change_what_they_should_and_spend(whole):
    results = open_results(whole)
    spent = results.table("spending").group_by("strategy").agg(pl.col("supported_eur").sum())
    assert set(spent["strategy"]) == set(NAMES[1:])
    assert (spent["supported_eur"] > 0).all()
    ledgers = results.table("ledger").filter(pl.col("replication") == 0)
    told = [ledgers.filter(pl.col("strategy").eq_missing(pl.lit(name))).drop(KEY) for name in NAMES]
    assert not any(told[0].equals(other) for other in told[1:])
    early = [one.filter(pl.col("year") < 1975) for one in told]
    assert early[0].height > 0
    assert all(early[0].equals(other) for other in early)


def test_the_inputs_stand_in_the_folder_before_the_first_run(base, two, tmp_path):
    out, seen = tmp_path / "e", []

    def look(done, failed, planned):
        seen.append((done, planned, (out / "inputs.csv").read_text(), list(out.glob("*/part-*"))))

    again(base, two, out, progress=look, tables={"spending": TABLES["spending"]})
    assert seen[0][:2] == (0, 8)
    assert seen[0][3] == []
    assert [done for done, *_ in seen] == list(range(9))
    assert len({text for _, _, text, _ in seen}) == 1
    table, said = read_inputs(out), json.loads((out / "manifest.json").read_text())
    assert table["seed"].to_list() == [4, 5]
    assert said["inputs"] == {"columns": table.columns, "given": []}
    told = said["strategies"]["meetings"]["inputs"]["meetings.cost"]
    assert (told["low"], told["high"], told["class"]) == (2000, 8000, "C")
    assert table["meetings.cost"].is_between(2000, 8000).all()
    assert open_results(out).tables == ("municipalities", "spending", "failures")


@pytest.mark.parametrize("missing", [[0], [1], [1, 2], [4, 5, 6, 7], [0, 7]])
def test_resuming_makes_only_the_missing_branches(base, two, whole, copy, missing, monkeypatch):
    for number in missing:
        (copy / "yearly" / f"part-{number:06d}.parquet").unlink()
    made = []
    real = carrying.perform
    monkeypatch.setattr(
        carrying,
        "perform",
        lambda task: made.extend(run.run for run in task.runs) or real(task),
    )
    result = again(base, two, copy, resume=True)
    assert (result.found, result.done) == (8 - len(missing), len(missing))
    assert made == missing
    assert bytes_of(copy) == bytes_of(whole)


def test_a_longer_plan_begins_with_the_shorter(base, two, whole, tmp_path):
    out = tmp_path / "e"
    again(base, two, out, replications=1)
    result = again(base, two, out, resume=True)
    assert (result.found, result.done) == (4, 4)
    assert bytes_of(out) == bytes_of(whole)
    with pytest.raises(RunError, match="it was started with 2; give as many or more"):
        again(base, two, out, resume=True, replications=1)


@pytest.mark.deep
def test_two_workers_give_the_same_bytes(base, two, whole, tmp_path):
    again(base, two, tmp_path / "two", workers=2)
    assert bytes_of(tmp_path / "two") == bytes_of(whole)


def test_another_strategy_beside_changes_no_run(base, two, whole, tmp_path):
    strategies_ensemble(base, two[1:], tmp_path / "e", **CALL)
    for name in (None, "posts"):
        its = pl.col("strategy").eq_missing(pl.lit(name))
        one, other = (
            open_results(folder).table("ledger").filter(its) for folder in (whole, tmp_path / "e")
        )
        assert one.equals(other)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": 5}, r"its inputs had seed = 4 in row 1 and has 5 now"),
        ({"budget": 5}, r"terms.budget was null and is 5 now"),
        ({"equal": {"meetings": 0.6}}, r"terms.equal.meetings was 0.5 and is 0.6"),
        ({"equal": {"posts": 0.5}}, r"terms.equal.meetings was 0.5 and is null"),
        ({"tables": {}}, "tables was"),
    ],
)
def test_resuming_refuses_what_differs(base, two, copy, change, message):
    before = bytes_of(copy)
    with pytest.raises(RunError, match=message):
        again(base, two, copy, resume=True, **change)
    assert bytes_of(copy) == before


def test_resuming_refuses_other_strategies_and_inputs(base, two, copy, tmp_path):
    with pytest.raises(RunError, match="its inputs had 2 rows of"):
        again(base, two[:1], copy, resume=True)
    table = read_inputs(copy).with_columns(pl.lit(3000.0).alias("meetings.cost"))
    with pytest.raises(RunError, match=r"its inputs had meetings.cost = .* in row 1 and has 3000"):
        again(base, two, copy, resume=True, inputs=table)
    with pytest.raises(RunError, match=r"inputs\.given was"):
        again(base, two, copy, resume=True, inputs=read_inputs(copy))


def test_inputs_may_be_given_and_name_parameters_of_the_base(base, two, tmp_path):
    table = pl.DataFrame({"posts.what.search": [0.0, 1.5], "choice.held": [-1.0, None]})
    out = tmp_path / "e"
    call = {**CALL, "tables": {"ties": TABLES["ties"]}, "inputs": table}
    strategies_ensemble(base, two[1:], out, **call)
    written = read_inputs(out)
    assert written.columns == [
        *("replication", "seed", "posts.what.vacancy", "posts.what.search", "choice.held")
    ]
    ties = open_results(out).table("ties")
    for replication, values in enumerate(({"choice.held": -1.0}, {})):
        scenario = with_values(base.scenario, values)
        mine = ties.filter(pl.col("replication") == replication, pl.col("strategy").is_null())
        assert mine.drop(KEY).equals(simulate(scenario, 4 + replication, "toy").ties)
    policy = two[1].policy({one.path: written[one.path][0] for one in two[1].inputs()})
    scenario = with_values(base.scenario, {"choice.held": -1.0})
    alone = simulate(scenario.model_copy(update={"policy": policy}), 4, "toy").ties
    mine = ties.filter(pl.col("replication") == 0, pl.col("strategy") == "posts")
    assert mine.drop(KEY).equals(alone)


def test_given_inputs_that_are_lost_stop_the_resuming(base, two, tmp_path):
    table = pl.DataFrame({"posts.what.search": [0.0]})
    call = {**CALL, "replications": 1, "tables": {"ties": TABLES["ties"]}}
    out = tmp_path / "e"
    strategies_ensemble(base, two[1:], out, inputs=table, **call)
    (out / "ties" / "part-000001.parquet").unlink()
    (out / "inputs.csv").rename(tmp_path / "kept.csv")
    with pytest.raises(RunError, match=r"inputs.csv: is missing, but finished runs are made of it"):
        strategies_ensemble(base, two[1:], out, resume=True, inputs=table, **call)
    (tmp_path / "kept.csv").rename(out / "inputs.csv")
    assert strategies_ensemble(base, two[1:], out, resume=True, inputs=table, **call).done == 1


def test_drawn_inputs_that_are_lost_are_drawn_again(base, two, whole, copy):
    (copy / "inputs.csv").unlink()
    (copy / "ties" / "part-000003.parquet").unlink()
    again(base, two, copy, resume=True)
    assert bytes_of(copy) == bytes_of(whole)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"meetings.cost": [1.0]}, "inputs: has 1 rows, but 2 replications are wanted"),
        ({"meetings.cost": [None, 1.0]}, r"row 1, meetings.cost: expected a finite number"),
        ({"meetings.cost": [3e3, float("nan")]}, r"row 2, meetings.cost: expected a finite"),
        ({"meetings.cost": ["a", "b"]}, "column meetings.cost: expected a number in every row"),
        ({"meetings.take_up": [0.5, 7.0]}, r"inputs, row 2, strategy 'meetings': .*take_up"),
        ({"meetings.cots": [1.0, 1.0]}, r"inputs, row 1: meetings: no such field"),
        ({"policy.budget": [1, 1]}, "column policy.budget: is what strategies differ in"),
        ({"replication": [1, 2]}, "column replication: expected 0, 1, 2"),
        ({"seed": [1.5, 2.5]}, "inputs, column seed: expected an integer in every row"),
        ({"choice.held": [-1.0, 99.0]}, "inputs, row 2: choice.held: "),
    ],
)
def test_impossible_inputs_are_refused_before_the_folder_is_made(
    base, two, tmp_path, table, message
):
    with pytest.raises(RunError, match=message) as error:
        again(base, two, tmp_path / "e", inputs=pl.DataFrame(table))
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_impossible_calls_are_refused(base, two, tmp_path):
    with pytest.raises(RunError, match="strategy 'posts': given twice"):
        strategies_ensemble(base, [two[1], two[1]], tmp_path / "e", **CALL)
    with pytest.raises(RunError, match="at least one strategy"):
        strategies_ensemble(base, [], tmp_path / "e", **CALL)
    with pytest.raises(RunError, match="'others': has equal terms, but is not compared"):
        strategies_ensemble(base, two, tmp_path / "e", equal={"others": 1.0}, **CALL)
    early = choose("history", 1970)
    for call in (
        lambda: strategies_ensemble(early, two, tmp_path / "e", **CALL),
        lambda: ensemble([early], tmp_path / "e", strategy=two[0], **CALL),
        lambda: run(early, tmp_path / "e", strategy=two[0], world="toy"),
    ):
        with pytest.raises(RunError, match="'meetings': begins in 1975, but scenario 'history'"):
            call()
    assert list(tmp_path.iterdir()) == []


def test_two_ranges_under_one_path_are_refused(base, two, tmp_path):
    text = (FILES / "meetings.toml").read_text("utf-8")
    (tmp_path / "other.toml").write_text(text.replace("low = 2000", "low = 1000"))
    other = load_strategy(tmp_path / "other.toml")
    with pytest.raises(RunError, match=r"'other': meetings.cost has another range than in 'meet"):
        strategies_ensemble(base, [two[0], other], tmp_path / "e", **CALL)


def test_an_ensemble_under_one_strategy_has_the_runs_of_a_comparison(base, two, whole, tmp_path):
    ensemble([base], tmp_path / "e", strategy=two[0], **CALL)
    its = pl.col("strategy") == "meetings"
    for table in TABLES:
        one, other = (open_results(folder).table(table) for folder in (whole, tmp_path / "e"))
        assert one.filter(its).equals(other), table
    shared = [one.path for one in two[0].inputs()]
    assert read_inputs(tmp_path / "e").select(shared).equals(read_inputs(whole).select(shared))
    with pytest.raises(RunError, match="cannot be resumed, strategies was"):
        ensemble([base], tmp_path / "e", resume=True, **CALL)


def test_one_run_under_a_strategy_has_its_central_values(base, two, tmp_path):
    run(base, tmp_path / "r", strategy=two[0], seed=4, world="toy")
    said = json.loads((tmp_path / "r" / "run.json").read_text())
    assert said["strategy"] == "meetings"
    assert said["scenario"]["policy"] == two[0].policy().model_dump(mode="json")
    results = open_results(tmp_path / "r")
    assert results.table("spending").height > 0
    alone = simulate(base.scenario.model_copy(update={"policy": two[0].policy()}), 4, "toy")
    assert results.table("ledger").equals(alone.ledger)


def breaks_at_posts(history):
    if "posts" in history.parameters.policy.measures and history.seed == 5:
        raise RuntimeError("the bridge fell")
    return history.ties


def test_a_table_that_fails_is_the_failure_of_its_branch_alone(base, two, whole, tmp_path):
    call = {"tables": {"ties": breaks_at_posts}}
    result = again(base, two, tmp_path / "e", **call)
    assert result.done == 7
    assert [row[:3] for row in result.failures] == [(6, "history", "posts")]
    assert result.failures[0][-1] == "RuntimeError: the bridge fell"
    ties = open_results(tmp_path / "e").table("ties")
    there = open_results(whole).table("ties")
    fell = (pl.col("strategy") == "posts") & (pl.col("replication") == 1)
    assert ties.equals(there.filter(~fell.fill_null(value=False)))


@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_branch_that_cannot_be_simulated_does_not_end_the_others(
    base, two, whole, tmp_path, monkeypatch, at
):
    real = carrying.branches

    def branches(scenario, policies, seed, world):
        for name, history in real(scenario, policies, seed, world):
            if seed == 5 and int(name) == 4 + at:
                raise RuntimeError("no way")
            yield name, history

    monkeypatch.setattr(carrying, "branches", branches)
    result = again(base, two, tmp_path / "e")
    assert [row[0] for row in result.failures] == [4 + at]
    mine = bytes_of(tmp_path / "e")
    for name, data in bytes_of(whole).items():
        if f"part-{4 + at:06d}" not in name and "failures" not in name:
            assert mine[name] == data, name
