"""What a person types, and what they get."""

import json
import subprocess
import sys
import types
from pathlib import Path

import polars as pl
import pytest

import jumelage
from analysis.estimation import write
from scenarios import load, names
from scenarios.runs import open_results, version
from scenarios.strategies import strategy_names

ROOT = Path(__file__).resolve().parents[2]
TOY = ("--world", "toy", "--until", "1975", "--quiet")
COMMANDS = [
    *("scenarios", "strategy", "run", "ensemble", "design", "compare"),
    *("calibrate", "sensitivity", "validate", "analyse", "match", "explore", "export"),
    *("report", "reproduce", "demo"),
]


def test_the_front_door_has_these_commands():
    assert [one.name for one in jumelage.app.registered_commands] == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_an_example(call, name):
    result = call(name, "--help")
    assert result.exit_code == 0
    assert f"Example: jumelage {name}" in result.stdout


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("run", "strategy seed world until draw force out quiet"),
        (
            "ensemble",
            "strategy central seed world until replications workers cluster resume force out quiet",
        ),
        (
            "compare",
            "budget inputs central seed world until replications workers cluster resume force out "
            "quiet",
        ),
        ("demo", "replications workers seed world force quiet out"),
        ("calibrate", "links draws waves workers cluster resume world seed quiet out"),
        ("sensitivity", "draws seed world until workers cluster resume force quiet out"),
        ("validate", "scenario csv"),
        ("match", "top country register among json size motive page force"),
        ("report", "out draft workers resume quiet"),
        ("reproduce", "out draft workers resume quiet"),
        ("analyse", "model scenario strategy view compare register out force quiet"),
        ("export", "format scenario strategy replication out force quiet"),
    ],
)
def test_the_options_of_the_contract_are_there(call, name, options):
    told = call(name, "--help").stdout
    assert [option for option in options.split() if f"--{option} " not in told] == []


def test_help_imports_nothing_heavy():
    code = (
        "import sys, jumelage\n"
        "try:\n    jumelage.app(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'numpy', 'polars', 'mesa', 'pydantic', 'statsmodels', 'scipy', 'altair'}\n"
        "heavy |= {'rich', 'simulation', 'scenarios', 'analysis', 'reports.demo.page'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_the_version(call):
    assert call("--version").stdout == f"jumelage {version()}\n"


def test_the_scenarios_are_listed_one_a_line(call):
    lines = call("scenarios").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [*names(), *strategy_names()]
    assert lines[0].split()[:3] == ["history", "scenario", "1945-2025"]
    assert lines[-1].split()[1:3] == ["strategy", "2026-2045"]


def test_the_schemas_are_printed(call):
    for option, title in (("--schema", "choice"), ("--strategy-schema", "measures")):
        told = json.loads(call("scenarios", option).stdout)
        assert title in told["properties"]


def test_the_card_of_a_strategy(call):
    told = call("strategy", "school_exchange").stdout
    assert "School and youth exchange" in told
    assert "class" in told or "assumption" in told


def test_a_design_is_written_edited_and_run(call, tmp_path):
    listed = tmp_path / "list.csv"
    listed.write_text("parameter,low,high\nchoice.held,-2.0,-1.0\nlife.succession,0.3,0.8\n")
    table = tmp_path / "design.csv"
    words = ("design", "history", "--parameters", listed, "--out", table, "--runs", "4")
    assert call(*words).exit_code == 0
    assert call(*words).exit_code == 2
    rows = pl.read_csv(table)
    assert rows.columns == ["choice.held", "life.succession"]
    rows[:2].write_csv(table)
    out = tmp_path / "runs"
    done = call("ensemble", "history", *TOY, "--workers", "1", "--design", table, "--out", out)
    assert done.exit_code == 0
    assert open_results(out).table("ties")["replication"].unique().sort().to_list() == [0, 1]


def test_strategies_are_compared(call, tmp_path, monkeypatch):
    """Doing nothing changes nothing, to the last digit; what is there already stays as it is."""
    for module in ("study", "material"):
        monkeypatch.setattr(f"analysis.strategies.{module}.LEAST", 2)
    short = tmp_path / "short.toml"
    short.write_text('extends = "outlook"\nstart = 1995\nuntil = 2025')
    for name in ("revival", "nothing"):
        (tmp_path / f"{name}.toml").write_text(f'extends = "{name}"\nsince = 2019\nuntil = 2025')
    out, names = tmp_path / "compared", (tmp_path / "revival.toml", tmp_path / "nothing.toml")
    words = ("compare", short, *names, "--world", "toy", "--quiet", "--replications", "2")
    done = call(*words, "--workers", "1", "--out", out)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"{out / 'compare.html'}\n"
    differences = pl.read_csv(out / "differences.csv").filter(pl.col("strategy") == "nothing")
    assert differences.height == 2
    assert (differences.select("living", "people", "founded", "spent") == 0.0).to_numpy().all()
    before = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    assert call(*words, "--workers", "1", "--resume", "--out", out).exit_code == 0
    assert {path: path.read_bytes() for path in before} == before


def test_a_strategy_in_a_run_and_in_an_ensemble(call, tmp_path):
    one, many = tmp_path / "one", tmp_path / "many"
    words = ("--world", "toy", "--until", "2030", "--quiet", "--strategy", "small_grants")
    assert call("run", "outlook", *words, "--out", one).exit_code == 0
    assert open_results(one).table("spending")["year"].to_list() == list(range(2026, 2031))
    more = ("--replications", "2", "--workers", "1")
    assert call("ensemble", "outlook", *words, *more, "--out", many).exit_code == 0
    table = open_results(many).table("spending")
    assert table["strategy"].unique().to_list() == ["small_grants"]
    drawn = pl.read_csv(many / "inputs.csv")
    assert drawn["small_grants.cost"].n_unique() == 2


def test_a_run_as_typed(command, tmp_path):
    result = command("run", "history", *TOY[:-1], "--out", tmp_path / "my run")
    assert (result.returncode, result.stderr.count("Traceback")) == (0, 0)
    ties = open_results(tmp_path / "my run").table("ties").height
    assert result.stdout == f"{ties} ties in 31 years are in {tmp_path / 'my run'}\n"
    assert "years" in result.stderr


def test_quiet_says_nothing(call, tmp_path):
    result = call("run", "history", *TOY, "--out", tmp_path / "x")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_force_replaces_a_run(call, tmp_path):
    words = ("run", "history", *TOY, "--out", tmp_path / "x")
    assert call(*words).exit_code == 0
    assert call(*words).exit_code == 2
    assert call(*words, "--seed", 2, "--force").exit_code == 0
    assert open_results(tmp_path / "x").record["seed"] == 2


def test_an_ensemble_and_its_resuming(call, tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('title = "Mine"\nextends = "history"\nuntil = 1970\n')
    words = ("ensemble", "history", mine, "--world", "toy", "--until", 1975, "--workers", 1)
    out = ("--out", tmp_path / "e")
    result = call(*words, "--replications", 2, *out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"4 of 4 runs are in {tmp_path / 'e'}\n"
    result = call(*words, "--replications", 3, "--resume", *out)
    assert result.stdout == f"6 of 6 runs are in {tmp_path / 'e'} (4 were there before)\n"
    results = open_results(tmp_path / "e")
    assert [one["seed"] for one in results.record["runs"]] == [1, 1, 2, 2, 3, 3]
    assert set(results.record["scenarios"]) == {"history", "mine"}


def test_an_empty_scenario_file_is_the_neutral_scenario(call, tmp_path):
    (tmp_path / "empty.toml").write_text("")
    result = call("run", tmp_path / "empty.toml", "--world", "toy", "--out", tmp_path / "x")
    assert result.exit_code == 0, result.exception
    ties = open_results(tmp_path / "x").table("ties")
    # nobody searches; sponsorships rest on no appeal of a country
    assert set(ties["kind"]) <= {"sponsorship"}


def test_validate_shows_the_scorecard_and_saves_it(call, tmp_path, monkeypatch):
    frame = pl.DataFrame({"pattern": ["ties in 1990"], "simulated": [1.0], "recorded": [2.0]})

    class Told:
        def __init__(self, told):
            self.told, self.frame = told, frame

        def render(self, console):
            console.print(self.told)

    def judge(path, scenario):
        if scenario == "none":
            raise ValueError("history: has no scenario 'none'")
        card = Told(f"scored {scenario} in {path.name}")
        contest = Told("beside rivals") if scenario == "many" else None
        return types.SimpleNamespace(card=card, contest=contest, europe=None, notes=())

    monkeypatch.setitem(sys.modules, "analysis.judging", types.SimpleNamespace(judge=judge))
    words = ("validate", tmp_path / "history", "--scenario")
    result = call(*words, "outlook", "--csv", tmp_path / "s.csv")
    assert (result.exit_code, result.stdout) == (0, "scored outlook in history\n")
    assert call(*words, "many").stdout == "scored many in history\nbeside rivals\n"
    result = call(*words, "none")
    assert (result.exit_code, result.stderr) == (2, "Error: history: has no scenario 'none'\n")
    assert pl.read_csv(tmp_path / "s.csv").equals(frame)
    result = call("validate", tmp_path / "history", "--csv", tmp_path / "no" / "s.csv")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_a_register_is_scored_as_one_run(call, tmp_path):
    assert call("run", "history", *TOY[:2], "--quiet", "--out", tmp_path / "x").exit_code == 0
    result = call("validate", tmp_path / "x" / "recorded.parquet")
    assert result.exit_code == 0, result.stderr
    assert "recorded.parquet: 1 run beside the register of spring 2015" in result.stdout
    assert "rivals" not in result.stdout


def test_calibrate_hands_over_what_was_typed(call, tmp_path, monkeypatch):
    asked = []

    def fit(out, base, *words, progress, split_base, estimates):
        assert split_base.scenario != base.scenario
        assert estimates is None
        asked.append((out, base.scenario, words))
        out.mkdir(exist_ok=True)
        progress(1, 0, 2)
        found = [{"class": "calibrated"}, {"class": "assumed"}]
        return types.SimpleNamespace(content={"parameters": found})

    monkeypatch.setattr("analysis.calibration.calibrate", fit)
    out = tmp_path / "c"
    options = ("--draws", 64, "--waves", 2, "--workers", 1, "--world", "toy", "--seed", 5)
    result = call("calibrate", *options, "--resume", "--out", out)
    assert result.exit_code == 0, result.exception
    assert result.stdout == f"1 of 2 parameters calibrated, see {out}\n"
    assert asked == [(out, load("history"), (64, 2, 1, None, True, "toy", 5))]
    assert call("calibrate", "--quiet", "--out", out).stdout == ""


def test_calibrate_takes_single_ties_of_the_users_own(call, tmp_path, monkeypatch):
    links = write.read(write.LINKS)
    links["held"] = {**links["held"], "value": -0.75}
    bases = []

    def fit(out, base, *_words, progress, split_base, estimates):
        assert split_base is base
        assert estimates["choice.held"][0] == -0.75
        bases.append(base.scenario)
        out.mkdir(exist_ok=True)
        return types.SimpleNamespace(content={"parameters": []})

    monkeypatch.setattr("analysis.calibration.calibrate", fit)
    module = types.SimpleNamespace(links_of=lambda _path: links)
    monkeypatch.setitem(sys.modules, "analysis.estimation.single_ties.estimates", module)
    before = write.LINKS.read_bytes()
    result = call("calibrate", "--links", tmp_path / "l.csv", "--out", tmp_path / "c")
    assert result.exit_code == 0, result.exception
    assert bases[0].choice.held == -0.75
    assert bases[0].appeal == load("history").appeal
    assert write.read(tmp_path / "c" / "links.json") == links
    assert write.LINKS.read_bytes() == before, "nothing goes into the package"


def test_an_interrupted_calibration_ends_with_130(call, tmp_path, monkeypatch):
    def fit(*_words, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("analysis.calibration.calibrate", fit)
    result = call("calibrate", "--quiet", "--out", tmp_path / "c")
    assert result.exit_code == 130
    assert f"finished runs are in {tmp_path / 'c'}, go on with --resume" in result.stderr


def test_the_demo_runs_once_and_many_times_and_builds_its_report(call, tmp_path, monkeypatch):
    out = tmp_path / "demo"

    def build(*, run, ensemble, out):
        ties = open_results(run).table("ties").height, open_results(ensemble).table("ties").height
        (out / "report.html").write_text(str(ties))
        return out / "report.html"

    monkeypatch.setitem(
        sys.modules, "reports.demo", types.SimpleNamespace(build=build, FEWEST_SEEDS=2)
    )
    words = ("demo", "--world", "toy", "--replications", 2, "--workers", 1, "--quiet", "--out", out)
    for force in ((), ("--force",)):
        result = call(*words, *force)
        assert result.exit_code == 0, result.stderr
        assert result.stdout == f"{out / 'report.html'}\n"
    assert (out / "report.html").read_text().startswith("(")
    # the bands are those of the posterior, the map is the central history
    assert open_results(out / "ensemble").record["draws"]["fit"] == "full"
    assert open_results(out / "run").record["draw"] is None
    assert call(*words).exit_code == 2
    assert call(*words, "--force", "--seed", -1).exit_code == 2
    few = call(*words, "--force", "--replications", 1)
    assert few.stderr == "Error: --replications 1: the report needs at least 2\n"
    assert (out / "report.html").exists(), "a refused call keeps what was there"
