"""`jumelage report` and `jumelage reproduce`, with a tiny report on the toy world."""

import json
import sys
import types

import polars as pl
import pytest

from reports.papers import published, registry
from reports.papers.numbers import Numbers
from reports.papers.paper import Content, Need, Paper, Section, Text

NEED = Need("tiny", ("history",), 2, 1, until=1950, draft_world="toy")


def build(provided):
    ties = provided.results("tiny").table("ties")
    numbers = Numbers("tests.tiny")
    numbers.add("ties", ties.height, "ties")
    numbers.add("km", ties.select(pl.col("distance_km").sum()).item(), "km")
    section = Section("Ties", (f"There are {numbers.say('ties')} of them.",))
    text = Text("en", "Tiny", "How many?", ("Some.",), (section,), ("Counted.",), ("All else.",))
    return Content(numbers, (text,))


@pytest.fixture
def tiny(monkeypatch, tmp_path):
    """A report `tiny` that nothing is published of, in place of those that ship."""
    module = types.ModuleType("reports.papers.tiny")
    module.PAPER = Paper("tiny", "Tiny", "How many ties are there?", (NEED,), build)
    monkeypatch.setitem(sys.modules, "reports.papers.tiny", module)
    monkeypatch.setattr(registry, "NAMES", ("tiny",))
    monkeypatch.setattr(published, "FOLDER", tmp_path / "published")
    return module.PAPER


@pytest.fixture
def made(tiny, call, tmp_path):
    """The report in a folder, and its numbers published."""
    result = call("report", "tiny", "--draft", "--workers", "1", "--quiet", "--out", tmp_path / "a")
    assert result.exit_code == 0, result.stderr
    from reports.papers.paper import Provided

    content = build(Provided(True, {"tiny": tmp_path / "a" / "runs" / "tiny"}))
    return published.publish("tiny", content.numbers, (NEED,), draft=True)


def reproduce(call, out, *words):
    return call("reproduce", *words, "--draft", "--workers", "1", "--quiet", "--out", out)


def test_report_alone_lists_the_reports(tiny, call):
    result = call("report")
    assert result.exit_code == 0
    assert result.stdout.split() == ["tiny", "How", "many", "ties", "are", "there?"]


def test_the_reports_that_ship_are_listed_in_order(call):
    lines = call("report").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(registry.NAMES)


def test_an_unknown_report_is_told_with_the_known_ones(tiny, call, tmp_path):
    for words in (("report", "other", "--out", tmp_path / "x"), ("reproduce", "other")):
        result = call(*words)
        assert result.exit_code == 2
        assert result.stderr == "Error: other: no such report; there are tiny\n"
    assert not (tmp_path / "x").exists()


def test_a_report_needs_a_folder(tiny, call):
    result = call("report", "tiny")
    assert result.exit_code == 2
    assert "--out is missing" in result.stderr


def test_a_report_is_built_and_its_page_named(made, call, tmp_path):
    html = (tmp_path / "a" / "tiny.html").read_text(encoding="utf-8")
    assert "Draft: few runs." in html
    assert (tmp_path / "a" / "index.html").is_file()
    again = call("report", "tiny", "--draft", "--quiet", "--out", tmp_path / "a")
    assert again.exit_code == 2
    assert "--resume" in again.stderr
    more = call("report", "tiny", "--draft", "--resume", "--quiet", "--out", tmp_path / "a")
    assert more.exit_code == 0
    assert more.stdout.strip() == str(tmp_path / "a" / "tiny.html")


def test_what_was_published_is_reproduced(made, call, tmp_path):
    result = reproduce(call, tmp_path / "b", "tiny")
    assert result.exit_code == 0, result.stderr
    for told in ("tiny", "ties", "tests.tiny", "as published"):
        assert told in result.stdout


def test_one_changed_number_fails_and_is_named(made, call, tmp_path):
    content = json.loads(made.read_bytes())
    content["numbers"]["km"]["value"] += 1.0
    made.write_text(json.dumps(content), encoding="utf-8")
    result = reproduce(call, tmp_path / "b")
    assert result.exit_code == 1
    assert "1 of 2 numbers are not as published: tiny: km (differs)" in result.stderr
    assert "differs" in result.stdout


def test_a_number_that_is_gone_fails_and_is_named(made, call, tmp_path):
    content = json.loads(made.read_bytes())
    content["numbers"]["gone"] = content["numbers"]["ties"]
    del content["numbers"]["ties"]
    made.write_text(json.dumps(content), encoding="utf-8")
    result = reproduce(call, tmp_path / "b")
    assert result.exit_code == 1
    assert "tiny: ties (not published), tiny: gone (missing)" in result.stderr


def test_where_nothing_is_published_nothing_runs(tiny, call, tmp_path):
    result = reproduce(call, tmp_path / "b", "tiny")
    assert result.exit_code == 2
    assert "nothing is published of the report 'tiny'" in result.stderr
    assert not (tmp_path / "b").exists()
