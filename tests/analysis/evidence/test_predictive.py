"""Runs that carry the spread of the estimates: values, spread, files, and what is refused."""

import json

import numpy as np
import polars as pl
import pytest

from analysis.calibration.posterior import Posterior, write_posterior
from analysis.evidence import predictive
from analysis.evidence.inputs import read_inputs
from analysis.evidence.predictive import DRAWN, MEASURED, errors_of_estimates, predictive_design
from scenarios import load
from scenarios.runs import RunError


@pytest.fixture(scope="module")
def design():
    return predictive_design(load("history"), 64)


def test_measured_numbers_scatter_by_their_errors(design):
    told = errors_of_estimates(read_inputs())
    assert set(told) == set(MEASURED)
    for name in ("choice.similar", "choice.held", "rate.size", "rate.load"):
        value, error = told[name]
        assert design[name].mean() == pytest.approx(value, abs=0.1 * error)
        assert design[name].std() == pytest.approx(error, rel=0.15)
    away = design["choice.distance.FR"] - design["choice.distance.default"]
    distance = load("history").choice.distance
    assert np.ptp(away.to_numpy()) < 1e-9  # slopes of countries move together
    assert away[0] == pytest.approx(distance["FR"] - distance["default"])


def test_the_rest_are_the_posterior_draws_that_ship(design):
    draws = predictive.read_draws().head(64)
    assert design["consent.load"].to_list() == draws["consent.load"].to_list()
    assert design["recording.lag"].to_list() == draws["recording.lag"].to_list()
    shares = design["recording.reported.partnership"]
    assert shares.to_list() == draws["recording.reported"].to_list()
    assert design["seed"].to_list() == list(range(1, 65))
    moved = {name.rpartition(".")[0] or name for name in design.columns}
    assert not any(name.startswith(("appeal", "events", "ending")) for name in moved)


def test_the_same_design_every_time(design):
    assert predictive_design(load("history"), 64).equals(design)


def test_no_more_runs_than_draws():
    with pytest.raises(ValueError, match="there are 200 posterior draws"):
        predictive_design(load("history"), 201)


def test_a_posterior_is_taken_in_whole(tmp_path):
    draws = pl.DataFrame({"draw": [0, 1], **{name: [0.1, 0.2] for name in DRAWN}})
    (tmp_path / "from").mkdir()
    write_posterior(Posterior(draws, {"parameters": [], "world": "toy"}), tmp_path / "from")
    (tmp_path / "to").mkdir()
    predictive.ship(tmp_path / "from", tmp_path / "to")
    assert json.loads((tmp_path / "to" / "posterior.json").read_text())["world"] == "toy"
    assert predictive.read_draws(tmp_path / "to").equals(draws)
    assert json.loads((tmp_path / "to" / "draws.json").read_text())["rows"] == 2
    with pytest.raises(RunError, match="no finished calibration"):
        predictive.ship(tmp_path / "to", tmp_path / "to")


def test_without_a_posterior_it_says_what_to_run(tmp_path):
    with pytest.raises(ValueError, match=r"draws\.csv: no posterior ships; run jumelage calibrate"):
        predictive.read_draws(tmp_path)


def test_a_failed_run_is_not_scored(tmp_path, monkeypatch):
    failed = type("E", (), {"failures": [(0, "history", None, 0, 1, "boom")]})
    monkeypatch.setattr(predictive, "design_ensemble", lambda *_a, **_k: failed)
    with pytest.raises(ValueError, match=r"1 runs failed; the first: .*boom"):
        predictive.meet_rivals(tmp_path / "out", 8, 1, into=tmp_path)
    assert not (tmp_path / "contest.json").exists()


def test_what_the_rivals_make_of_it_is_saved_without_single_cells(tmp_path, monkeypatch):
    rows = pl.DataFrame({"replication": [0], "pattern": ["p"], "cell": ["c"], "value": [1.0]})
    asked = []

    def ensemble(_base, design, _out, **_rest):
        asked.append(design.height)
        return type("E", (), {"failures": []})

    def meet(found):
        assert found.equals(rows)
        return type("C", (), {"as_dict": lambda _self: {"runs": 8, "cells": [1]}})()

    table = type("R", (), {"table": lambda _self, _name: rows.with_columns(scenario=1)})
    monkeypatch.setattr(predictive, "design_ensemble", ensemble)
    monkeypatch.setattr(predictive, "open_results", lambda _path: table())
    monkeypatch.setattr("analysis.contest.contest", meet)
    assert predictive.meet_rivals(tmp_path / "out", 8, 1, into=tmp_path) == {"runs": 8}
    assert json.loads((tmp_path / "contest.json").read_text()) == {"runs": 8}
    assert asked == [8]
