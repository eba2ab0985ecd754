"""Refitting: countries are matched, held parameters stay, and the whole way on the toy world."""

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from analysis.ablations import WHOLE, refit
from analysis.ablations.__main__ import FILE, main
from analysis.ablations.refit import Effort, rematched
from analysis.ablations.study import run, study
from analysis.calibration.bank import Call
from analysis.calibration.design import prior_box
from analysis.evidence.page.ablations import section
from analysis.validation import observed
from scenarios import load
from scenarios.runs import RunError, choose

TIES = 40.0


def counts_of(call, design, out):
    """A model in which the ties of a country follow its appeal alone."""
    cells = observed().filter(pl.col("pattern") == "countries")["cell"].to_list()
    appeal = call.base.scenario.appeal
    rows = [
        (run, "countries", cell, TIES * float(np.exp(appeal.get(cell, -9.0) + 5.0)))
        for run in range(design.height)
        for cell in cells
    ]
    schema = {"replication": pl.Int32, "pattern": pl.String, "cell": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_appeals_are_moved_until_countries_have_their_ties(monkeypatch, tmp_path):
    monkeypatch.setattr(refit, "_run", counts_of)
    call = Call(choose("history"), "toy", 1)
    found = rematched(call, tmp_path)
    counts = counts_of(replace(call, base=found), pl.DataFrame({"seed": [1]}), tmp_path)
    simulated = dict(counts.select("cell", "value").iter_rows())
    recorded = dict(
        observed()
        .filter(pl.col("pattern") == "countries", pl.col("role") == "fitted")
        .select("cell", "recorded")
        .iter_rows()
    )
    for country in found.scenario.appeal:
        if country in recorded and recorded[country] >= 20.0:
            assert simulated[country] == pytest.approx(recorded[country], rel=0.1)


def test_what_is_held_is_not_in_the_box():
    box = refit._without(prior_box(), ("choice.distance",))
    assert "choice.distance" not in box.names
    assert len(box.low) == len(box.high) == len(box.names) == len(prior_box().names) - 1
    with pytest.raises(RunError, match="nothing is left to refit"):
        refit._without(prior_box(), prior_box().names)


def test_an_unknown_mechanism_is_told(capsys, tmp_path):
    assert main(["--out", str(tmp_path), "--only", "no_luck"]) == 2
    assert "--only no_luck: no such mechanism; there are no_history" in capsys.readouterr().err


def test_the_page_says_where_a_mechanism_earns_nothing():
    row = {
        "model": "no_similarity",
        "role": "fitted",
        "cells": 12,
        "whole": 1.0,
        "without": 1.0,
        "gain": 0.01,
        "error": 0.02,
        "verdict": "same",
        "expected": True,
    }
    content = {
        "draws": 128,
        "runs": 24,
        "world": "toy",
        "mechanisms": {
            "no_similarity": {
                "title": "No similarity",
                "why": "Likeness.",
                "held": ["choice.similar"],
                "there_for": ["likeness", "french"],
            }
        },
        "gains": [
            {**row, "pattern": "likeness"},
            {**row, "pattern": "french", "gain": 3.0, "verdict": "worse"},
            {**row, "pattern": "distance", "expected": False},
        ],
        "contests": {},
    }
    text = "\n".join(section(content))
    assert "worse on 1 of 2 sets of cells" in text
    assert "not on Likeness in size of partners, by country (fitted: no difference)" in text
    assert "1 other set of cells did not change beyond chance" in text
    assert "Not run yet" in "\n".join(section(None))


@pytest.mark.deep
def test_the_whole_way_on_the_toy_world(monkeypatch, tmp_path, capsys):
    """The command; its finished runs are taken as they are, and without proximity it says so."""
    monkeypatch.setattr(refit, "ROUNDS", 1)
    call = ["--world", "toy", "--draws", "96", "--runs", "4", "--only", "no_proximity"]
    assert main(["--out", str(tmp_path), *call]) == 0
    assert "## Without one mechanism" in capsys.readouterr().out
    made = (tmp_path / FILE).read_bytes()
    tables = run(tmp_path, Effort(96, 4), workers=2, world="toy", only=["no_proximity"])
    assert list(tables) == [WHOLE, "no_proximity"]
    found = study(tables, Effort(96, 4), "toy")
    assert json.loads(made) == json.loads(json.dumps(found))
    assert found["mechanisms"]["no_proximity"]["held"] == ["choice.distance"]
    assert {row["model"] for row in found["gains"]} == {"no_proximity"}
    assert load("history").choice.distance["FR"] < 0.0
