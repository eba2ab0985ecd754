"""Runs of the split fit: what they are drawn from, what is refused, and what is saved."""

import json

import numpy as np
import polars as pl
import pytest

from analysis.calibration.posterior import Posterior, write_posterior
from analysis.evidence import predictive, shipping
from analysis.evidence.checks import predictive_checks
from analysis.validation import observed, targets
from scenarios.runs import RunError


def like_the_record(shift=0.0, runs=40):
    """Runs whose cells are the record with errors of its own size, some of them shifted."""
    rng = np.random.default_rng(5)
    record = observed().filter(pl.col("recorded").is_not_null())
    middle = (
        pl.when(pl.col("recorded_high").is_null())
        .then("recorded")
        .otherwise((pl.col("recorded") + pl.col("recorded_high")) / 2)
    )
    shares = [name for name, one in targets().items() if one.measure == "share"]
    parts = []
    for run in range(runs):
        luck = pl.Series(rng.standard_normal(record.height))
        value = (middle + pl.col("error") * (luck + shift)).clip(lower_bound=1e-6)
        above = pl.col("pattern").is_in(shares) | pl.col("cell").str.contains("share_within")
        parts.append(
            record.select(
                "pattern",
                "cell",
                value=pl.when(above).then(value.clip(upper_bound=1.0)).otherwise(value),
                replication=pl.lit(run),
            )
        )
    return pl.concat(parts)


def by_pattern(rows):
    return {(row["pattern"], row["role"]): row for row in rows}


def test_a_record_that_looks_like_a_run_is_not_rare():
    found = by_pattern(predictive_checks(like_the_record()))
    dated = found["dated", "fitted"]
    assert dated["inside"] > 0.95  # the record has no error beside its own run's
    assert dated["far"] < 1.0
    assert all(row["p"] > 0.05 for row in found.values() if row["cells"] > 5)


def test_a_record_that_lies_far_off_is_rare():
    found = by_pattern(predictive_checks(like_the_record(shift=4.0)))
    for key in (("degree", "fitted"), ("ties_by_land", "kept back"), ("distance", "kept back")):
        assert found[key]["p"] < 0.05
        assert found[key]["far"] > 3.0
        assert found[key]["inside"] < 0.5


def test_both_posteriors_are_taken_in_whole(tmp_path, monkeypatch):
    draws = pl.DataFrame({"draw": [0, 1], "consent.load": [0.1, 0.2]})
    monkeypatch.setattr(shipping, "folder_of", lambda fit: tmp_path / fit)
    for fit, folder in (("full", tmp_path / "from"), ("split", tmp_path / "from" / "split")):
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / fit).mkdir()
        write_posterior(Posterior(draws, {"fit": fit}), folder)
    shipping.take(tmp_path / "from")
    for fit in ("full", "split"):
        assert json.loads((tmp_path / fit / "posterior.json").read_text())["fit"] == fit
        assert shipping.read_table(tmp_path / fit, "calibrated").equals(draws)
        assert json.loads((tmp_path / fit / "calibrated.json").read_text())["rows"] == 2
    with pytest.raises(RunError, match="no finished calibration"):
        shipping.take(tmp_path / "to")
    with pytest.raises(ValueError, match=r"calibrated\.csv: no posterior ships; run jumelage"):
        shipping.read_table(tmp_path, "calibrated")


def test_no_more_runs_than_draws(tmp_path):
    with pytest.raises(ValueError, match="10000 runs: there are 200 posterior draws"):
        predictive.predictive_runs("split", tmp_path / "out", 10_000, 1)
    assert not (tmp_path / "out").exists()


def test_a_failed_run_is_not_scored(tmp_path, monkeypatch):
    failed = type("E", (), {"failures": [(0, "history", None, 0, 1, "boom")]})
    monkeypatch.setattr(predictive, "design_ensemble", lambda *_a, **_k: failed)
    with pytest.raises(ValueError, match=r"1 runs failed; the first: .*boom"):
        predictive.meet_rivals(tmp_path / "out", 8, 1, into=tmp_path)
    assert not (tmp_path / "contest.json").exists()


def test_what_the_rivals_make_of_it_is_saved_without_single_cells(tmp_path, monkeypatch):
    rows = like_the_record(runs=3)
    asked = []

    def ensemble(_base, design, _out, **_rest):
        asked.append(design)
        return type("E", (), {"failures": []})

    def meet(found):
        assert found.equals(rows.select(found.columns))
        return type("C", (), {"as_dict": lambda _self: {"runs": 8, "cells": [1]}})()

    table = type("R", (), {"table": lambda _self, _name: rows.with_columns(scenario=1)})
    monkeypatch.setattr(predictive, "design_ensemble", ensemble)
    monkeypatch.setattr(predictive, "open_results", lambda _path: table())
    monkeypatch.setattr("analysis.contest.contest", meet)
    assert predictive.meet_rivals(tmp_path / "out", 8, 1, into=tmp_path) == {"runs": 8}
    assert json.loads((tmp_path / "contest.json").read_text()) == {"runs": 8}
    assert json.loads((tmp_path / "checks.json").read_text())["runs"] == 8
    design = asked[0]
    assert design.height == 8
    assert design["seed"].n_unique() == 8
    # each run has values of its own, in all that data inform
    for name in ("choice.held", "appeal.FR", "events.elysee_1963.size"):
        assert design[name].n_unique() == 8
