"""What a person gets from the world `europe`: here on a small part of it, for the time it takes."""

import json

import pytest

from simulation import run as running
from simulation.climate import Climates
from simulation.places import load_places
from simulation.world import World

NOTE = "not calibrated"


@pytest.fixture
def small_europe(monkeypatch):
    """The places of the toy world under the name of Europe."""
    small = World("europe", load_places("toy"), european=True)
    monkeypatch.setattr(running, "cached_world", lambda _: small)
    # a small part lacks countries that the scenario seeks
    monkeypatch.setattr(Climates, "_refuse_unknown", lambda _: None)


@pytest.fixture
def folder(call, small_europe, tmp_path):
    out = tmp_path / "run"
    told = call("run", "history", "--world", "europe", "--until", "2023", "--out", out)
    assert told.exit_code == 0, told.stderr
    return out, told


def said(result):
    """All that was said, in one line."""
    return " ".join((result.stdout + result.stderr).split())


def test_a_run_says_that_nothing_was_fitted_on_it(folder):
    out, told = folder
    assert NOTE in said(told)
    record = json.loads((out / "run.json").read_text())
    assert record["world"] == "europe"
    assert record["calibrated"] is False


def test_validate_sets_it_beside_published_figures(call, folder):
    told = said(call("validate", folder[0]))
    assert "Published figures of Europe" in told
    assert NOTE in told
    assert "kept back" in told
    assert "7,433" in told


def test_analyse_says_it_and_takes_german_ties_alone(call, folder, tmp_path):
    words = ("analyse", folder[0], "--model", "network", "--view", "all", "--out", tmp_path / "an")
    assert call(*words, "--quiet").exit_code == 0
    page = (tmp_path / "an" / "analysis.html").read_text(encoding="utf-8")
    assert NOTE in page
    assert "Only ties with a German end are analysed" in page


@pytest.mark.parametrize("kind", ["csv", "gexf"])
def test_it_is_exported(call, folder, tmp_path, kind):
    told = call("export", folder[0], "--format", kind, "--out", tmp_path / kind)
    assert told.exit_code == 0, told.stderr


def test_an_ensemble_of_it_is_labelled_and_scored(call, small_europe, tmp_path):
    out = tmp_path / "ensemble"
    words = ("ensemble", "history", "--world", "europe", "--until", "2016", "--replications", "2")
    told = call(*words, "--workers", "1", "--out", out)
    assert told.exit_code == 0, told.stderr
    assert NOTE in said(told)
    assert json.loads((out / "manifest.json").read_text())["calibrated"] is False
    assert "Published figures of Europe" in said(call("validate", out))


@pytest.mark.deep
def test_strategies_are_compared_on_it(call, small_europe, tmp_path):
    out = tmp_path / "compared"
    words = ("compare", "outlook", "school_exchange", "--world", "europe", "--replications", "8")
    told = call(*words, "--workers", "1", "--out", out, "--quiet")
    assert told.exit_code == 0, told.stderr
    assert "europe (not calibrated)" in (out / "compare.html").read_text(encoding="utf-8")


def test_a_calibrated_world_is_called_so(call, tmp_path):
    out = tmp_path / "toy"
    told = call("run", "history", "--world", "toy", "--until", "1960", "--out", out)
    assert NOTE not in said(told)
    assert json.loads((out / "run.json").read_text())["calibrated"] is True


def test_nothing_is_fitted_on_it(call, tmp_path):
    told = call("calibrate", "--world", "europe", "--out", tmp_path / "calibration")
    assert told.exit_code == 2
    assert "--world 'europe'" in told.stderr
    assert not (tmp_path / "calibration").exists()


def test_a_town_abroad_is_not_matched_there_either(call):
    told = call("match", "Lyon", "--world", "europe")
    assert told.exit_code == 2
    assert "give a German town or district" in said(told)
