"""Where exports are written: whole or not at all, the same bytes each time, and nobody's loss."""

import errno
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from analysis.exports import FORMATS, export_run
from scenarios.runs import RunError, open_results


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_run_makes_the_same_bytes(toy_run, kind, tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    written = export_run(toy_run, kind, one)
    export_run(toy_run, kind, other)
    assert [path.name for path in written] == sorted(path.name for path in one.iterdir())
    assert written[0].parent == one
    for path in written:
        assert path.read_bytes() == (other / path.name).read_bytes(), path.name


def test_the_record_says_of_what_the_files_are(toy_run, tmp_path):
    export_run(toy_run, "csv", tmp_path / "out")
    said = json.loads((tmp_path / "out" / "export.json").read_text("utf-8"))
    assert said["written_by"] == "jumelage"
    assert (said["scenario"], said["strategy"], said["replication"]) == ("history", "base", 0)
    assert (said["seed"], said["world"], said["format"]) == (5, "toy", "csv")
    assert said["files"] == sorted(said["sha256"])
    assert str(tmp_path) not in json.dumps(said)


@pytest.mark.parametrize("scenario", ["history", "no_elysee"])
def test_one_replication_of_an_ensemble(toy_ensemble, scenario, tmp_path):
    export_run(toy_ensemble, "csv", tmp_path / "out", scenario=scenario, replication=1)
    ties = open_results(toy_ensemble).table("ties")
    wanted = ties.filter(pl.col("scenario") == scenario, pl.col("replication") == 1)
    wanted = wanted.drop("scenario", "strategy", "replication")
    again = pl.read_csv(tmp_path / "out" / "ties.csv", schema=wanted.schema)
    assert 0 < again.height < ties.height
    assert again.equals(wanted)
    assert not (tmp_path / "out" / "failures.csv").exists()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, "holds several; name one with --scenario: 'history', 'no_elysee'"),
        ({"scenario": "history"}, "holds several; name one with --replication: '0', '1'"),
        ({"scenario": "hist"}, "has no scenario 'hist'; it holds 'history', 'no_elysee'"),
        ({"scenario": "history", "replication": 2}, "has no replication '2'; it holds '0', '1'"),
        ({"scenario": "history", "strategy": "x\n"}, r"has no strategy 'x\\n'; it holds 'base'"),
    ],
)
def test_what_is_asked_for_must_be_there_once(toy_ensemble, asked, why, tmp_path):
    with pytest.raises(RunError, match=why):
        export_run(toy_ensemble, "csv", tmp_path / "out", **asked)
    assert not (tmp_path / "out").exists()


def test_wrong_calls(toy_run, tmp_path):
    with pytest.raises(RunError, match="--format 'dta': expected one of csv, stata, gexf, graphml"):
        export_run(toy_run, "dta", tmp_path / "out")
    with pytest.raises(RunError, match="no such folder"):
        export_run(tmp_path / "nowhere", "csv", tmp_path / "out")
    with pytest.raises(RunError, match="has no scenario 'other'"):
        export_run(toy_run, "csv", tmp_path / "out", scenario="other")


def test_a_folder_in_use_is_refused_and_an_export_replaced(toy_run, tmp_path):
    out = tmp_path / "out"
    export_run(toy_run, "csv", out)
    with pytest.raises(RunError, match="is not empty; name another folder, or replace it with"):
        export_run(toy_run, "gexf", out)
    assert (out / "ties.csv").exists()
    export_run(toy_run, "gexf", out, force=True)
    assert sorted(path.name for path in out.iterdir()) == [
        "codebook.csv",
        "export.json",
        "network.gexf",
    ]


def test_what_is_no_export_is_never_replaced(toy_run, copied_run, tmp_path):
    with pytest.raises(
        RunError, match=r"is not replaced, for 'groups\.parquet' in it is no export"
    ):
        export_run(toy_run, "csv", copied_run, force=True)
    assert open_results(copied_run).table("ties").height > 0
    out = tmp_path / "out"
    export_run(toy_run, "csv", out)
    (out / "mine.txt").write_text("notes")
    with pytest.raises(RunError, match=r"for 'mine\.txt' in it is no export"):
        export_run(toy_run, "csv", out, force=True)
    (out / "mine.txt").unlink()
    (out / "ties.csv").unlink()
    (out / "ties.csv").symlink_to(copied_run / "ties.parquet")
    with pytest.raises(RunError, match=r"for 'ties\.csv' in it is no export"):
        export_run(toy_run, "csv", out, force=True)
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(RunError, match="is a file; name a new or an empty folder"):
        export_run(toy_run, "csv", file)


def test_a_failure_leaves_what_was_there(toy_run, copied_run, tmp_path):
    out = tmp_path / "deep" / "out"
    damaged = copied_run / "yearly.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-10])
    with pytest.raises(RunError, match=r"yearly\.parquet: is damaged"):
        export_run(copied_run, "csv", out)
    assert not (tmp_path / "deep").exists()
    export_run(toy_run, "csv", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(RunError, match=r"yearly\.parquet: is damaged"):
        export_run(copied_run, "csv", out, force=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_folder_that_may_not_be_written_to(toy_run, tmp_path, monkeypatch):
    def refuse(path, *_, **__):  # root, as whom CI runs, would be let in
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(RunError, match=r"out: cannot be written \(Permission denied\); name a"):
        export_run(toy_run, "csv", tmp_path / "out")


def test_a_folder_that_cannot_be(toy_run, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"cannot be written \(Not a directory\)"):
        export_run(toy_run, "csv", tmp_path / "file" / "out")


FULL = """
import resource, sys
from pathlib import Path
from analysis.exports import export_run
from scenarios.runs import RunError
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    export_run(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
except RunError as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("kind", ["csv", "stata"])  # graphs are written as CSV is
def test_no_room_is_one_sentence_and_leaves_nothing(toy_run, kind, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(toy_run), kind, str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
    )
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert "cannot be written" in line
    assert not (tmp_path / "out").exists()


def test_what_a_killed_export_left_is_swept(toy_run, tmp_path):
    out = tmp_path / "out"
    export_run(toy_run, "graphml", out)
    (out / ".jumelage-0123456789ab").mkdir()
    (out / ".jumelage-0123456789ab" / "ties.csv").write_text("half")
    export_run(toy_run, "graphml", out, force=True)
    assert not list(out.glob(".jumelage-*"))
