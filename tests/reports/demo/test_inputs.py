"""Bad folders: one sentence each that says what is wrong and what would be right."""

import shutil

import pytest

from analysis.observation.register import recorded
from reports.demo import build
from scenarios.runs import choose, ensemble


def refused(run, many, out):
    with pytest.raises(ValueError) as caught:
        build(run, many, out)
    message = str(caught.value)
    assert "\n" not in message
    assert not (out / "report.html").exists()
    return message


def test_a_missing_folder_is_named(folders, tmp_path):
    assert "nowhere" in refused(tmp_path / "nowhere", folders.ensemble, tmp_path / "out")
    assert "nowhere" in refused(folders.run, tmp_path / "nowhere", tmp_path / "out")


def test_run_and_ensemble_are_not_mixed_up(folders, tmp_path):
    message = refused(folders.ensemble, folders.run, tmp_path / "out")
    assert "must be that of a run, but is that of an ensemble" in message


def test_too_few_histories_give_no_band(folders, tmp_path):
    few = tmp_path / "few"
    more = {"recorded": recorded}
    ensemble([choose("history", 1960)], few, world="toy", replications=2, more=more)
    message = refused(folders.run, few, tmp_path / "out")
    assert "2 histories" in message
    assert "at least 20" in message
    assert "--replications 20" in message


def test_two_scenarios_are_one_too_many(folders, tmp_path):
    both = tmp_path / "both"
    chosen = [choose("history", 1960), choose("no_elysee", 1960)]
    ensemble(chosen, both, world="toy", replications=1, more={"recorded": recorded})
    assert "no_elysee" in refused(folders.run, both, tmp_path / "out")


def test_a_damaged_table_is_named(folders, tmp_path):
    copy = tmp_path / "run"
    shutil.copytree(folders.run, copy)
    (copy / "ties.parquet").write_bytes(b"PAR1")
    assert "ties.parquet" in refused(copy, folders.ensemble, tmp_path / "out")


def test_an_occupied_place_is_told(folders, tmp_path, monkeypatch):
    monkeypatch.setattr("reports.demo.building.page", lambda *_: "drawn elsewhere")
    (tmp_path / "out").write_text("a file, no folder")
    with pytest.raises(ValueError, match=r"report\.html: cannot be written"):
        build(folders.run, folders.ensemble, tmp_path / "out")
