"""The command, its files and its page, on a short history of the toy world."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

import jumelage

WORDS = ("sensitivity", "history", "--world", "toy", "--until", "1949", "--draws", "8")


@pytest.fixture(scope="module")
def call():
    def calling(*words):
        return CliRunner().invoke(jumelage.app, [str(word) for word in words])

    return calling


@pytest.fixture(scope="module")
def out(call, tmp_path_factory):
    folder = tmp_path_factory.mktemp("study") / "out"
    done = call(*WORDS, "--workers", "1", "--quiet", "--out", folder)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"{folder / 'sensitivity.html'}\n"
    return folder


def test_the_table_has_every_group_for_every_outcome(out):
    content = json.loads((out / "sensitivity.json").read_bytes())
    names = [outcome["name"] for outcome in content["outcomes"]]
    assert {"living", "linked"} <= set(names)
    assert content["left_out"]["register"] == "some runs have no such number"
    table = pl.read_csv(out / "sensitivity.csv")
    assert table.height == len(names) * len(content["groups"])
    assert content["runs"] == 8 * (len(content["groups"]) + 2)
    ranges = pl.read_csv(out / "factors.csv").filter(pl.col("path") == "life.travel")
    assert ranges.select("low", "high", "class").row(0) == (0.08, 0.18, "assumed")


def test_the_page_says_what_the_table_says(out):
    page = (out / "sensitivity.html").read_text(encoding="utf-8")
    content = json.loads((out / "sensitivity.json").read_bytes())
    for outcome in content["outcomes"]:
        assert f'id="panel-{outcome["name"].replace("_", "-")}"' in page
    assert "http" not in page.replace("http://www.w3.org", "")
    command = "jumelage sensitivity history --until 1949 --draws 8 --seed 1 --world toy --out DIR"
    assert command in page


def test_resuming_changes_nothing_and_another_call_is_refused(call, out):
    before = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    words = ("--workers", "1", "--quiet", "--resume", "--out", out)
    assert call(*WORDS, *words).exit_code == 0
    assert {path: path.read_bytes() for path in before} == before
    other = call(*WORDS, "--seed", "2", *words)
    assert other.exit_code == 2
    assert "cannot be resumed" in other.stderr


def test_the_terminal_names_groups_and_luck(call, out):
    words = ("--workers", "1", "--resume", "--out", out)
    told = call(*WORDS, *words).stdout
    assert "Share of variance" in told
    assert "luck" in told
    assert "register: left out, some runs have no such number" in told


def test_a_number_that_is_no_power_of_two_is_refused_before_anything_is_made(call, tmp_path):
    done = call("sensitivity", "history", "--draws", "60", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "--draws 60: expected a power of two" in done.stderr
    assert not (tmp_path / "out").exists()
