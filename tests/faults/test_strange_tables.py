"""Folders and registers of another program's making: whole Parquet, but not what was written."""

import json
import shutil

import polars as pl
import pytest

from analysis.calibration.bank import read_bank
from analysis.models.material.opening import open_material
from analysis.models.results import ModelError
from analysis.observation.register import recorded
from analysis.registers.errors import RegisterError
from analysis.registers.reading import read_register
from analysis.validation.folders import summaries
from scenarios.runs import RunError, choose, ensemble, open_results
from tests.properties.fuzzing.readers import _register


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("made") / "e"
    call = {"world": "toy", "replications": 2, "more": {"recorded": recorded}}
    ensemble([choose("history", 2014)], out, **call)
    return out


@pytest.fixture
def many(made, tmp_path):
    """A copy, for each test spoils it in its own way."""
    return shutil.copytree(made, tmp_path / "e")


def changed(path, **columns):
    pl.read_parquet(path).with_columns(**columns).write_parquet(path)


def test_parts_of_different_columns(many):
    changed(many / "ties" / "part-000001.parquet", a=pl.col("a").cast(pl.String))
    with pytest.raises(RunError, match="its parts differ in their columns"):
        open_results(many).table("ties")


@pytest.mark.parametrize("run", [None, ["x"]])
def test_failures_without_numbers(many, run):
    frame = pl.DataFrame({"error": ["x"]} if run is None else {"run": run})
    frame.write_parquet(many / "failures.parquet")
    with pytest.raises(RunError, match="lacks the numbers of runs"):
        open_results(many)


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("ties", "founded", pl.concat_list("founded"), "expected Int32"),
        ("ties", "signed", pl.lit("x"), "signed: holds String, expected Int32"),
        ("ledger", "event", pl.struct("event"), "event: holds Struct"),
        ("ledger", "year", pl.lit(None), "year: a cell is empty"),
        ("yearly", "year", pl.lit(None), "year: a cell is empty"),
        ("recorded", "year_is_default", pl.concat_list("year_is_default"), "expected Boolean"),
        ("recorded", "a", pl.lit(7), "recorded ties end at no place of the world"),
    ],
)
def test_columns_of_another_kind_are_told_by_validate(many, table, column, value, told):
    changed(many / table / "part-000000.parquet", **{column: value})
    with pytest.raises(ValueError, match=told) as caught:
        summaries(many)
    assert str(many) in str(caught.value)


def test_places_without_a_column_are_told_by_validate(many):
    path = many / "municipalities.parquet"
    pl.read_parquet(path).drop("lat").write_parquet(path)
    with pytest.raises(ValueError, match="lacks the column 'lat'"):
        summaries(many)


def test_a_register_whose_ids_are_no_numbers(tmp_path):
    path = tmp_path / "mine.parquet"
    _register().with_columns(a=pl.struct("a")).write_parquet(path)
    with pytest.raises(RegisterError, match="a: expected Int64"):
        read_register(path)
    with pytest.raises(ModelError, match="a: expected Int64"):
        open_material(path)


def test_a_bank_without_its_columns(tmp_path):
    pl.DataFrame({"seed": [1], "x": ["y"]}).write_parquet(tmp_path / "theta.parquet")
    pl.DataFrame({"value": [1.0]}).write_parquet(tmp_path / "bank.parquet")
    with pytest.raises(RunError, match="holds no finished bank"):
        read_bank(tmp_path)


@pytest.mark.parametrize("tables", [7, ["ties"], None])
def test_a_manifest_that_says_other_things(many, tables):
    path = many / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "tables": tables, "runs": []}))
    with pytest.raises(RunError):
        open_results(many).table("ties")
