"""Folders of exports: there whole or not at all, and only replaced where they are exports.

An export never replaces a run or an ensemble, also not with `force`: a slip in a name must not
cost hours of simulation.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scenarios.runs import RunError
from scenarios.runs.kept.folder import HIDDEN, read_marker
from scenarios.runs.mistakes import shown, writing

MARKER = "export.json"
"""What makes a folder an export; it lists the names beside it."""


@contextmanager
def staged(out: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a folder to write to whose files move to `out` when all went well.

    Raises
    ------
    RunError
        If `out` must not or cannot be written to.
    """
    out = out.absolute()
    _check_free(out, force=force)
    with writing(out):
        new = [folder for folder in (out, *out.parents) if not folder.exists()]
        out.mkdir(parents=True, exist_ok=True)
    staging = out / f"{HIDDEN}{uuid.uuid4().hex[:12]}"
    whole = False
    try:
        with writing(out):
            staging.mkdir()
            yield staging
            _publish(staging, out)
        whole = True
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if not whole:
            _forget(new)


def _forget(folders: list[Path]) -> None:
    """Remove the folders that were made for nothing, as far as they are empty."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def _check_free(out: Path, *, force: bool) -> None:
    with writing(out):
        if not out.exists():
            return
        if not out.is_dir():
            raise RunError(f"{shown(out)}: is a file; name a new or an empty folder")
        if next(out.iterdir(), None) is None:
            return
        if not force:
            raise RunError(
                f"{shown(out)}: is not empty; name another folder, or replace it with --force if "
                "it is an export of jumelage"
            )
        stranger = _stranger(out)
    if stranger is not None:
        raise RunError(
            f"{shown(out)}: is not replaced, for '{shown(stranger)}' in it is no export of "
            "jumelage; name another folder"
        )


def _stranger(out: Path) -> str | None:
    """The first name that an earlier export did not write, None if there is none."""
    said = read_marker(out, [MARKER])
    listed = said.get("files") if said else None
    own = {MARKER, *map(str, listed)} if isinstance(listed, list) else set[str]()
    for entry in sorted(out.iterdir()):
        if entry.is_symlink():
            return entry.name
        if entry.name.startswith(HIDDEN):
            continue
        if entry.name not in own or entry.is_dir():
            return entry.name
    return None


def _publish(staging: Path, out: Path) -> None:
    """Put what was written in the place of what was there; the marker goes first, comes last."""
    old = [entry for entry in out.iterdir() if entry != staging]
    for entry in sorted(old, key=lambda entry: (entry.name != MARKER, entry.name)):
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    fresh = sorted(staging.iterdir(), key=lambda entry: (entry.name == MARKER, entry.name))
    for entry in fresh:
        entry.rename(out / entry.name)
