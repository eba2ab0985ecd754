"""Ensembles: the plan before the first run, parts, resuming, and the same bytes anywhere."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from analysis.observation.register import recorded
from scenarios.runs import RunError, choose, ensemble, open_results, run, summary
from scenarios.runs.engines.executor import Serial, SpawnedPool
from scenarios.runs.plan import Chosen, plan

MORE = {"recorded": recorded}
SIX = {"seed": 4, "world": "toy", "replications": 3, "more": MORE}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture
def pair(history_2020):
    return [history_2020, choose("no_opening", 2020)]


@pytest.fixture
def copy(toy_ensemble, tmp_path):
    """A copy of the toy ensemble that may be damaged."""
    return Path(shutil.copytree(toy_ensemble, tmp_path / "copy"))


def test_the_plan_takes_one_replication_after_the_other():
    runs = plan(["history", "no_elysee"], seed=7, replications=2)
    assert [(r.run, r.scenario, r.replication, r.seed) for r in runs] == [
        (0, "history", 0, 7),
        (1, "no_elysee", 0, 7),
        (2, "history", 1, 8),
        (3, "no_elysee", 1, 8),
    ]
    assert plan(["history", "no_elysee"], 7, 5)[:4] == runs


def test_the_manifest_has_every_parameter_and_seed_before_the_first_run(tmp_path):
    pair, seen = [choose("history", 1950), choose("no_opening", 1950)], []

    def look(done, failed, total):
        seen.append((done, json.loads((tmp_path / "e" / "manifest.json").read_text("utf-8"))))

    ensemble(pair, tmp_path / "e", progress=look, **SIX)
    done, manifest = seen[0]
    assert done == 0
    assert [one["seed"] for one in manifest["runs"]] == [4, 4, 5, 5, 6, 6]
    for chosen in pair:
        told = manifest["scenarios"][chosen.scenario.name]
        assert told == chosen.scenario.model_dump(mode="json")
    assert [done for done, _ in seen] == [0, 1, 2, 3, 4, 5, 6]


def test_a_replication_is_the_run_with_its_seed(toy_ensemble, toy_run):
    alone, many = open_results(toy_run[0]), open_results(toy_ensemble)
    key = ["scenario", "strategy", "replication"]
    for name in ("ties", "ledger", "yearly", "groups", "spending", "recorded"):
        its = pl.col("scenario") == "history", pl.col("replication") == 1
        assert many.table(name).filter(*its).drop(key).equals(alone.table(name)), name
    other = many.table("ties").filter(pl.col("replication") == 2).drop(key)
    assert not other.equals(alone.table("ties"))
    assert many.table("municipalities").equals(alone.table("municipalities"))


def test_scenarios_that_share_a_seed_share_their_luck(toy_ensemble):
    ties = open_results(toy_ensemble).table("ties").filter(pl.col("founded") < 1989)
    told = [
        ties.filter(pl.col("scenario") == name).select("replication", "a", "b", "founded")
        for name in ("history", "no_opening")
    ]
    assert told[0].height > 0
    assert told[0].equals(told[1])


def test_two_workers_give_the_same_bytes_as_one(pair, toy_ensemble, tmp_path):
    ensemble(pair, tmp_path / "two", workers=2, **SIX)
    assert bytes_of(tmp_path / "two") == bytes_of(toy_ensemble)


def test_resuming_makes_again_what_is_missing_or_cut_and_nothing_else(pair, toy_ensemble, copy):
    (copy / "ties" / "part-000002.parquet").unlink()
    cut = copy / "yearly" / "part-000004.parquet"
    cut.write_bytes(cut.read_bytes()[:-10])
    (copy / "municipalities.parquet").unlink()
    kept = (copy / "ties" / "part-000000.parquet").stat().st_mtime_ns
    result = ensemble(pair, copy, resume=True, **SIX)
    assert (result.found, result.done, result.planned) == (4, 2, 6)
    assert bytes_of(copy) == bytes_of(toy_ensemble)
    assert (copy / "ties" / "part-000000.parquet").stat().st_mtime_ns == kept
    assert "4 were there before" in summary(result, copy)


def test_resuming_may_add_replications_and_starts_where_nothing_is(tmp_path):
    pair = [choose("history", 1970), choose("no_elysee", 1970)]
    ensemble(pair, tmp_path / "whole", **SIX)
    ensemble(pair, tmp_path / "e", resume=True, **{**SIX, "replications": 1})
    result = ensemble(pair, tmp_path / "e", resume=True, **SIX)
    assert (result.found, result.done) == (2, 4)
    assert bytes_of(tmp_path / "e") == bytes_of(tmp_path / "whole")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": 5}, "seed was 4 and is 5 now"),
        ({"replications": 2}, "with --replications 2, it was started with 3; give as many"),
        ({"world": "germany"}, 'world was "toy" and is "germany" now'),
        ({"more": {}}, "tables was"),
        ({"until": 2019}, r"scenarios.history.until was 2020 and is 2019 now; give the same call"),
        ({"versions": "0.0"}, 'versions.polars was "0.0" and is'),
    ],
)
def test_resuming_refuses_what_differs(pair, copy, change, message):
    call = {**SIX, **change}
    if until := call.pop("until", None):
        pair = [Chosen(choose("history", until).scenario), pair[1]]
    if old := call.pop("versions", None):
        path = copy / "manifest.json"
        said = json.loads(path.read_text("utf-8"))
        said["versions"]["polars"] = old
        path.write_text(json.dumps(said))
    before = bytes_of(copy)
    with pytest.raises(RunError, match=message):
        ensemble(pair, copy, resume=True, **call)
    assert bytes_of(copy) == before


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"replications": 0}, "--replications 0: expected at least 1"),
        ({"workers": 0}, "--workers 0: expected at least 1"),
        ({"seed": 2**32 - 2}, "--seed 4294967294: expected an integer between 0 and 4294967293"),
        ({"world": "mars"}, "--world 'mars': expected one of"),
        ({"resume": True, "force": True}, "--resume and --force: one goes on"),
    ],
)
def test_an_impossible_ensemble_is_refused_before_its_folder_is_made(pair, tmp_path, call, message):
    with pytest.raises(RunError, match=message):
        ensemble(pair, tmp_path / "e", **{**SIX, **call})
    assert list(tmp_path.iterdir()) == []


def test_two_scenarios_of_one_name_are_refused(history_2020, tmp_path):
    with pytest.raises(RunError, match="scenario 'history': given twice"):
        ensemble([history_2020, history_2020], tmp_path / "e", **SIX)


def test_resuming_refuses_a_folder_that_holds_something_else(pair, toy_run):
    with pytest.raises(RunError, match="holds no ensemble to resume; leave --resume out"):
        ensemble(pair, toy_run[0], resume=True, **SIX)


def test_an_ensemble_is_replaced_only_with_force(pair, copy):
    with pytest.raises(RunError, match="is not empty"):
        ensemble(pair, copy, **SIX)
    ensemble([choose("history", 1950)], copy, force=True, **{**SIX, "replications": 1})
    assert len(list((copy / "ties").iterdir())) == 1


def test_reading_names_what_is_missing_or_damaged(toy_run, copy, tmp_path):
    part = copy / "ledger" / "part-000003.parquet"
    part.write_bytes(b"PAR1" + part.read_bytes()[20:])
    with pytest.raises(RunError, match=r"part-000003.parquet: is damaged"):
        open_results(copy).table("ledger")
    part.unlink()
    with pytest.raises(
        RunError, match="1 of 6 runs are missing; finish the ensemble with --resume"
    ):
        open_results(copy)
    with pytest.raises(RunError, match="has no table 'tie'; there are municipalities, ties"):
        open_results(toy_run[0]).table("tie")
    with pytest.raises(RunError, match="is neither a run"):
        open_results(tmp_path)
    with pytest.raises(RunError, match="no such folder"):
        open_results(tmp_path / "none")


def test_reading_notices_a_single_changed_byte_of_a_run(toy_run, tmp_path):
    out = Path(shutil.copytree(toy_run[0], tmp_path / "run"))
    path = out / "ties.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(RunError, match=r"ties.parquet: is damaged"):
        open_results(out).table("ties")
    path.unlink()
    with pytest.raises(RunError, match=r"ties.parquet is missing"):
        open_results(out)


def test_engines_share_one_seam():
    pool = SpawnedPool(2)
    try:
        assert Serial().submit(divmod, 7, 2).result() == pool.submit(divmod, 7, 2).result()
        for executor in (Serial(), pool):
            assert isinstance(executor.submit(divmod, 1, 0).exception(), ZeroDivisionError)
    finally:
        pool.stop()
    assert pool.processes() == []


def test_an_ensemble_of_one_gives_the_folder_a_run_can_be_read_beside(tmp_path):
    history = choose("history", 1990)
    run(history, tmp_path / "a", world="toy")
    ensemble([history], tmp_path / "b", world="toy", replications=1)
    a, b = open_results(tmp_path / "a"), open_results(tmp_path / "b")
    assert set(a.tables) == {"municipalities", "ties", "ledger", "yearly", "groups", "spending"}
    assert (
        b.scan("ties").drop("scenario", "strategy", "replication").collect().equals(a.table("ties"))
    )
