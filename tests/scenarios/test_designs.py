"""Designs: plain tables of values, run like any ensemble; the same bytes anywhere."""

import hashlib
import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from scenarios import load
from scenarios.runs import RunError, design_ensemble, open_results, read_design, with_values
from scenarios.runs.designs import runs_of, scenarios_of
from simulation import simulate

TABLE = pl.DataFrame(
    {"seed": [11, 12, 13], "choice.held": [-1.0, -2.0, None], "choice.distance.FR": [-1.0] * 3}
)


def stock(history):
    """One number of a run: its ties, by country of the partner."""
    places = history.municipalities.select("id", "country")
    ends = history.ties.join(places, left_on="b", right_on="id")
    return ends.group_by("country").len().sort("country")


TABLES = {"stock": stock}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def base():
    from scenarios.runs import choose

    return choose("history", 1975)


@pytest.fixture(scope="module")
def finished(base, tmp_path_factory):
    """A design of three toy runs; do not change it."""
    out = tmp_path_factory.mktemp("designs") / "design"
    design_ensemble(base, TABLE, out, world="toy", tables=TABLES)
    return out


def test_a_row_puts_its_values_in_place_of_the_base(base):
    first, _, third = scenarios_of(base.scenario, TABLE)
    assert (first.choice.held, first.choice.distance["FR"]) == (-1.0, -1.0)
    assert third.choice.held == base.scenario.choice.held
    assert first.choice.distance["IT"] == base.scenario.choice.distance["IT"]
    assert first.model_copy(update={"choice": base.scenario.choice}) == base.scenario


def test_a_run_is_the_scenario_of_its_row_under_its_seed(base, finished):
    results = open_results(finished)
    assert results.tables == ("municipalities", "stock", "failures")
    mine = results.table("stock").filter(pl.col("replication") == 1)
    alone = simulate(scenarios_of(base.scenario, TABLE)[1], 12, "toy")
    assert mine.drop("scenario", "strategy", "replication").equals(stock(alone))


def test_the_design_stands_in_the_folder_before_the_first_run(base, tmp_path):
    seen = []

    def look(done, failed, total):
        there = pl.read_parquet(tmp_path / "d" / "design.parquet")
        seen.append((done, failed, total, there.equals(TABLE)))

    out = tmp_path / "d"
    design_ensemble(base, TABLE, out, world="toy", tables=TABLES, also=("x.csv",), progress=look)
    assert seen == [(done, 0, 3, True) for done in range(4)]
    said = json.loads((out / "manifest.json").read_text("utf-8"))
    data = (out / "design.parquet").read_bytes()
    assert said["design"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert [run["seed"] for run in said["runs"]] == [11, 12, 13]
    assert {"design.parquet", "x.csv"} <= set(said["files"])


@pytest.mark.deep
def test_two_workers_and_resuming_give_the_same_bytes(base, finished, tmp_path):
    two = tmp_path / "two"
    design_ensemble(base, TABLE, two, world="toy", tables=TABLES, workers=2)
    assert bytes_of(two) == bytes_of(finished)
    (two / "stock" / "part-000001.parquet").unlink()
    (two / "design.parquet").unlink()
    result = design_ensemble(base, TABLE, two, world="toy", tables=TABLES, resume=True)
    assert (result.found, result.done) == (2, 1)
    assert bytes_of(two) == bytes_of(finished)


def test_without_seeds_row_r_has_seed_plus_r(base):
    runs = runs_of(base.scenario, TABLE.drop("seed"), 7)
    assert [(run.run, run.replication, run.seed) for run in runs] == [
        (0, 0, 7),
        (1, 1, 8),
        (2, 2, 9),
    ]


def test_a_run_that_fails_is_a_row(base, tmp_path):
    table = pl.DataFrame({"choice.held": [-1.0, -1.0], "appeal.FR": [-5.0, 15.0]})
    world = {"world": "toy", "tables": {"stock": stock}}
    result = design_ensemble(base, table, tmp_path / "d", **world)
    assert result.planned == 2
    assert result.done + len(result.failures) == 2


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"choice.hold": [-1.0]}, r"design, row 1: choice.hold: no such field \(did you mean"),
        ({"choice.held": [-1.0, 99.0]}, r"design, row 2: choice.held: .* \(it is 99.0\)"),
        ({"choice": [1.0]}, "design, row 1: choice: is not a single parameter"),
        ({"choice.held.x": [1.0]}, "choice.held.x: leads below a single value"),
        ({"choice.distance.XX": [-1.0]}, "choice.distance.XX: not known"),
        ({"name": ["other"]}, "name: is not a single parameter"),
        ({"choice.held": []}, "the design has no row"),
        ({"seed": [0.5], "choice.held": [-1.0]}, "column seed: expected an integer in every row"),
        ({"seed": [-1], "choice.held": [-1.0]}, "--seed -1: expected an integer"),
        ({"choice.held": [float("nan")]}, "design, row 1: choice.held: "),
    ],
)
def test_an_impossible_design_is_refused_before_its_folder_is_made(base, tmp_path, table, message):
    with pytest.raises(RunError, match=message):
        design_ensemble(base, pl.DataFrame(table), tmp_path / "d", world="toy", tables=TABLES)
    assert list(tmp_path.iterdir()) == []


def test_resuming_names_the_first_difference_of_another_design(base, finished, tmp_path):
    copy = Path(shutil.copytree(finished, tmp_path / "copy"))
    before = bytes_of(copy)
    call = {"world": "toy", "tables": TABLES, "resume": True}
    other = TABLE.with_columns(pl.Series("choice.held", [-1.0, -2.5, None]))
    with pytest.raises(RunError, match=r"its design had choice.held = -2.0 in row 2 and has -2.5"):
        design_ensemble(base, other, copy, **call)
    with pytest.raises(RunError, match=r"its design had 3 rows of .* and has 2 of"):
        design_ensemble(base, TABLE[:2], copy, **call)
    (copy / "design.parquet").unlink()
    with pytest.raises(RunError, match=r"cannot be resumed, design.sha256 was"):
        design_ensemble(base, other, copy, **call)
    before.pop("design.parquet")
    assert bytes_of(copy) == before


def test_an_ensemble_is_not_resumed_as_a_design(base, finished, tmp_path):
    from scenarios.runs import ensemble

    copy = Path(shutil.copytree(finished, tmp_path / "copy"))
    with pytest.raises(RunError, match="cannot be resumed"):
        ensemble([base], copy, world="toy", replications=3, resume=True)


def test_a_value_may_be_new_in_a_table_with_free_keys():
    changed = with_values(load("history"), {"events.cemr_1951.size": 0.5, "until": 2000})
    assert changed.events["cemr_1951"].size == 0.5
    assert changed.events["cemr_1951"].delay == load("history").events["cemr_1951"].delay
    assert changed.until == 2000


def test_a_design_can_be_edited_as_csv(tmp_path):
    path = tmp_path / "design.csv"
    TABLE.write_csv(path)
    assert read_design(path).equals(TABLE)
    TABLE.write_parquet(tmp_path / "design.parquet")
    assert read_design(tmp_path / "design.parquet").equals(TABLE)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("design.txt", b"", "is no design; give a .csv or .parquet file"),
        ("none.csv", None, "no such file"),
        ("bad.parquet", b"PAR1", "is no table"),
        ("empty.csv", b"", "is no table"),
    ],
)
def test_a_file_that_is_no_design_is_named(tmp_path, name, data, message):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(RunError, match=message):
        read_design(tmp_path / name)
