"""Every command and every program of docs/GUIDE.md runs, in order, in a folder of its own.

Worlds are small and runs are few in place of large ones; what rebuilds published reports has a
stand-in here and runs in the deep test. A block of the guide that nothing here runs is a failure.
"""

import ast
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import jumelage
from analysis.teaching import REGISTER, SCENARIO, estimates
from analysis.teaching.__main__ import main as teaching
from reports.papers.published import Row
from scenarios import load

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "GUIDE.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
SMALLER = {"run": ["--world", "toy"], "ensemble": ["--world", "toy", "--workers", "1"]}
FEW = {"--replications": "2"}
CLONING = ("git clone ADDRESS jumelage", "cd jumelage", "make setup", "source .venv/bin/activate")


def blocks(text=GUIDE):
    """Kind and content of each block, in order."""
    return [(found.group(1), found.group(2)) for found in BLOCK.finditer(text)]


def name_of(content):
    """File that the first line of a program or scenario names; None without one."""
    found = re.match(r"# (my/\w+\.(?:py|toml))\n", content)
    return found and found.group(1)


def commands(text=GUIDE):
    """Every command line of the guide, in order."""
    return [line for kind, content in blocks(text) if kind == "sh" for line in content.splitlines()]


def unrun(text=GUIDE):
    """Blocks that a reader is shown and nothing runs."""
    typed = commands(text)
    faults = []
    for kind, content in blocks(text):
        name = name_of(content)
        if kind == "python" and name is not None:
            used = f"python {name}" in typed
        elif kind == "toml" and name is not None:
            used = any(name in line.split() for line in typed)
        else:
            used = kind == "sh"
        if not used:
            faults.append(name or content)
    return faults


def smaller(words):
    """A call of jumelage with small counts in place of large ones."""
    words = list(words)
    for option in FEW.keys() & set(words):
        words[words.index(option) + 1] = FEW[option]
    return words + SMALLER.get(words[0], [])


def call(*words):
    return CliRunner().invoke(jumelage.app, list(words))


class Reader:
    """Someone who types the guide."""

    def __init__(self):
        self.ran = []

    def type(self, line):
        words = shlex.split(line, comments=True)
        if line in CLONING:
            return  # the tests of the set-up have these
        if words[0] == "jumelage":
            result = call(*smaller(words[1:]))
            assert result.exit_code == 0, (line, result.output, result.exception)
        elif words[:2] == ["python", "-m"]:
            assert words[2:] == ["analysis.teaching"]
            assert teaching([]) == 0
        elif words[0] == "python":
            runpy.run_path(words[1], run_name="__main__")
        else:
            assert words[0] in {"mkdir", "cp"}, f"{line}: nothing here runs this"
            subprocess.run(words, check=True)
        self.ran.append(line)

    def save(self, content):
        path = Path(name_of(content))
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A folder with what the guide reads of the repository: of the register every seventh tie."""
    there = tmp_path / "analysis" / "teaching"
    there.mkdir(parents=True)
    (tmp_path / "analysis" / "estimates").symlink_to(ROOT / "analysis" / "estimates")
    shutil.copy(SCENARIO, there)
    register = there / REGISTER.name
    pl.read_parquet(REGISTER).gather_every(7).write_parquet(register)
    few = partial(estimates, register)
    monkeypatch.setattr("analysis.teaching.__main__.estimates", few)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def standing_in(monkeypatch):
    """Stands for the long one: told papers that there are, and nothing simulated."""
    asked = []

    def make(papers, out, *, draft, **_more):
        asked.append(([paper.name for paper in papers], draft))
        return []

    rows = [
        Row("after_the_war", "ties", "ties", "here", "there", 1.0, 1.0, verdict)
        for verdict in ("as published", "published, not re-run")
    ]
    monkeypatch.setattr("reports.papers.making.make", make)
    monkeypatch.setattr("reports.papers.making.verdicts", lambda *_, **__: rows)
    monkeypatch.setattr("reports.papers.published.read", lambda *_, **__: {"numbers": {}})
    return asked


def test_the_guide_can_be_typed_from_top_to_end(clone, standing_in, capsys):
    reader = Reader()
    for kind, content in blocks():
        if kind == "sh":
            for line in content.splitlines():
                reader.type(line)
        else:
            reader.save(content)
    assert [*CLONING, *reader.ran] == commands()
    assert standing_in == [(["after_the_war"], True)]
    assert (clone / "out" / "poland.svg").read_text("utf-8").startswith("<svg")
    assert "intervals hold the truth" in capsys.readouterr().out


def test_nothing_in_the_guide_is_left_unrun():
    assert unrun() == []
    named = [name for kind, content in blocks() if (name := name_of(content)) and kind != "sh"]
    assert len(named) == len(set(named)) > 10


@pytest.mark.parametrize(
    "block",
    [
        "```python\nprint(1)\n```\n",
        "```python\n# my/unheard_of.py\nprint(1)\n```\n",
        "```toml\n# my/unheard_of.toml\nuntil = 1990\n```\n",
        "```\njumelage run history\n```\n",
        "```bash\njumelage run history\n```\n",
    ],
)
def test_a_block_that_is_not_run_is_found(block):
    assert len(unrun(GUIDE + block)) == 1


def test_a_command_that_nobody_knows_is_found():
    with pytest.raises(AssertionError, match="nothing here runs this"):
        Reader().type("curl example.org")


def test_commands_stand_in_blocks_and_not_in_sentences():
    """In a sentence nothing would run them; names of commands alone are no calls."""
    prose = BLOCK.sub("", GUIDE)
    assert re.findall(r"`(?:jumelage|python|git|make) [^`]*`", prose) == ["`make setup`"]


def test_links_of_the_guide_lead_somewhere():
    links = re.findall(r"\]\(([^)]+)\)", GUIDE)
    headings = {
        re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-")
        for head in re.findall(r"^#+ (.*)$", GUIDE, re.M)
    }
    assert len(links) > 10
    for link in links:
        path, _, anchor = link.partition("#")
        if path:
            assert (ROOT / "docs" / path).exists(), link
        else:
            assert anchor in headings, link


def test_the_shy_world_is_shy_by_as_much_as_it_asks_more_often(tmp_path):
    for kind, content in blocks():
        if kind == "toml":
            (tmp_path / Path(name_of(content)).name).write_text(content, encoding="utf-8")
    shutil.copy(SCENARIO, tmp_path)
    truth, shy = load(tmp_path / "truth.toml"), load(tmp_path / "shy.toml")
    asked = 2.0 ** ((shy.rate.level - truth.rate.level) / 0.693147)
    assert asked * shy.consent.base == pytest.approx(truth.consent.base, abs=1e-3)


def test_the_figure_is_drawn_in_ten_lines():
    (code,) = (text for _, text in blocks() if name_of(text) == "my/poland_figure.py")
    body = ast.parse(code).body
    drawing = [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom)]
    assert len(drawing) <= 11  # ten for the figure, one that prints


def test_the_table_of_the_hour_adds_up_to_an_hour():
    minutes = [int(number) for number in re.findall(r"^\| (\d+) \|", GUIDE, re.M)]
    assert sum(minutes) == 60


@pytest.mark.deep
def test_cloning_and_reproducing_as_the_guide_says(tmp_path):
    clone, _, setup, _ = (shlex.split(line) for line in CLONING)
    clone[2] = str(ROOT)
    subprocess.run([clone[0], clone[1], "--quiet", *clone[2:]], cwd=tmp_path, check=True)
    there = tmp_path / "jumelage"
    subprocess.run([*setup, "--dry-run"], cwd=there, check=True, stdout=subprocess.DEVNULL)
    assert (there / "docs" / "GUIDE.md").is_file()
    for line in commands():
        words = shlex.split(line)
        if words[:2] == ["jumelage", "reproduce"]:
            command = [str(Path(sys.executable).with_name("jumelage")), *words[1:]]
            told = subprocess.run(command, cwd=there, capture_output=True, text=True)
            assert told.returncode == 0, (told.stdout[-2000:], told.stderr)
            assert "published, not re-run" in told.stdout
