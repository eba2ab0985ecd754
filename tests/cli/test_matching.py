"""`jumelage match` as a user types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_it_prints_a_table_with_reasons(call):
    result = call("match", "koeln", "--world", "toy", "--top", "3", "--country", "FR")
    assert result.exit_code == 0, result.stderr
    assert "Partners for Köln (DE-NW)" in result.stdout
    assert "The likeliest 3 out of 30 places" in result.stdout
    assert "--register" in result.stdout


def test_json_is_all_that_it_prints_and_the_page_is_written(call, tmp_path):
    page = tmp_path / "partners.html"
    words = ("match", "2886242", "--world", "toy", "--json", "--size", "2000-", "--page", page)
    result = call(*words)
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["filters"]["size"] == [2000, None]
    assert len(told["candidates"]) == 20
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert call(*words).exit_code == 2
    assert call(*words, "--force").stdout == result.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("",), "PLACE: is empty"),
        (("x" * 10_000,), "PLACE: has 10,000 signs"),
        (("\x1b[31mred\x07",), "no German town or district"),
        (("<script>alert(1)</script>",), "no German town or district"),
        (("Köln", "--top", "0"), "--top 0: expected"),
        (("Köln", "--country", "XX"), "--country 'XX'"),
        (("Köln", "--size", "many"), "--size 'many': expected"),
        (("Köln", "--motive", "love"), "--motive 'love': expected"),
        (("Köln", "--register", "none.parquet"), "register none.parquet: no such file"),
        (("Köln", "--among", "none.csv"), "--among none.csv: cannot be read"),
        (("Köln", "--page", "page.pdf"), "expected the name of an .html file"),
        (("Köln", "--world", "mars"), "--world 'mars': expected one of"),
    ],
)
def test_a_mistake_is_one_sentence(call, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    result = call("match", *words, *(() if "--world" in words else ("--world", "toy")))
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert "\x1b" not in result.stderr


def test_an_ambiguous_name_says_how_to_choose(call):
    result = call("match", "Neustadt")
    assert result.exit_code == 2
    assert "DE-SN, 13,775 inhabitants" in result.stderr
    assert "'Neustadt, DE-" in result.stderr
    assert len(result.stderr) < 1_010
    assert " ... " not in result.stderr


def test_who_sits_at_a_terminal_is_asked_by_number(call, monkeypatch):
    monkeypatch.setattr("reports.commands.matching.attended", lambda: True)
    result = call("match", "Frankfurt", "--top", "1", typed="7\ntwo\n2\n")
    assert result.exit_code == 0, result.stderr
    assert "  1. Frankfurt am Main (DE-HE, 650,000 inhabitants" in result.stderr
    assert result.stderr.count("expected a number from 1 to 2") == 2
    assert "Partners for Frankfurt (Oder) (DE-BB)" in result.stdout
    gone = call("match", "Frankfurt", typed="")
    assert gone.exit_code == 130
    assert "interrupted" in gone.stderr


def test_json_never_asks(call, monkeypatch):
    monkeypatch.setattr("reports.commands.matching.attended", lambda: True)
    result = call("match", "Frankfurt", "--json", typed="1\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: PLACE 'Frankfurt': 2 places bear this name")


def test_the_law_alone_waits_for_no_simulation():
    program = (
        "import sys\n"
        "from analysis.matching import Question, match\n"
        "match(Question('Köln'), 'toy')\n"
        "sys.exit(int('mesa' in sys.modules or 'statsmodels' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True)
    assert done.returncode == 0, done.stderr
