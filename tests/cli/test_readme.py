"""What the README tells people to type works, on a small world."""

import re
import types
from pathlib import Path

from typer.testing import CliRunner

from analysis.calibration.waves import check_numbers
from jumelage import app
from scenarios import load
from simulation import simulate

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SMALLER = {
    "run": ["--world", "toy"],
    "ensemble": ["--world", "toy", "--workers", "1", "--quiet"],
    "compare": ["--world", "toy", "--workers", "1", "--quiet"],
}
FEW = {"--replications": "2", "--runs": "2"}
LIST = "parameter,low,high\nchoice.held,-2.0,-1.0\nlife.succession,0.3,0.8\n"


def calls():
    """Calls of `jumelage` in the README's tour, with small counts in place of large ones."""
    tour = README[README.index("## A tour") : README.index("## How far")]
    for line in re.findall(r"^jumelage (.*)$", tour, re.M):
        words = line.split("#")[0].split()
        for option in FEW.keys() & set(words):
            words[words.index(option) + 1] = FEW[option]
        if words[0] == "compare":  # one strategy is enough here
            words[2:5] = words[2:3]
        if words[0] == "analyse":  # the record is beside the real world alone
            words.remove("--compare")
        yield words + SMALLER.get(words[0], [])


def calibrate(out, base, draws, waves, *_words, **_more):
    """Stands for the long one: told a design that it would take, and nothing fitted."""
    assert base.scenario == load("history")
    check_numbers(draws, waves, 1, "germany", 2)
    return types.SimpleNamespace(content={"parameters": []})


def making(papers, out, *, draft, **_more):
    """Stands for another long one, which the guide's test runs whole: the report is known."""
    assert draft
    assert out.parent == Path("out")
    return [(one, types.SimpleNamespace(texts=())) for one in papers]


def test_the_tour_can_be_typed_in_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("analysis.calibration.calibrate", calibrate)  # it takes minutes
    monkeypatch.setattr("reports.papers.making.make", making)
    monkeypatch.setattr("reports.papers.making.verdicts", lambda made, draft: [])  # noqa: ARG005
    Path("list.csv").write_text(LIST)
    for module in ("study", "material"):
        monkeypatch.setattr(f"analysis.strategies.{module}.LEAST", 2)
    typed = list(calls())
    named = {words[0] for words in typed}
    assert {"scenarios", "strategy", "run", "validate", "ensemble", "calibrate"} <= named
    assert {"design", "compare", "analyse", "export", "report", "reproduce", "match"} <= named
    for words in typed:
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, (words, result.output)


def test_the_python_of_the_readme_runs_on_the_toy_world():
    code = re.search(r"```python\n(.*?)```", README, re.S).group(1)
    smaller = code.split("history.choice_probabilities")[0]
    assert "seed=1)" in smaller
    names = {}
    exec(smaller.replace("seed=1)", 'seed=1, world="toy")'), names)
    assert names["history"].ties.height > 0
    assert names["load"] is load
    assert names["simulate"] is simulate


def test_the_places_of_the_readme_are_in_the_frame():
    place, candidate, year = map(int, re.findall(r"\(\s*(\d+), \[(\d+)\], (\d+)\s*\)", README)[0])
    history = simulate(load("history"), seed=1, until=1950)
    chance = history.choice_probabilities(place, [candidate], year)
    assert 0.0 < chance[0] < 0.1
    names = dict(history.municipalities.select("id", "name").iter_rows())
    assert (names[place], names[candidate]) == ("Heidelberg", "Strasbourg")


def test_the_commands_for_people_without_make_are_those_of_the_makefile():
    makefile = (Path(__file__).parents[2] / "Makefile").read_text(encoding="utf-8")
    assert "demo --out out/demo" in makefile
    assert 'pytest -n 2 --dist loadfile -m "not deep"' in makefile
    for command in (
        'pytest -n 2 --dist loadfile -m "not deep"',
        "jumelage demo --out out/demo",
        "--require-hashes",
    ):
        assert command in README
