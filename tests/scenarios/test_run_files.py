"""What a run leaves: the columns of the contract, the same bytes, and enough to make it again."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis.observation.register import recorded
from scenarios.runs import Chosen, RunError, open_results, run
from scenarios.runs.tables import parquet
from scenarios.schema import Scenario
from simulation import tables

ROOT = Path(__file__).resolve().parents[2]
I32, I64, F64, TEXT = pl.Int32, pl.Int64, pl.Float64, pl.String

CONTRACT = {
    "municipalities": {
        "id": I64, "name": TEXT, "country": TEXT, "land": TEXT, "code": TEXT, "lat": F64,
        "lon": F64, "population": I64, "level": TEXT,
    },
    "ties": {
        "tie": I64, "a": I64, "b": I64, "kind": TEXT, "motive": TEXT, "form": TEXT,
        "founded": I32, "signed": I32, "ended": I32, "status": TEXT, "vitality": F64,
        "distance_km": F64,
    },
    "ledger": {"year": I32, "event": TEXT, "tie": I64, "a": I64, "b": I64, "detail": TEXT},
    "yearly": {"year": I32, "motive": TEXT, "form": TEXT, "people": I64, "money_eur": F64},
    "groups": {"group": I64, "id": I64, "joined": I32, "left": I32},
    "recorded": {
        "a": I64, "b": I64, "country_a": TEXT, "country_b": TEXT, "year": I32,
        "year_is_default": pl.Boolean, "form": TEXT,
    },
}  # fmt: skip
KEY = {"scenario": TEXT, "strategy": TEXT, "replication": I32}


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All Parquet files of a folder, by their path in it."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.parquet")}
    assert found
    return found


@pytest.mark.parametrize("table", CONTRACT)
def test_a_run_has_the_columns_of_the_contract(toy_run, table):
    schema = pl.read_parquet_schema(toy_run[0] / f"{table}.parquet")
    assert {name: schema.get(name) for name in CONTRACT[table]} == CONTRACT[table]


@pytest.mark.parametrize("table", CONTRACT)
def test_an_ensemble_has_them_behind_its_key(toy_ensemble, table):
    schema = open_results(toy_ensemble).table(table).schema
    expected = CONTRACT[table] if table == "municipalities" else {**KEY, **CONTRACT[table]}
    assert {name: schema.get(name) for name in expected} == expected
    if table != "municipalities":
        assert list(schema)[:3] == list(KEY)


def test_rows_keep_what_the_contract_promises(toy_run):
    results = open_results(toy_run[0])
    ties, seen = results.table("ties"), results.table("recorded")
    assert ties.height > 10
    assert seen.height > 3
    assert ties["tie"].is_unique().all()
    assert (ties["a"] < ties["b"]).all()
    assert set(ties["status"]) <= {"active", "weak", "dormant", "suspended", "ended"}
    assert (ties["ended"].is_not_null() == (ties["status"] == "ended")).all()
    assert ((seen["country_a"] == "DE") != (seen["country_b"] == "DE")).all()
    assert (seen["year"].is_null() == seen["year_is_default"]).all()


def test_run_json_says_what_made_the_run(toy_run):
    out, history = toy_run
    said = json.loads((out / "run.json").read_text("utf-8"))
    assert (said["seed"], said["world"], said["strategy"]) == (5, "toy", None)
    assert said["scenario"] == history.parameters.model_dump(mode="json")
    assert set(said["scenario"]) == set(Scenario.model_fields)
    assert {"jumelage", "python", "mesa", "numpy", "polars"} <= set(said["versions"])
    assert said["processor"]
    assert set(said["seconds"]) == {"setup", "years"}
    for name in ("places.parquet", "events.toml", "gates.csv", "countries.csv", "scenario"):
        assert len(said["data"][name]) == 64, name
    shipped = (ROOT / "scenarios" / "library" / "history.toml").read_bytes()
    assert said["data"]["scenario"] == hashlib.sha256(shipped).hexdigest()
    events = (ROOT / "simulation" / "past" / "events.toml").read_bytes()
    assert said["data"]["events.toml"] == hashlib.sha256(events).hexdigest()


def test_run_json_is_enough_to_make_the_same_bytes(toy_run, tmp_path):
    said = json.loads((toy_run[0] / "run.json").read_text("utf-8"))
    scenario = Scenario.model_validate(said["scenario"])
    again = Chosen(scenario)
    more = {"recorded": recorded}
    run(again, tmp_path / "b", seed=said["seed"], world=said["world"], more=more)
    assert bytes_of(tmp_path / "b") == bytes_of(toy_run[0])
    run(again, tmp_path / "c", seed=said["seed"] + 1, world=said["world"], more=more)
    assert bytes_of(tmp_path / "c")["ties.parquet"] != bytes_of(toy_run[0])["ties.parquet"]


def test_another_processor_and_one_thread_give_the_same_bytes(toy_run, tmp_path):
    # not public, but the only list of the names that NumPy lets one disable
    from numpy._core import _multiarray_umath as core

    features = [name for name in core.__cpu_dispatch__ if core.__cpu_features__[name]]
    env = {**os.environ, "POLARS_MAX_THREADS": "1", "PYTHONPATH": str(ROOT)}
    if features:
        env["NPY_DISABLE_CPU_FEATURES"] = " ".join(features)
    code = (
        "import sys, numpy as np, jumelage\n"
        "from numpy._core import _multiarray_umath as core\n"
        "assert not any(core.__cpu_features__[n] for n in core.__cpu_dispatch__)\n"
        "jumelage.main()"
    )
    call = ["run", "history", "--seed", "5", "--world", "toy", "--until", "2020", "--quiet"]
    subprocess.run(
        [sys.executable, "-c", code, *call, "--out", tmp_path / "b"], env=env, check=True
    )
    assert bytes_of(tmp_path / "b") == bytes_of(toy_run[0])


def test_replaying_the_ledger_gives_the_ties(toy_run):
    out, history = toy_run
    results = open_results(out)
    replayed = tables.with_distance(tables.replay(results.table("ledger")), history.world)
    assert replayed.equals(results.table("ties"))
    cut = tables.replay(results.table("ledger").slice(0, 5))
    assert not cut.equals(results.table("ties").drop("distance_km"))


def test_the_bytes_do_not_depend_on_how_a_frame_lies_in_memory():
    whole = pl.DataFrame({"x": np.arange(200_000), "y": ["é"] * 200_000})
    pieces = pl.concat([whole[i : i + 7_001] for i in range(0, 200_000, 7_001)], rechunk=False)
    assert pieces.n_chunks() > 1
    assert parquet(pieces) == parquet(whole)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"seed": -1}, "--seed -1: expected an integer between 0 and 4294967295"),
        ({"seed": 2**32}, "--seed 4294967296: expected"),
        ({"world": "mars"}, "--world 'mars': expected one of germany"),
    ],
)
def test_an_impossible_run_is_refused_before_its_folder_is_made(
    history_2020, tmp_path, call, message
):
    with pytest.raises(RunError, match=message):
        run(history_2020, tmp_path / "x", **{"world": "toy", **call})
    assert list(tmp_path.iterdir()) == []
