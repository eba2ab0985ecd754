"""Known truths are found again: of the stand-in quickly, of the toy world in the deep checks."""

import json
from pathlib import Path

import pytest

from analysis.calibration import calibrate
from analysis.calibration.recovery import main, recovery
from scenarios.runs import Chosen, RunError

DOUBLE = ("recording.reported", "recording.lag")
"""Told a little, and together only, by the share of late partnerships in double records."""


def test_truths_of_the_stand_in_are_found(quick_model, base, tmp_path):
    """60 truths by 14 parameters: 0.9 has a standard error of at most 0.02."""
    out = tmp_path / "recovery"
    content = recovery(out, base, truths=60, draws=256, workers=1)
    assert content == json.loads((out / "recovery.json").read_text())
    assert content["truths"] == 60
    assert 0.84 < content["coverage"] < 0.96
    for row in content["parameters"]:
        loud = row["name"] in ("choice.held", "rate.size", "rate.level", "rate.load")
        assert (row["correlation"] > 0.8) == loud, row  # nobody else is told so sharply
        if row["name"] not in DOUBLE:
            assert row["assumed"] < 0.1 if loud else row["assumed"] > 0.9
            assert (row["width_ratio"] < 0.5) == loud
        assert abs(row["bias"]) < 4 * row["bias_error"]
        assert 0.3 < row["rank"] < 0.7


def test_a_wrong_call_is_one_sentence(base, tmp_path, capsys):
    assert main(["--out", str(tmp_path / "r"), "--draws", "3"]) == 2
    assert (
        capsys.readouterr().err == "Error: --draws 3: expected at least 128 and less than 1000000\n"
    )
    with pytest.raises(RunError, match="--truths 1: expected at least 2"):
        recovery(tmp_path / "r", base, truths=1)
    assert list(tmp_path.iterdir()) == []


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.mark.deep
def test_truths_of_the_toy_world_are_found(base, tmp_path):
    """40 truths by 10 parameters; coverage must lie between 80 and 97 %."""
    content = recovery(tmp_path / "r", base, truths=40, draws=256, workers=2)
    assert 0.80 <= content["coverage"] <= 0.97
    rows = {row["name"]: row for row in content["parameters"]}
    assert rows["planted"]["assumed"] >= 0.95
    assert abs(rows["planted"]["correlation"]) < 0.5
    for name in ("choice.similar", "rate.size", "rate.load", "rate.level", "choice.distance"):
        assert rows[name]["correlation"] > 0.4, rows[name]


@pytest.mark.deep
def test_a_calibration_has_the_same_bytes_with_one_worker_and_two_and_resumed(base, tmp_path):
    call = {"draws": 128, "waves": 2, "world": "toy", "seed": 2}
    # a late start, for speed: runs of 25 years are as good for this
    base = Chosen(base.scenario.model_copy(update={"start": 1990}))
    calibrate(tmp_path / "one", base, workers=1, **call)
    calibrate(tmp_path / "two", base, workers=2, **call)
    whole = bytes_of(tmp_path / "one")
    assert bytes_of(tmp_path / "two") == whole
    for path in sorted((tmp_path / "two" / "wave_2" / "summary").iterdir())[::4]:
        path.unlink()
    (tmp_path / "two" / "posterior.json").unlink()
    calibrate(tmp_path / "two", base, workers=2, resume=True, **call)
    assert bytes_of(tmp_path / "two") == whole
