"""A design as a file that people edit."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import RunError, shown


def check_design_path(path: str | Path, *, force: bool = False) -> Path:
    """Return where a design may be written.

    Raises
    ------
    RunError
        If it is no .csv file, or is there already and `force` is not given.
    """
    path = Path(path)
    if path.suffix != ".csv":
        raise RunError(f"{shown(path)}: is no design; give a .csv file")
    if path.is_dir() or (path.exists() and not force):
        raise RunError(f"{shown(path)}: is there already; name another file, or use --force")
    return path


def write_design(table: pl.DataFrame, path: str | Path, *, force: bool = False) -> None:
    """Write a design as CSV, whole or not at all.

    Raises
    ------
    RunError
        If it must not or cannot be written.
    """
    where = check_design_path(path, force=force)
    write_whole(where, table.write_csv(line_terminator="\n").encode())
