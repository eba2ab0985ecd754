"""`jumelage export`: a finished history for other programs; its files are tested elsewhere."""

import pytest

from scenarios.runs import open_results

SHORT = ("--world", "toy", "--until", "1960", "--quiet")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    from typer.testing import CliRunner

    import jumelage

    base = tmp_path_factory.mktemp("exported")
    many = ("--replications", "2", "--workers", "1")
    for words in (("run", "history"), ("ensemble", "history", *many)):
        call = [*words, *SHORT, "--out", str(base / words[0])]
        assert CliRunner().invoke(jumelage.app, call).exit_code == 0
    return base


@pytest.mark.parametrize(
    ("form", "file"),
    [("csv", "ties.csv"), ("stata", "ties.dta"), ("gexf", ".gexf"), ("graphml", ".graphml")],
)
def test_every_format_has_a_codebook(call, runs, tmp_path, form, file):
    out = tmp_path / form
    done = call("export", runs / "run", "--format", form, "--out", out)
    assert done.exit_code == 0, done.stderr
    names = {path.name for path in out.iterdir()}
    assert "codebook.csv" in names
    assert any(name.endswith(file) for name in names)
    assert done.stdout == f"{len(names)} files are in {out}\n"


def test_one_of_an_ensemble(call, runs, tmp_path):
    words = ("export", runs / "ensemble", "--format", "csv", "--quiet")
    both = call(*words, "--out", tmp_path / "none")
    assert both.exit_code == 2
    assert "replication" in both.stderr
    done = call(*words, "--replication", 1, "--out", tmp_path / "one")
    assert (done.exit_code, done.stdout) == (0, "")
    ties = open_results(runs / "ensemble").table("ties").filter(replication=1)
    assert len((tmp_path / "one" / "ties.csv").read_text("utf-8").splitlines()) == ties.height + 1


def test_refusals_are_one_sentence(call, runs, tmp_path):
    for words, sentence in (
        (("--format", "xlsx"), "--format 'xlsx': expected one of csv, stata, gexf, graphml"),
        (("--format", "csv", "--replication", "5"), "5"),
        (("--format", "csv", "--scenario", "mine"), "mine"),
    ):
        done = call("export", runs / "run", *words, "--out", tmp_path / "x")
        assert done.exit_code == 2, words
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        assert sentence in done.stderr
        assert not (tmp_path / "x").exists()


def test_force_replaces_an_export_and_nothing_else(call, runs, tmp_path):
    out = tmp_path / "x"
    words = ("export", runs / "run", "--format", "csv", "--quiet", "--out", out)
    assert call(*words).exit_code == 0
    assert call(*words).exit_code == 2
    assert call(*words, "--force").exit_code == 0
    (out / "notes.txt").write_text("mine")
    assert call(*words, "--force").exit_code == 2
    assert (out / "notes.txt").read_text() == "mine"
