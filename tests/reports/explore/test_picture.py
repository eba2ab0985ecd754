"""What the page draws is what was simulated and recorded; what is taken along is what it draws."""

import io
import json
from types import SimpleNamespace

import polars as pl
import pytest

from analysis.observation.register import recorded
from analysis.recorded import five_year_counts
from reports.explore import first
from reports.explore.downloads import growth_csv, ties_csv
from reports.explore.picture import ALL, LARGEST, _places, picture
from scenarios import load
from simulation import simulate


@pytest.fixture(scope="module")
def history():
    return simulate(load("history"), 1, "toy")


@pytest.fixture(scope="module")
def drawn(history):
    return json.loads(json.dumps(picture(history), allow_nan=False))


def test_every_tie_is_there_once_with_its_years_and_places(history, drawn):
    ties, places = drawn["ties"], drawn["places"]
    named = [
        (places["id"][a], places["id"][b], founded, ended or None, drawn["words"]["form"][form])
        for a, b, founded, ended, form in zip(
            *(ties[name] for name in ("a", "b", "founded", "ended", "form")), strict=True
        )
    ]
    assert sorted(named, key=str) == sorted(
        history.ties.select("a", "b", "founded", "ended", "form").rows(), key=str
    )
    assert ties["founded"] == sorted(ties["founded"])


@pytest.mark.parametrize("year", [1950, 1975, 2024])
def test_those_that_live_in_a_year_are_those_of_the_history(history, drawn, year):
    ties = drawn["ties"]
    living = sum(
        founded <= year and (not ended or ended > year)
        for founded, ended in zip(ties["founded"], ties["ended"], strict=True)
    )
    assert living == history.ties_at(year)["ended"].is_null().sum()


def test_a_place_beyond_the_map_has_no_point_on_it():
    places = pl.DataFrame(
        {
            "id": [1, 2, 3],
            "name": ["Köln", "Tokyo", "Nowhere"],
            "country": ["DE", "JP", "FR"],
            "level": ["municipality"] * 3,
            "lat": [50.9, 35.7, 48.0],
            "lon": [7.0, 139.7, 2.0],
        }
    )
    ties = pl.DataFrame({"a": [1], "b": [2]})
    seen = _places(SimpleNamespace(municipalities=places), ties)
    assert seen["name"].to_list() == ["Köln", "Tokyo"]
    assert seen["x"].is_null().to_list() == seen["y"].is_null().to_list() == [False, True]
    assert _places(SimpleNamespace(municipalities=places), ties.clear()).height == 0


def test_growth_counts_the_register_and_the_toy_world_has_no_record(history, drawn):
    register = recorded(history).filter(~pl.col("year_is_default"))
    french = register.filter((pl.col("country_a") == "FR") | (pl.col("country_b") == "FR"))
    cells = pl.DataFrame(drawn["growth"], infer_schema_length=None)
    of = {code: int(rows["simulated"].sum()) for (code,), rows in cells.group_by("country")}
    assert of["FR"] == french.height > 0
    assert of[ALL] == register.height
    assert len(of) == LARGEST + 1
    assert cells["recorded"].null_count() == cells["role"].null_count() == cells.height


@pytest.mark.deep
def test_beside_the_whole_of_germany_stands_the_record_with_its_roles():
    cells = pl.DataFrame(picture(simulate(load("history"), 1))["growth"], infer_schema_length=None)
    french = cells.filter(country="FR")
    record = five_year_counts().filter(country="FR")
    early = record.filter(pl.col("period").str.starts_with("1960"))
    assert french.filter(first=1960)["recorded"].item() == early[record.columns[-1]].item()
    assert set(french["role"]) == {"fitted", "kept back"}


def test_what_is_taken_along_is_what_is_drawn(drawn):
    ties = pl.read_csv(io.BytesIO(ties_csv(drawn)))
    assert ties.height == len(drawn["ties"]["founded"])
    assert ties["founded"].to_list() == drawn["ties"]["founded"]
    assert ties["ended"].null_count() == drawn["ties"]["ended"].count(0)
    growth = pl.read_csv(io.BytesIO(growth_csv(drawn)))
    assert growth["simulated"].sum() == sum(row["simulated"] for row in drawn["growth"])


def test_no_name_becomes_a_formula_in_a_spreadsheet(drawn):
    names = ["=cmd|'/c calc'!A1", *drawn["places"]["name"][1:]]
    evil = {**drawn, "places": {**drawn["places"], "name": names}}
    text = ties_csv(evil).decode()
    assert "'=cmd" in text
    assert ",=cmd" not in text


def test_the_first_picture_is_kept_whole_or_made_again(drawn, tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    assert first.kept("toy") is None
    first.keep("toy", drawn)
    assert json.loads(first.kept("toy")) == drawn
    assert first.kept("germany") is None
    (file,) = (tmp_path / "jumelage").iterdir()
    file.write_bytes(file.read_bytes()[:-5])
    assert first.kept("toy") is None  # a cut file
    monkeypatch.setattr(first, "_state", lambda: "f" * 64)
    assert first.kept("toy") is None  # other code
    blocked = tmp_path / "file"
    blocked.write_text("")
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(blocked))
    first.keep("toy", drawn)
    assert first.kept("toy") is None
