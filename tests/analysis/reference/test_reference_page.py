"""REFERENCE.md: in step with the code, whole, and with examples that work."""

import io
import re

import polars as pl
import pytest
from jsonschema import Draft202012Validator

from analysis.reference import scenario_schema, written
from analysis.reference.__main__ import main
from analysis.reference.evidence import changed, evidence_of, linked
from analysis.reference.files import DOCS, ROOM
from analysis.reference.page import FOLDER, page
from analysis.reference.tree import fields, table_of, tree
from scenarios import Scenario, load, names
from scenarios.runs import with_values
from scenarios.strategies.schema import StrategyFile
from scenarios.toml_files import read_toml

PAGE = page()


def block(kind):
    """An example of the guide by what it is written in."""
    text = (FOLDER / "guide.md").read_text(encoding="utf-8")
    return re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL)[1]


def section(path):
    """What the page tells under one heading."""
    return re.search(rf"\n#+ {re.escape(path)}\n(.*?)(?=\n#|\Z)", PAGE, re.DOTALL)[1]


def test_the_files_are_what_the_code_says():
    for path, text in written().items():
        assert path.parent in (ROOM, DOCS)
        assert path.read_text(encoding="utf-8") == text, (
            "write it anew with `python -m analysis.reference --write`"
        )


def test_the_example_of_the_guide_works(tmp_path):
    path = tmp_path / "early_board.toml"
    path.write_text(block("toml"), encoding="utf-8")
    scenario = load(path)
    assert scenario.board.since == 1990
    assert not scenario.events["covid_2020"].active
    assert scenario.gates.opened == {"PL": 1970}
    assert list(Draft202012Validator(scenario_schema()).iter_errors(read_toml(path))) == []


def test_the_design_of_the_guide_works():
    base = load("history")
    rows = pl.read_csv(io.StringIO(block("csv"))).drop("seed").to_dicts()
    first, second = (with_values(base, row) for row in rows)
    assert first.events["elysee_1963"].size == 0.0
    assert first.choice.distance == base.choice.distance
    assert second.choice.distance["FR"] == -1.5
    assert second.events == base.events


@pytest.mark.parametrize(
    ("model", "top"), [(Scenario, "frame"), (StrategyFile, "Fields of strategies")]
)
def test_every_field_has_its_row_under_its_heading(model, top):
    for path, node in fields(tree(model)):
        above, _, name = path.rpartition(".")
        if path == "name" or table_of(node) is not None:
            continue
        told = section((above or top).replace("*", "NAME").removesuffix(".NAME"))
        if "The fields of [`" in told:
            told = section(re.search(r"The fields of \[`([\w.]+)`\]", told)[1])
        assert f"| `{name}` |" in told, path


def test_a_row_tells_default_unit_bounds_meaning_and_evidence():
    size = load("history").rate.size
    assert (
        f"| `size` | {size} (0.9) | log | -20 to 20 | per unit of ln(inhabitants / 20,000) | "
        "calibrated (posterior.json: the calibration) |" in section("rate")
    )
    assert "| contact to friendship | assumed" in section("forms")
    assert "| `FR` | France | " in section("appeal")
    assert "Keys: `travel`, `school`" in section("shifts.NAME.what.begins")
    assert "`DE-BY`" in section("shifts.NAME.who")


def test_scenarios_that_change_a_field_are_named():
    assert "- `poland_open_1950`: `gates.opened.PL = 1950`" in section("gates.opened")
    assert "- `no_life`: `life.active = false`" in section("life")
    assert changed("mergers") == {"no_mergers": ["mergers.active = false"]}
    for name in names():
        assert f"| `{name}` | {load(name).title} |" in section("Scenarios that ship")


def test_every_event_has_its_row():
    for event in load("history").events:
        assert f"| `{event}` |" in section("events")


def test_no_table_is_too_wide_to_read():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    assert max(len(line) for line in rows) < 360
    assert max(line.count(" | ") for line in rows) <= 6


def test_numbers_without_evidence_say_none():
    assert evidence_of("board.use").startswith("assumed (")
    assert evidence_of("board.active") == ""


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("judgement", "judgement"),
        ("published figures V1, V2", "published figures V1, V2"),
        (
            "A, 2008, https://a.eu/1; B, https://b.eu",
            "[A, 2008](https://a.eu/1); [B](https://b.eu)",
        ),
        ("https://a.eu", "https://a.eu"),
    ],
)
def test_addresses_are_put_behind_their_titles(source, told):
    assert linked(source) == told


def test_the_program_finds_stale_files_and_writes_them(tmp_path, monkeypatch, capsys):
    made = {tmp_path / "a.json": "{}\n", tmp_path / "b.md": "b\n"}
    monkeypatch.setattr("analysis.reference.__main__.written", lambda: made)
    assert main([]) == 1
    assert capsys.readouterr().err.count("write it with --write") == 2
    assert main(["--write"]) == 0
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == "b\n"
    assert main([]) == 0
    (tmp_path / "a.json").write_text("[]\n", encoding="utf-8")
    assert main([]) == 1
    assert "a.json: is not what the code says" in capsys.readouterr().err
