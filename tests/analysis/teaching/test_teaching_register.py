"""The teaching register: whole, of the law that it names, and that law is found in it."""

import io
import json
import shutil

import polars as pl
import pytest

from analysis.observation.register import RECORDED_SCHEMA
from analysis.teaching import REGISTER, SIDECAR, TRUTH, beside, build, estimates, faults, truth
from analysis.teaching.build import SEED, WORLD, number, terms
from analysis.teaching.shipped import FOLDER, SCENARIO, TERMS
from scenarios import load

LARGEST = 300_000
"""Bytes: it lies in the repository and in every wheel."""
FAR = 3.5
"""Standard errors by which an estimate is off once in 2,000 times: with two dozen terms a right
program fails this for one register in ninety, and the one that ships is another."""
LEAST_INSIDE = 0.7
"""Share of the 90 % intervals that hold the truth. Of 24 independent ones fewer than 17 do for one
register in a thousand; these are not quite independent."""


@pytest.fixture(scope="module")
def found():
    return estimates()


def row(frame, table, term):
    (one,) = frame.filter(pl.col("table") == table, pl.col("term") == term).rows(named=True)
    return one


def test_the_shipped_files_are_whole_and_of_one_piece():
    assert faults() == []
    assert REGISTER.stat().st_size < LARGEST
    register = pl.read_parquet(REGISTER)
    assert dict(register.schema) == RECORDED_SCHEMA
    assert 2_000 < register.height <= 8_000  # above that, models take a sample
    assert register["year"].null_count() == 0
    assert not register["year_is_default"].any()
    assert register.equals(register.sort("a", "b"))
    sidecar = json.loads(SIDECAR.read_text(encoding="utf-8"))
    assert str(SEED) in sidecar["source"]
    assert WORLD in sidecar["source"]


def test_the_truth_that_ships_is_that_of_the_scenario():
    scenario = load(SCENARIO)
    content = json.loads(TRUTH.read_text(encoding="utf-8"))
    assert content["terms"] == terms(scenario)
    assert (content["seed"], content["world"]) == (SEED, WORLD)
    assert truth().height == len(terms(scenario))
    assert number(scenario, "choice.traits.spa") == scenario.choice.traits["spa"]
    with pytest.raises(KeyError):
        number(scenario, "choice.no_such")


def test_the_law_is_as_simple_as_the_guide_says():
    scenario = load(SCENARIO)
    assert len(set(scenario.choice.distance.values())) == 1
    assert not any(event.active for event in scenario.events.values())
    assert scenario.rate.spread == 0.0
    systems = "contacts development groups board life mergers money reunification sponsorships"
    assert not any(getattr(scenario, name).active for name in systems.split())
    assert (scenario.consent.base, scenario.consent.load) == (1.0, 0.0)
    assert set(scenario.recording.surveyed.values()) == {1.0}
    assert set(scenario.recording.reported.values()) == {1.0}


@pytest.mark.deep
def test_the_law_is_found(found):
    table = beside(found)
    assert table.height == truth().height
    # two spas that find each other are rare: a table may have too few of them
    assert set(table.filter(pl.col("estimate").is_null())["term"]) <= {"traits.spa"}
    assert table["errors"].abs().max() < FAR
    assert table["inside"].mean() >= LEAST_INSIDE
    # what is not nothing is told from nothing
    for term in ("ln_distance", "similar", "mass"):
        one = row(table, "within_country", term)
        assert (one["low"] > 0.0) or (one["high"] < 0.0), term
    assert row(table, "everywhere", "held")["high"] < 0.0
    assert row(table, "regions_effects", "ln_distance")["inside"]


def test_another_law_is_not_taken_for_it(found):
    for path, by in (("choice.distance.default", 0.4), ("choice.similar", 0.3)):
        moved = pl.when(pl.col("path") == path).then(pl.col("true") + by).otherwise("true")
        table = beside(found, truth().with_columns(true=moved))
        assert table["errors"].abs().max() > FAR, path


@pytest.mark.parametrize("name", ["register.parquet", "truth.toml", "register.json", "truth.json"])
def test_what_is_missing_or_changed_is_said(tmp_path, name):
    for file in ("truth.toml", "register.parquet", "register.json", "truth.json"):
        shutil.copy(FOLDER / file, tmp_path)
    assert faults(tmp_path) == []
    if name == "register.parquet":
        pl.read_parquet(REGISTER).head(7).write_parquet(tmp_path / name)
        said = faults(tmp_path)
        assert any("register.json vouches" in sentence for sentence in said)
        assert any("truth.json vouches" in sentence for sentence in said)
        assert any("7 rows" in sentence for sentence in said)
    elif name == "truth.toml":
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        assert faults(tmp_path) == ["truth.toml is not the file that truth.json vouches for."]
    (tmp_path / name).unlink()
    assert faults(tmp_path) == [f"{name} is missing: build it with `--write`."]


def test_terms_that_were_not_estimated_are_null():
    one = {"model": "choice", "table": "everywhere", "term": "held", "true": -1.5, "path": "p"}
    two = one | {"term": "near", "true": 0.0}
    true = pl.DataFrame([one | {"meaning": "m"}, two | {"meaning": "m"}], schema=TERMS)
    found = pl.DataFrame(
        [("choice", "everywhere", "held", -1.0, 0.25, -1.4, -0.6)],
        schema=["model", "table", "term", "estimate", "se", "low", "high"],
        orient="row",
    )
    table = beside(found, true)
    assert table["term"].to_list() == ["held", "near"]
    assert table["inside"].to_list() == [False, None]
    assert table["errors"].to_list() == [2.0, None]


def test_what_is_built_on_a_small_world_is_of_one_piece(tmp_path):
    built = build(seed=2, world="toy")
    for name, content in built.files.items():
        (tmp_path / name).write_bytes(content)
    shutil.copy(SCENARIO, tmp_path)
    assert faults(tmp_path) == []
    assert pl.read_parquet(io.BytesIO(built.files[REGISTER.name])).equals(built.register)
    assert build(seed=2, world="toy").files == built.files
    assert not build(seed=3, world="toy").register.equals(built.register)


@pytest.mark.deep
def test_building_it_again_gives_the_same_register():
    again = build()
    assert again.register.equals(pl.read_parquet(REGISTER))
    shipped = json.loads(TRUTH.read_text(encoding="utf-8"))
    assert json.loads(again.files[TRUTH.name])["terms"] == shipped["terms"]
