"""Folders and registers as people bring them."""

import polars as pl
import pytest

from analysis.models.material import open_material
from analysis.models.registry import MODELS, analyse
from analysis.models.results import ModelError
from analysis.observation.register import recorded
from scenarios.runs import choose, ensemble, run


@pytest.fixture(scope="module")
def lone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("material") / "run"
    run(choose("history"), folder, world="toy", more={"recorded": recorded})
    return folder


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    folder = tmp_path_factory.mktemp("material") / "short"
    run(choose("history", until=1960), folder, world="toy", more={"recorded": recorded})
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("material") / "many"
    chosen = [choose("history", until=1965), choose("no_elysee", until=1965)]
    ensemble(chosen, folder, world="toy", replications=2)
    return folder


def test_a_run_is_opened_in_both_views(lone):
    seen, everything = open_material(lone), open_material(str(lone), view="all")
    assert seen.source == f"run {lone} (scenario history, seed 1)"
    assert (seen.kind, seen.size, seen.world) == ("run", 1, "toy")
    (one,), (other,) = seen.replications(), everything.replications()
    assert (one.until, other.until) == (2014, 2025)
    stored = {name: pl.read_parquet(lone / f"{name}.parquet") for name in ("recorded", "ties")}
    assert one.ties().height == stored["recorded"].height
    ties = other.ties()
    assert ties.height == stored["ties"].height
    # distances are those that the run wrote itself
    own = stored["ties"].sort("a", "b", "founded")
    assert ties["distance_km"].to_list() == own["distance_km"].to_list()
    assert one.table("ledger", ["year", "event"]).columns == ["year", "event"]
    with pytest.raises(ModelError, match="has no table 'nothing'"):
        one.table("nothing", ["year"])
    with pytest.raises(ModelError, match=r"ledger.parquet: lacks the column 'colour'"):
        one.table("ledger", ["colour"])


def test_the_names_of_a_run_may_be_given_and_no_others(lone):
    assert open_material(lone, scenario="history", strategy="base").size == 1
    with pytest.raises(ModelError, match="has no scenario 'outlook'; it holds 'history'"):
        open_material(lone, scenario="outlook")
    with pytest.raises(ModelError, match="has no strategy 'grants'; it holds 'base'"):
        open_material(lone, strategy="grants")
    with pytest.raises(ModelError, match="--view 'most': expected one of recorded, all"):
        open_material(lone, view="most")


def test_a_run_that_ends_too_early_has_no_recorded_tie(short):
    with pytest.raises(ModelError, match=r"ends in 1960.*or give --view all"):
        open_material(short)
    (one,) = open_material(short, view="all").replications()
    assert one.until == 1960
    assert one.ties()["year"].max() <= 1960


def test_an_ensemble_gives_the_scenario_that_is_named(many):
    with pytest.raises(ModelError, match=r"several scenarios; name one with --scenario: 'history'"):
        open_material(many)
    with pytest.raises(ModelError, match="ends in 1965"):
        open_material(many, scenario="no_elysee")
    material = open_material(many, scenario="no_elysee", view="all")
    assert material.source == f"ensemble {many} (scenario no_elysee, 2 replications)"
    for replication in material.replications():
        part = many / "ties" / f"part-{2 * replication.number + 1:06d}.parquet"
        assert replication.ties().height == pl.read_parquet(part).height
        assert replication.table("yearly", ["year"])["year"].max() == 1965


def test_a_missing_part_is_said(many, tmp_path):
    (replication, _) = open_material(many, scenario="history", view="all").replications()
    part = many / "ledger" / "part-000000.parquet"
    kept = part.read_bytes()
    part.write_bytes(kept[:100])
    try:
        with pytest.raises(ModelError, match=r"part-000000.parquet: cannot be read; make it again"):
            replication.table("ledger", ["year"])
    finally:
        part.write_bytes(kept)
    with pytest.raises(ModelError, match="no such folder"):
        open_material(tmp_path / "nothing")


def test_a_register_is_read_with_the_places_of_the_world(lone):
    register = lone / "recorded.parquet"
    material = open_material(register)
    assert (material.kind, material.world, material.size) == ("register", "germany", 1)
    (one,) = material.replications()
    assert one.ties().height == pl.read_parquet(register).height
    with pytest.raises(ModelError, match="has no table 'ledger', for a register"):
        one.table("ledger", ["year"])


def test_what_a_register_has_not_is_refused(lone):
    path = lone / "recorded.parquet"
    with pytest.raises(ModelError, match="is a register and has no scenario to choose"):
        open_material(path, scenario="history")
    with pytest.raises(ModelError, match="is a register and has no strategy to choose"):
        open_material(path, strategy="base")
    with pytest.raises(ModelError, match="holds recorded ties alone; leave --view"):
        open_material(path, view="all")


def damaged(table, how):
    return {
        "column": lambda: table.drop("form"),
        "empty": lambda: table.clear(),
        "form": lambda: table.with_columns(form=pl.lit("marriage\n")),
        "year": lambda: table.with_columns(year=pl.lit("long ago")),
        "nan": lambda: table.with_columns(year=pl.lit(float("nan"))),
        "infinite": lambda: table.with_columns(year=pl.lit(float("inf"))),
        "id": lambda: table.with_columns(a=pl.lit(1)),
    }[how]()


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("column", "lacks the column 'form'; needed are a, b"),
        ("empty", "holds no tie; a register has one row a tie"),
        ("form", r"form: 'marriage\\n', but expected one of contact"),
        ("year", "year: expected Int32"),
        ("nan", "year: expected Int32"),
        ("infinite", "year: expected Int32"),
        ("id", "ends at a place that its world does not hold"),
    ],
)
def test_a_damaged_register_is_refused(lone, tmp_path, how, message):
    path = tmp_path / "register.parquet"
    damaged(pl.read_parquet(lone / "recorded.parquet"), how).write_parquet(path)
    with pytest.raises(ModelError, match=message) as caught:
        open_material(path)
    assert str(caught.value).isprintable()


def test_what_is_no_register_is_refused(tmp_path):
    text = tmp_path / "text.parquet"
    text.write_text("no table")
    with pytest.raises(ModelError, match="is no Parquet file that can be read"):
        open_material(text)
    with pytest.raises(ModelError, match="no such file"):
        open_material(tmp_path / "none.parquet")
    with pytest.raises(ModelError, match="is no path"):
        open_material("a\0.parquet")
    (tmp_path / "table.csv").write_text("a,b\n")
    with pytest.raises(ModelError, match="is a file; give the folder"):
        open_material(tmp_path / "table.csv")


def test_an_unknown_model_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(ModelError, match=r"--model 'magic': expected one of gravity, choice"):
        analyse("magic", tmp_path / "none")
    assert list(MODELS) == ["gravity", "choice", "events", "survival", "vitality", "network"]


def test_the_registry_fits_what_it_names(lone):
    analysis = analyse("gravity", lone)
    assert analysis.model == "gravity"
    assert analysis.title == MODELS["gravity"].title
    assert analysis.question == MODELS["gravity"].question
