"""Output folders: who may write where, and nothing half-written that looks whole.

A folder of ours holds a marker, a JSON file that says ``"written_by": "jumelage"`` and lists the
names beside it. It is written last (a run) or names all that is still to come (an ensemble).
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from scenarios.runs.mistakes import RunError, shown, writing

MARKERS = ("run.json", "manifest.json", "demo.json", "calibration.json")
"""What makes a folder ours: a run's marker, an ensemble's, a demonstration's, a calibration's."""
HIDDEN = ".jumelage-"
"""How names begin under which something is being written."""
WRITER = "jumelage"


def read_marker(folder: Path, names: Sequence[str] = MARKERS) -> dict[str, Any] | None:
    """Return what the first readable marker of a folder says, None where there is none."""
    for name in names:
        try:
            said = json.loads((folder / name).read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(said, dict) and said.get("written_by") == WRITER:
            files = said.get("files", [])
            if isinstance(files, list) and all(isinstance(file, str) for file in files):
                return said
    return None


def marked(kind: str, files: Sequence[str], **content: Any) -> dict[str, Any]:
    """Return the content of a marker; `files` are all names the folder may hold besides it."""
    return {"written_by": WRITER, "kind": kind, **content, "files": sorted(files)}


def foreign(folder: Path) -> str | None:
    """Return the first name in a folder that jumelage did not write, None if all is its own."""
    said = read_marker(folder)
    own = {*MARKERS, *said.get("files", ())} if said else set[str]()
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(HIDDEN) and not entry.is_symlink():
            continue
        if entry.name not in own or entry.is_symlink():
            return entry.name
        if entry.is_dir():
            inner = _foreign_below(entry)
            if inner is not None:
                return f"{entry.name}/{inner}"
    return None


def _foreign_below(folder: Path) -> str | None:
    """Return the same for a listed subfolder: one with a marker of its own, or one of parts."""
    if read_marker(folder) is not None:
        return foreign(folder)
    for entry in sorted(folder.iterdir()):
        part = entry.name.startswith(("part-", HIDDEN)) and not entry.is_dir()
        if not part or entry.is_symlink():
            return entry.name
    return None


REPLACE = "replace it with --force if jumelage wrote it"


def check_free(out: Path, *, force: bool = False, instead: str = REPLACE) -> None:
    """Refuse a folder that must not be written to.

    Parameters
    ----------
    out : Path
    force : bool
        Whether what jumelage wrote there may be replaced.
    instead : str
        What the caller offers beside another folder.

    Raises
    ------
    RunError
        If `out` is no folder, or is not empty; with `force`, if jumelage did not write all of it.
    """
    with writing(out):
        if not out.exists():
            return
        if not out.is_dir():
            raise RunError(f"{shown(out)}: is a file; name a new or an empty folder")
        if next(out.iterdir(), None) is None:
            return
        if not force:
            raise RunError(f"{shown(out)}: is not empty; name another folder, or {instead}")
        stranger = foreign(out)
    if stranger is not None:
        raise RunError(
            f"{shown(out)}: is not replaced, for jumelage did not write '{shown(stranger)}' in "
            "it; name another folder"
        )


def clear(folder: Path, kept: Path | None = None) -> None:
    """Empty a folder of ours but for one entry; markers go first: the rest never looks whole."""
    with writing(folder):
        for entry in sorted(folder.iterdir(), key=lambda e: e.name not in MARKERS):
            if entry != kept:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


@contextmanager
def staged(out: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a folder to write to that becomes `out` when all went well, and vanishes otherwise.

    It lies beside `out`, to be renamed at once; where `out` is there already it lies within, for
    `out` may be another file system or the folder in which the user stands.

    Raises
    ------
    RunError
        If `out` must not or cannot be written to.
    """
    out = Path(out).absolute()
    check_free(out, force=force)
    with writing(out):
        fresh = not out.exists()
        new_parents = [parent for parent in out.parents if not parent.exists()]
    staging = (out.parent if fresh else out) / f"{HIDDEN}{uuid.uuid4().hex[:12]}"
    whole = False
    try:
        with writing(out):
            staging.mkdir(parents=True)
        yield staging
        _publish(staging, out)
        whole = True
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if not whole:
            for parent in new_parents:
                with suppress(OSError):
                    parent.rmdir()


def _publish(staging: Path, out: Path) -> None:
    """Put what was written in its place, its marker last."""
    if staging.parent != out:
        with writing(out):
            staging.rename(out)  # refused by the system if someone filled `out` meanwhile
        return
    clear(out, kept=staging)
    with writing(out):
        for entry in sorted(staging.iterdir(), key=lambda e: e.name in MARKERS):
            entry.rename(out / entry.name)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under a hidden name and rename it, so that it is there whole or not at all.

    Raises
    ------
    RunError
        If it cannot be written.
    """
    hidden = path.with_name(f"{HIDDEN}{uuid.uuid4().hex[:12]}")
    with writing(path):
        try:
            hidden.write_bytes(data)
            hidden.replace(path)
        finally:
            with suppress(OSError):
                hidden.unlink()


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file, whole or not at all."""
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(path, f"{text}\n".encode())


def begin_demo(out: Path, *, force: bool = False) -> None:
    """Make the folder of a demonstration: a run, an ensemble and a report beside each other.

    Raises
    ------
    RunError
        If `out` must not or cannot be written to.
    """
    check_free(out, force=force)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    clear(out)
    write_json(out / "demo.json", marked("demo", ["run", "ensemble", "report.html"]))
