"""`jumelage analyse`: the same call for runs, ensembles and registers, and its refusals."""

import json

import polars as pl
import pytest

from analysis.models import ModelError
from analysis.models.registry import MODELS, Model
from reports.analysis import call as calls
from tests.reports.analysis import made_up


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run of the toy world, whatever its models are made of."""
    from typer.testing import CliRunner

    import jumelage

    out = tmp_path_factory.mktemp("analysed") / "run"
    words = ["run", "history", "--world", "toy", "--quiet", "--out", str(out)]
    assert CliRunner().invoke(jumelage.app, words).exit_code == 0
    return out


@pytest.fixture
def fitted(monkeypatch):
    """Models that answer at once; the real ones have tests of their own."""
    told = []

    def fit(model, material):
        if model.title == "Survival and rate":
            raise ModelError(f"{material.source}: too few events")
        read = [part.number for part in material.replications()]
        told.append((model.title, material.source, material.view, read))
        name = next(name for name, one in MODELS.items() if one is model)
        return made_up.analysis(model=name, title=model.title, question=model.question)

    monkeypatch.setattr(Model, "fit", fit)
    return told


def one_sentence(result, status=2):
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert len(lines) == 1
    return lines[0]


def test_tables_are_printed_and_files_are_left(call, run, tmp_path):
    """With a real model, from the run to the files."""
    out = tmp_path / "out"
    words = ("analyse", run, "--model", "vitality", "--out", out)
    done = call(*words)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.endswith(f"{out / 'analysis.html'}\n")
    assert "Vitality of living ties" in done.stdout
    assert "Estimator" in done.stdout
    table = pl.read_csv(out / "coefficients.csv")
    assert set(table["model"]) == {"vitality"}
    before = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    again = call(*words, "--quiet", "--force")
    assert again.stdout == f"{out / 'analysis.html'}\n"
    assert {path.name: path.read_bytes() for path in sorted(out.iterdir())} == before
    assert json.loads(before["export.json"])["files"] == sorted({*before} - {"export.json"})
    assert "is not empty" in one_sentence(call(*words, "--quiet"))


def test_models_can_be_several_or_all(call, run, fitted, tmp_path):
    words = ("--model", "network", "--model", "gravity", "--model", "network")
    done = call("analyse", run, *words, "--quiet")
    assert done.exit_code == 0
    assert [name for name, *_ in fitted] == ["The network", "Gravity of counts"]
    fitted.clear()
    done = call("analyse", run, "--model", "all", "--quiet", "--out", tmp_path / "all")
    assert done.exit_code == 0
    assert [name for name, *_ in fitted] == [
        model.title for model in MODELS.values() if model.title != "Survival and rate"
    ]
    page = (tmp_path / "all" / "analysis.html").read_text(encoding="utf-8")
    assert f"Survival and rate: run {run} (scenario history, seed 1): too few events" in page
    assert f"jumelage analyse {run} --model all --out DIR" in page


def test_the_view_and_the_kind_of_source_are_passed_on(call, run, fitted):
    assert call("analyse", run, "--model", "gravity", "--view", "all", "--quiet").exit_code == 0
    register = run / "recorded.parquet"
    assert call("analyse", register, "--model", "gravity", "--quiet").exit_code == 0
    assert [(source.split()[0], view, read) for _, source, view, read in fitted] == [
        ("run", "all", [0]),
        ("register", "recorded", [0]),
    ]


def test_the_record_stands_beside(call, run, fitted, tmp_path, monkeypatch):
    asked = []

    def compared(analysis, material, register):
        asked.append((analysis.model, material.source, register))
        return made_up.compared()

    monkeypatch.setattr(calls, "compared", compared)
    monkeypatch.setattr(calls, "check", lambda *_words: None)  # the toy world is refused
    out = tmp_path / "out"
    words = ("analyse", run, "--model", "gravity", "--out", out)
    done = call(*words, "--compare")
    assert done.exit_code == 0, done.stderr
    assert "2 of 4 coefficients lie inside" in done.stdout
    assert pl.read_csv(out / "indirect.csv").height == 4
    register = run / "recorded.parquet"
    assert call(*words, "--register", register, "--quiet", "--force").exit_code == 0
    assert [one[2] for one in asked] == [None, register]
    page = (out / "analysis.html").read_text(encoding="utf-8")
    assert f"--register {register} --out DIR" in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--model", "gravitiy"), "--model 'gravitiy': expected one of gravity, choice"),
        (("--model", "a\nb"), "--model 'a\\nb': expected one of"),
        (("--model", "gravity", "--view", "some"), "--view 'some': expected one of recorded, all"),
        (("--model", "gravity", "--scenario", "mine"), "mine"),
        (("--model", "survival"), "too few events"),
        (("--model", "gravity", "--model", "survival"), "too few events"),
        (("--model", "gravity", "--compare"), "is of the world 'toy'"),
        (("--model", "vitality", "--compare"), "is of the world 'toy'"),
        (("--model", "gravity", "--compare", "--view", "all"), "the record shows recorded ties"),
        (("--model", "all", "--compare", "--view", "all"), "the record shows recorded ties alone"),
        (("--model", "gravity", "--register", "none.parquet"), "is of the world 'toy'"),
    ],
)
def test_a_wrong_call(call, run, fitted, tmp_path, words, sentence):
    told = one_sentence(call("analyse", run, *words, "--quiet", "--out", tmp_path / "x"))
    assert sentence in told
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_is_none(call, run, tmp_path):
    words = ("--model", "gravity", "--quiet", "--out", tmp_path / "x")
    assert "no such folder" in one_sentence(call("analyse", tmp_path / "none", *words))
    assert "no such file" in one_sentence(call("analyse", tmp_path / "none.parquet", *words))
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    assert "is no Parquet file" in one_sentence(call("analyse", tmp_path / "x.parquet", *words))
    assert not (tmp_path / "x").exists()


def test_what_cannot_be_compared_is_told_before_anything_is_fitted(call, run, fitted):
    register = run / "recorded.parquet"
    told = one_sentence(call("analyse", register, "--model", "all", "--compare", "--quiet"))
    assert "is a record itself" in told
    told = one_sentence(call("analyse", run, "--model", "all", "--compare", "--quiet"))
    assert "is of the world 'toy'" in told
    assert fitted == []


def test_a_folder_of_others_is_never_replaced(call, run, fitted, tmp_path):
    (tmp_path / "mine.txt").write_text("years of work")
    words = ("analyse", run, "--model", "gravity", "--quiet", "--out", tmp_path)
    assert "is not empty" in one_sentence(call(*words))
    assert "'mine.txt' in it is no export" in one_sentence(call(*words, "--force"))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert fitted == [], "what cannot be written is told before anything is fitted"
    assert "run.json" in {path.name for path in run.iterdir()}
    one_sentence(call("analyse", run, "--model", "gravity", "--force", "--out", run))
    assert "run.json" in {path.name for path in run.iterdir()}


def test_an_error_of_the_program_itself_is_not_hidden(call, run, monkeypatch):
    def fit(_model, _material):
        raise ValueError("a bug")

    monkeypatch.setattr(Model, "fit", fit)
    result = call("analyse", run, "--model", "gravity", "--quiet")
    assert type(result.exception) is ValueError


def test_an_interrupted_call_leaves_nothing(call, run, tmp_path, monkeypatch):
    def fit(_model, _material):
        raise KeyboardInterrupt

    monkeypatch.setattr(Model, "fit", fit)
    out = tmp_path / "x"
    result = call("analyse", run, "--model", "gravity", "--quiet", "--out", out)
    assert result.exit_code == 130
    assert "interrupted; nothing was kept" in result.stderr
    assert list(tmp_path.iterdir()) == []
