"""The student's guide: what holds of it beside that it can be typed (`test_commands.py`)."""

import ast
import re
import shutil
import subprocess

import pytest

from analysis.teaching import SCENARIO
from scenarios import load
from tests.docs.documents import FENCE, ROOT, read, steps

GUIDE = read("docs/GUIDE.md")
STEPS = steps(GUIDE)


def test_commands_stand_in_blocks_and_not_in_sentences():
    """In a sentence they would be overlooked; names of commands alone are no calls."""
    prose = FENCE.sub("", GUIDE)
    assert re.findall(r"`(?:jumelage|python|git|make) [^`]*`", prose) == ["`make setup`"]


def test_every_program_and_scenario_has_a_name_of_its_own():
    named = [step.name for step in STEPS if step.kind in ("python", "toml")]
    assert all(name.startswith("my/") for name in named)
    assert len(named) == len(set(named)) > 10


def test_the_shy_world_is_shy_by_as_much_as_it_asks_more_often(tmp_path):
    for step in STEPS:
        if step.kind == "toml":
            (tmp_path / step.name.removeprefix("my/")).write_text(step.text, encoding="utf-8")
    shutil.copy(SCENARIO, tmp_path)
    truth, shy = load(tmp_path / "truth.toml"), load(tmp_path / "shy.toml")
    asked = 2.0 ** ((shy.rate.level - truth.rate.level) / 0.693147)
    assert asked * shy.consent.base == pytest.approx(truth.consent.base, abs=1e-3)


def test_the_figure_is_drawn_in_ten_lines():
    (code,) = (step.text for step in STEPS if step.name == "my/poland_figure.py")
    body = ast.parse(code).body
    drawing = [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom)]
    assert len(drawing) <= 11  # ten for the figure, one that prints


def test_the_table_of_the_hour_adds_up_to_an_hour():
    minutes = [int(number) for number in re.findall(r"^\| (\d+) \|", GUIDE, re.M)]
    assert sum(minutes) == 60


@pytest.mark.deep
def test_cloning_as_the_guide_says(tmp_path):
    typed = [step.text.split() for step in STEPS if step.kind == "command"]
    clone, _, setup, _ = typed[:4]
    clone[2] = str(ROOT)
    subprocess.run([clone[0], clone[1], "--quiet", *clone[2:]], cwd=tmp_path, check=True)
    there = tmp_path / "jumelage"
    subprocess.run([*setup, "--dry-run"], cwd=there, check=True, stdout=subprocess.DEVNULL)
    assert (there / "docs" / "GUIDE.md").is_file()
