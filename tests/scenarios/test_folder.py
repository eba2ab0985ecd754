"""Output folders: what is refused, what is replaced, and that nothing half-written looks whole."""

import json
import os
from pathlib import Path

import pytest

from scenarios.runs import RunError
from scenarios.runs.kept.folder import begin_demo, check_free, marked, staged, write_json


def fill(out: Path, *, force: bool = False, text: str = "new") -> None:
    """Write a small result of ours."""
    with staged(out, force=force) as folder:
        (folder / "ties.parquet").write_text(text)
        write_json(folder / "run.json", marked("run", ["ties.parquet"]))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("there", [False, True])
def test_a_new_and_an_empty_folder_are_filled(tmp_path, there):
    out = tmp_path / "a" / "b" if not there else tmp_path
    fill(out)
    assert names(out) == ["run.json", "ties.parquet"]
    assert not [name for name in names(out.parent) if name.startswith(".jumelage-")]


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("mistake", [KeyboardInterrupt, RunError("no")])
def test_what_was_not_finished_leaves_nothing(tmp_path, there, mistake):
    out = tmp_path / "x" if there else tmp_path / "x" / "y" / "z"
    if there:
        out.mkdir()

    def stop_half_way():
        with staged(out) as folder:
            (folder / "ties.parquet").write_text("half")
            raise mistake

    with pytest.raises((KeyboardInterrupt, RunError)):
        stop_half_way()
    assert names(tmp_path) == (["x"] if there else [])
    assert not there or names(out) == []


def test_a_folder_in_use_is_refused_without_force(tmp_path):
    fill(tmp_path / "x", text="old")
    with pytest.raises(RunError, match="is not empty; name another folder, or replace it with"):
        fill(tmp_path / "x")
    assert (tmp_path / "x" / "ties.parquet").read_text() == "old"
    fill(tmp_path / "x", force=True)
    assert (tmp_path / "x" / "ties.parquet").read_text() == "new"


def test_an_interrupted_replacement_keeps_the_old(tmp_path):
    fill(tmp_path / "x", text="old")
    with pytest.raises(KeyboardInterrupt), staged(tmp_path / "x", force=True):
        raise KeyboardInterrupt
    assert (tmp_path / "x" / "ties.parquet").read_text() == "old"
    assert names(tmp_path / "x") == ["run.json", "ties.parquet"]


@pytest.mark.parametrize("foreign", ["notes.txt", "ties.parquet.bak", "photos/", "link"])
def test_force_spares_what_jumelage_did_not_write(tmp_path, foreign):
    fill(tmp_path / "x")
    stranger = tmp_path / "x" / foreign
    if foreign == "link":
        stranger.symlink_to(tmp_path)
    elif foreign.endswith("/"):
        stranger.mkdir()
    else:
        stranger.write_text("mine")
    with pytest.raises(RunError, match=f"did not write '{foreign.strip('/')}'"):
        fill(tmp_path / "x", force=True)
    assert stranger.exists()


def test_force_spares_what_lies_among_the_parts_of_an_ensemble(tmp_path):
    write_json(tmp_path / "manifest.json", marked("ensemble", ["ties"]))
    (tmp_path / "ties").mkdir()
    (tmp_path / "ties" / "part-000000.parquet").write_text("")
    check_free(tmp_path, force=True)
    (tmp_path / "ties" / "thesis.docx").write_text("")
    with pytest.raises(RunError, match=r"did not write 'ties/thesis\.docx'"):
        check_free(tmp_path, force=True)


@pytest.mark.parametrize(
    "marker", ["{}", "[]", "not json", '{"written_by": "someone", "files": ["notes.txt"]}']
)
def test_a_marker_of_someone_else_is_none(tmp_path, marker):
    (tmp_path / "run.json").write_text(marker)
    with pytest.raises(RunError, match="did not write"):
        check_free(tmp_path, force=True)


def test_a_listed_name_that_points_elsewhere_is_spared(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "part-000000.parquet").write_text("precious")
    out = tmp_path / "x"
    out.mkdir()
    (out / "ties").symlink_to(elsewhere)
    write_json(out / "manifest.json", marked("ensemble", ["ties"]))
    with pytest.raises(RunError, match="did not write 'ties'"):
        check_free(out, force=True)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(RunError, match="is a file; name a new or an empty folder"):
        fill(tmp_path / "x", force=True)
    with pytest.raises(RunError, match=r"cannot be written \(Not a directory\)"):
        fill(tmp_path / "x" / "y")


def test_a_demonstration_is_replaced_with_its_run_and_ensemble(tmp_path):
    begin_demo(tmp_path / "d")
    fill(tmp_path / "d" / "run")
    (tmp_path / "d" / "report.html").write_text("")
    with pytest.raises(RunError, match="is not empty"):
        begin_demo(tmp_path / "d")
    begin_demo(tmp_path / "d", force=True)
    assert names(tmp_path / "d") == ["demo.json"]
    (tmp_path / "d" / "run").mkdir()
    (tmp_path / "d" / "run" / "mine").write_text("")
    with pytest.raises(RunError, match="did not write 'run/mine'"):
        begin_demo(tmp_path / "d", force=True)


@pytest.mark.parametrize(
    "name", ["with space", "Köln–Évry", "two\nlines", "-dash", "'quote'", "a" * 200]
)
def test_hostile_names_are_used_and_told_in_one_line(tmp_path, name):
    fill(tmp_path / name)
    with pytest.raises(RunError) as error:
        fill(tmp_path / name)
    assert "\n" not in str(error.value)
    assert json.loads((tmp_path / name / "run.json").read_text())["kind"] == "run"


@pytest.mark.skipif(os.name != "posix", reason="bytes in names")
def test_a_name_that_is_no_text_is_told_all_the_same(tmp_path):
    out = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    fill(out)
    with pytest.raises(RunError) as error:
        fill(out)
    str(error.value).encode("utf-8")
