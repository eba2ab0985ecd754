"""Calibration in waves: what it finds, what it leaves, and going on where it stopped."""

import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis.calibration import (
    calibrate,
    load_posterior,
    parameters,
    posterior_design,
    scenario_of,
)
from analysis.calibration.bank import Bank, read_bank
from analysis.calibration.design import prior_box, sobol
from analysis.calibration.inference import beyond
from analysis.calibration.posterior import class_of
from analysis.calibration.summaries import summaries
from scenarios.runs import RunError, choose
from scenarios.runs.designs import scenarios_of

CALL = {"draws": 256, "waves": 2, "workers": 1, "world": "toy", "seed": 3}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def finished(quick_model, base, tmp_path_factory):
    """A calibration of the stand-in; do not change it."""
    seen = []
    out = tmp_path_factory.mktemp("calibrations") / "calibration"
    posterior = calibrate(out, base, **CALL, progress=lambda *told: seen.append(told))
    return out, posterior, seen


def test_loud_parameters_are_calibrated_and_silent_ones_assumed(finished):
    out, posterior, seen = finished
    rows = {row["name"]: row for row in posterior.content["parameters"]}
    assert list(rows) == list(parameters())
    for name, row in rows.items():
        low, high = row["prior"]
        assert low <= row["low90"] < row["median"] < row["high90"] <= high
        # the record is the middle of every loud prior
        loud = name in ("choice.held", "rate.size", "rate.level")
        told = loud or name == "rate.load"
        assert row["class"] == ("calibrated" if told else "assumed"), row
        if loud:
            assert abs(row["median"] - (low + high) / 2) < 3 * row["sd"]
            assert row["width_ratio"] < 0.35
        assert not loud or row["data_points"] > 3
    assert posterior.content["draws"] == 256
    assert posterior.content["summaries"] == summaries("full").cells.height
    assert posterior.content["unreached"] == []
    assert seen[0] == (0, 0, 448)
    assert seen[-1] == (448, 0, 448)
    # the second wave's box is smaller, where the first found something
    first, second = (
        np.ptp(pl.read_parquet(out / wave / "design.parquet").to_numpy(), axis=0)
        for wave in ("wave_1", "wave_2")
    )
    design = pl.read_parquet(out / "wave_1" / "design.parquet").columns
    narrower = {name for name, a, b in zip(design, first, second, strict=True) if b < 0.7 * a} - {
        "seed"
    }
    assert narrower == {"choice.held", "rate.size", "rate.level", "rate.load"}


def test_single_ties_tell_what_patterns_do_not(finished):
    _, posterior, _ = finished
    both, alone = (
        {row["name"]: row for row in posterior.content[part]}
        for part in ("parameters", "patterns_alone")
    )
    assert abs(both["rate.load"]["median"] + 1.0) < 0.4
    assert both["rate.load"]["width_ratio"] < 0.5
    assert alone["rate.load"]["class"] == "assumed"
    assert both["choice.held"]["sd"] <= alone["choice.held"]["sd"] * 1.2
    assert posterior.content["estimates"]["rate.load"] == [-1.0, 0.1]


def test_two_fits_are_kept_and_the_split_one_saw_less(finished):
    out, posterior, _ = finished
    split = load_posterior(out / "split")
    assert (split.content["fit"], posterior.content["fit"]) == ("split", "full")
    assert split.content["waves"] == 1
    assert split.content["summaries"] < posterior.content["summaries"]
    assert not split.draws.equals(posterior.draws)


def test_directions_are_told_from_the_loosest_to_the_sharpest(finished):
    _, posterior, _ = finished
    found = posterior.content["directions"]
    widths = [row["width"] for row in found]
    assert widths == sorted(widths, reverse=True)
    assert len(found) == len(parameters())
    sharp = set().union(*(row["loads"] for row in found if row["width"] < 0.5))
    assert {"choice.held", "rate.size", "rate.level", "rate.load"} <= sharp


def test_the_folder_holds_the_bank_and_the_posterior(finished, base):
    out, posterior, _ = finished
    assert sorted(p.name for p in out.iterdir()) == [
        *("calibration.json", "pilot", "posterior.csv", "posterior.json", "split"),
        *("wave_1", "wave_2"),
    ]
    bank = pl.read_parquet(out / "wave_1" / "bank.parquet")
    assert bank.columns == ["run", "pattern", "cell", "value"]
    assert bank["run"].is_sorted()
    assert bank["run"].n_unique() == 256
    again = load_posterior(out)
    assert again.draws.equals(posterior.draws)
    assert again.content == json.loads(json.dumps(posterior.content))
    scenario = json.loads((out / "wave_1" / "manifest.json").read_text())["scenarios"]["history"]
    assert scenario["until"] == 2020
    theta = pl.read_parquet(out / "wave_1" / "theta.parquet")
    assert theta.columns == ["run", "seed", *parameters()]
    kept = read_bank(out / "wave_1")
    assert kept.table.equals(bank)
    assert np.array_equal(kept.theta, theta.drop("run", "seed").to_numpy())
    with pytest.raises(RunError, match="no finished bank"):
        read_bank(out)


def test_draws_of_the_posterior_make_a_design(finished, base):
    _, posterior, _ = finished
    draws = posterior.draws
    assert draws.height == 200
    row = posterior.content["parameters"][2]
    assert draws[row["name"]].quantile(0.05) == pytest.approx(row["low90"], abs=0.2 * row["sd"])
    design = posterior_design(posterior, base.scenario, 230)
    scenarios = scenarios_of(base.scenario, design)
    assert design["seed"].n_unique() == 230
    theta = draws.drop("draw").row(7, named=True)
    assert scenarios[7] == scenarios[207] == scenario_of(theta, base.scenario)
    with pytest.raises(RunError, match="0 runs: expected at least 1"):
        posterior_design(posterior, base.scenario, 0)


def test_going_on_gives_the_same_bytes(finished, base, tmp_path):
    out, *_ = finished
    whole = bytes_of(out)
    cut = Path(shutil.copytree(out, tmp_path / "cut"))
    # as if it had been killed in the second wave
    for path in [*sorted((cut / "wave_2" / "summary").iterdir())[100:], cut / "posterior.csv"]:
        path.unlink()
    for name in ("bank.parquet", "theta.parquet"):
        (cut / "wave_2" / name).unlink()
    (cut / "wave_2" / "failures.parquet").unlink()
    seen = []
    calibrate(cut, base, **CALL, resume=True, progress=lambda *told: seen.append(told))
    assert bytes_of(cut) == whole
    # all of pilot and first wave was there, and so were a hundred runs of the second
    assert seen[:4] == [(64, 0, 448), (320, 0, 448), (420, 0, 448), (421, 0, 448)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"draws": 128}, "cannot be resumed, calibration.draws was 256 and is 128 now"),
        ({"seed": 4}, "cannot be resumed, calibration.seed was 3 and is 4 now"),
        ({"resume": False}, "is not empty"),
        ({"base": "no_elysee"}, "cannot be resumed, calibration.first_wave."),
    ],
)
def test_another_calibration_is_not_gone_on_with(finished, base, call, message):
    out, *_ = finished
    before = bytes_of(out)
    if "base" in call:
        call = {"base": choose(call["base"])}
    with pytest.raises(RunError, match=message):
        calibrate(out, **{"base": base, **CALL, "resume": True, **call})
    assert bytes_of(out) == before


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"draws": 8}, "--draws 8: expected at least 128"),
        ({"waves": 0}, "--waves 0: expected between 1 and 20"),
        ({"seed": 2**32 - 1}, "--seed 4294967295: expected an integer between 0 and 3894967295"),
        ({"world": "mars"}, "--world 'mars': expected one of"),
        ({"workers": 0}, "--workers 0: expected at least 1"),
    ],
)
def test_an_impossible_calibration_is_refused_before_its_folder_is_made(
    base, tmp_path, call, message
):
    with pytest.raises(RunError, match=message):
        calibrate(tmp_path / "c", base, **{**CALL, **call})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_left_alone(base, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(RunError, match="holds no calibration to resume; leave --resume out"):
        calibrate(tmp_path, base, **CALL, resume=True)
    with pytest.raises(RunError, match="holds no finished calibration"):
        load_posterior(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_too_many_failures_are_a_mistake(quick_model, base, tmp_path, monkeypatch):
    from analysis.calibration import bank

    told = bank.summary

    def sometimes(history):
        if history.seed % 5 == 0:
            raise ValueError("no tie")
        return told(history)

    monkeypatch.setattr(bank, "summary", sometimes)
    message = "13 of 64 runs failed, too many to calibrate with; the first: ValueError: no tie"
    with pytest.raises(RunError, match=message):
        calibrate(tmp_path / "c", base, **CALL)


def test_few_failures_are_left_out(quick_model, base, tmp_path, monkeypatch):
    from analysis.calibration import bank

    told = bank.summary

    def seldom(history):
        if history.seed % 64 == 0:
            raise ValueError("no tie")
        return told(history)

    monkeypatch.setattr(bank, "summary", seldom)
    found = bank.run_bank(bank.Call(base, "toy", 3), tmp_path / "b", prior_box(), 64, 1)
    assert found.theta.shape == (63, 14)
    all_points = sobol(prior_box(), 64, 3, 1)
    row = int(
        np.flatnonzero(np.isin(3_000_000 // 3 + 3 + np.arange(64), found.seeds, invert=True))[0]
    )
    assert np.array_equal(found.theta, np.delete(all_points, row, axis=0))


def test_a_record_that_no_draw_reaches_is_told():
    chosen = summaries(ties=False)
    cells = chosen.cells.select("pattern", "cell")
    rows = [cells.with_columns(run=pl.lit(run, pl.Int32), value=pl.lit(0.5)) for run in range(3)]
    bank = Bank(
        np.ones((3, 14)), np.arange(3), pl.concat(rows).select("run", pl.all().exclude("run"))
    )
    told = beyond(bank, chosen)
    assert "total|all" in told
    assert "linked_by_size|2000-4999" in told
    assert "likeness|CZ|share_within_factor2" not in told


def test_wide_posteriors_are_assumed():
    assert [class_of(ratio) for ratio in (0.2, 0.7, 0.71, 1.0)] == [
        *("calibrated", "calibrated", "assumed", "assumed")
    ]
