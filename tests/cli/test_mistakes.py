"""A user's mistakes: one sentence on standard error, exit status 2, never a traceback."""

import sys
import types

import polars as pl
import pytest

from scenarios.runs import carrying, single

RUN = ("run", "history", "--world", "toy", "--quiet")
COMPARE = ("compare", "outlook", "--world", "toy", "--workers", "1", "--quiet")
MANY = ("ensemble", "history", "--world", "toy", "--workers", "1", "--quiet")


def one_sentence(result, status=2):
    """Check the manners of a refusal and return its sentence."""
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("Error: ")
    return lines[0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "histroy"), "scenario 'histroy': no such name"),
        (("run", "none.toml"), "none.toml: no such file"),
        (("run", "."), "scenario '.': no such name"),
        ((*RUN, "--until", "1900"), "history: until: should be an integer from 1945 to 2100"),
        ((*RUN, "--until", "1944"), "until"),
        ((*RUN, "--seed", "-1"), "--seed -1: expected an integer between 0 and 4294967295"),
        (("run", "history", "--world", "mars"), "--world 'mars': expected one of germany"),
        ((*RUN, "--strategy", "hub"), "strategy 'hub': no such name"),
        ((*MANY, "--strategy", "small_grant"), "did you mean 'small_grants'?"),
        ((*RUN, "--strategy", "small_grants"), "begins in 2026, but scenario 'history' ends"),
        ((*MANY, "--design", "none.csv"), "none.csv: no such file"),
        ((*MANY, "outlook", "--design", "none.csv"), "--design: its rows change one scenario"),
        ((*COMPARE, "small_grants", "hub"), "strategy 'hub': no such name"),
        ((*COMPARE, "revival", "--inputs", "none.csv"), "none.csv: no such file"),
        ((*COMPARE, "revival", "revival"), "given twice"),
        ((*COMPARE, "revival", "--until", "2040"), "spend until 2045, but scenario 'outlook' ends"),
        ((*COMPARE, "revival", "--replications", "7"), "a comparison needs at least 8"),
        (("compare", "history", "revival", "--world", "toy"), "spend until 2045, but scenario"),
        (("design", "history", "--parameters", "none.csv"), "none.csv: no such file"),
        ((*MANY, "--replications", "0"), "--replications 0: expected at least 1"),
        ((*MANY, "--workers", "0"), "--workers 0: expected at least 1"),
        ((*MANY, "history"), "scenario 'history': given twice"),
        ((*MANY, "--resume", "--force"), "--resume and --force"),
        (("demo", "--world", "mars"), "--world 'mars'"),
        (("calibrate", "--world", "mars"), "--world 'mars'"),
        (("calibrate", "--world", "toy", "--draws", "3"), "--draws 3: expected at least"),
        (("calibrate", "--world", "toy", "--waves", "0"), "--waves 0: expected between"),
        (("calibrate", "--world", "toy", "--links", "none.csv"), "none.csv"),
    ],
)
def test_a_wrong_call(call, tmp_path, monkeypatch, words, sentence):
    monkeypatch.setitem(
        sys.modules, "reports.demo", types.SimpleNamespace(build=None, FEWEST_SEEDS=20)
    )
    monkeypatch.chdir(tmp_path)
    assert sentence in one_sentence(call(*words, "--out", tmp_path / "x"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("run", "history"),
        ("run", "--out", "x"),
        ("run", "history", "--out", "x", "--seed", "one"),
        ("run", "history", "--out", "x", "--nonsense"),
        ("nonsense",),
        ("ensemble", "--out", "x"),
    ],
)
def test_what_typer_refuses_is_told_with_status_2(call, words):
    result = call(*words)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


CONTENT = {
    "binary": (bytes(range(256)) * 40, "is not a text in UTF-8"),
    "zeros": (bytes(5000), "is no valid TOML"),
    "latin-1": ('title = "Élysée"'.encode("latin-1"), "is not a text in UTF-8"),
    "cut": (b"[choice", "is no valid TOML"),
    "deep": (b"x = " + b"[" * 20_000, "is nested too deeply"),
    "deep tables": (b"[" + b"a." * 3_000 + b"a]\nx = 1", ""),
    "unknown field": (b"[choise]\nsimilar = 1.0", "choise: no such field (did you mean 'choice'?)"),
    "huge value": (b'title = 1\nuntil = "' + b"9" * 2_000_000 + b'"', "is larger than 1 MB"),
    "huge number": (b"until = " + b"9" * 4_000, "until"),
    "endless number": (b"until = " + b"9" * 50_000, ""),
    "not a number": (b"[choice]\nsimilar = nan", "choice.similar"),
    "own base": (b'extends = "x.toml"', "extends goes in a circle"),
    "base elsewhere": (b'extends = "../history"', "extends"),
    "base with a nul": (b'extends = "a\\u0000.toml"', ""),
    "sections are numbers": (b"choice = 1\nrate = 2\nevents = 3", "should be a table"),
}


@pytest.mark.parametrize("kind", CONTENT)
def test_a_scenario_file_that_is_none(call, tmp_path, kind):
    content, sentence = CONTENT[kind]
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    told = one_sentence(call("run", path, "--world", "toy", "--out", tmp_path / "out"))
    assert "x.toml" in told
    assert sentence in told
    assert len(told) < 1_100
    assert not (tmp_path / "out").exists()


def test_hostile_names_of_scenarios(call, tmp_path):
    for name in ("two\nlines.toml", "Évry – Köln.toml", "'; drop.toml", "a" * 240 + ".toml"):
        path = tmp_path / name
        path.write_text('extends = "history"\nuntil = 1950')
        out = tmp_path / "out" / name
        assert call("run", path, "--world", "toy", "--quiet", "--out", out).exit_code == 0
        path.write_text("until = 0")
        one_sentence(call("run", path, "--world", "toy", "--out", tmp_path / "no"))
    one_sentence(call("run", "a" * 5_000 + ".toml", "--out", tmp_path / "no"))


def test_a_folder_that_cannot_be(call, tmp_path):
    (tmp_path / "file").write_text("")
    told = one_sentence(call(*RUN, "--out", tmp_path / "file" / "x"))
    assert "file/x: cannot be written (Not a directory); name a folder that can be" in told
    told = one_sentence(call(*MANY, "--out", tmp_path / "file" / "x"))
    assert "file/x: cannot be written (Not a directory)" in told
    told = one_sentence(call(*MANY, "--resume", "--out", tmp_path / "file"))
    assert "file: holds no ensemble to resume" in told


def test_what_only_the_model_finds_is_told_too(call, tmp_path, monkeypatch):
    def simulate(*_args, **_keywords):
        raise ValueError("gate 'x': not a gate")

    monkeypatch.setattr(single, "simulate", simulate)
    told = one_sentence(call(*RUN, "--out", tmp_path / "x"))
    assert told == "Error: history: gate 'x': not a gate"


def test_runs_that_fail_end_with_status_1_and_are_told(call, tmp_path, monkeypatch):
    real = carrying.simulate

    def simulate(scenario, seed, world):
        if seed == 2:
            raise RuntimeError("the bridge fell")
        return real(scenario, seed, world)

    monkeypatch.setattr(carrying, "simulate", simulate)
    words = (*MANY, "--until", "1960", "--replications", "3", "--out", tmp_path / "x")
    told = one_sentence(call(*words), status=1)
    assert "2 of 3 runs are in" in told
    assert "1 failed, see failures.parquet there; the first: RuntimeError: the bridge fell" in told
    monkeypatch.setattr(carrying, "simulate", real)
    assert call(*words, "--resume").exit_code == 0


def test_an_error_of_the_program_itself_is_not_hidden(call, tmp_path, monkeypatch):
    def parquet(_frame):
        raise ValueError("a bug")

    monkeypatch.setattr(single, "parquet", parquet)
    result = call(*RUN, "--until", "1950", "--out", tmp_path / "x")
    assert isinstance(result.exception, ValueError)
    assert list(tmp_path.iterdir()) == []


REGISTER = {
    "a": [2907911],
    "b": [2973783],
    "country_a": ["DE"],
    "country_b": ["FR"],
    "year": [1965],
    "year_is_default": [False],
    "form": ["partnership"],
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"form": ["friend"]}, "form: 'friend', but expected one of contact"),
        ({"form": [None]}, "form: 'None'"),
        ({"country_a": ["FR"]}, "expected one end in Germany (DE) and one abroad"),
        ({"country_b": [None]}, "expected one end in Germany (DE) and one abroad"),
        ({"a": [1]}, "1-2973783 ends at a place that the world 'germany' does not hold"),
        ({"year": ["early"]}, "year: expected Int32"),
        ({"b": None}, "lacks the column 'b'"),
        ({name: [] for name in REGISTER}, "No recorded tie to compare"),
    ],
)
def test_a_register_that_is_none(call, tmp_path, change, sentence):
    columns = {
        name: values for name, values in {**REGISTER, **change}.items() if values is not None
    }
    path = tmp_path / "mine.parquet"
    pl.DataFrame(columns).write_parquet(path)
    told = one_sentence(call("validate", path))
    assert "mine.parquet" in told
    assert sentence in told


def test_a_register_that_cannot_be_read(call, tmp_path):
    assert "no such file" in one_sentence(call("validate", tmp_path / "none.parquet"))
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    assert "is no Parquet file" in one_sentence(call("validate", tmp_path / "x.parquet"))
    pl.DataFrame(REGISTER).write_parquet(tmp_path / "y.parquet")
    told = one_sentence(call("validate", tmp_path / "y.parquet", "--scenario", "history"))
    assert "is a register and has no scenarios" in told
