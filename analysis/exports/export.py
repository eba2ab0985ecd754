"""One call for all formats: a finished history as files that other programs open."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args

from analysis.exports.codebook import codebook
from analysis.exports.csv_files import Described, csv_bytes
from analysis.exports.source import Source, open_source
from analysis.exports.writing import MARKER, staged
from scenarios.runs import RunError
from scenarios.runs.kept.folder import marked, write_json, write_whole
from scenarios.runs.mistakes import shown, writing

Format = Literal["csv", "stata", "gexf", "graphml"]
FORMATS: tuple[Format, ...] = get_args(Format)

_WRITERS: Mapping[Format, tuple[str, str]] = {
    "csv": ("analysis.exports.csv_files", "write_csv"),
    "stata": ("analysis.exports.stata", "write_stata"),
    "gexf": ("analysis.exports.gexf", "write_gexf"),
    "graphml": ("analysis.exports.graphml", "write_graphml"),
}


def export_run(
    path: Path,
    kind: Format,
    out: Path,
    *,
    scenario: str | None = None,
    strategy: str | None = None,
    replication: int | None = None,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write a finished history in another format, with a codebook; whole or not at all.

    The same history makes the same bytes.

    Parameters
    ----------
    path : Path
        A folder that `jumelage run`, `ensemble` or `compare` left.
    kind : {"csv", "stata", "gexf", "graphml"}
        `csv` and `stata` hold every table; `gexf` (dynamic, with years) and `graphml` the graph
        of the places that ever had a tie.
    out : Path
        A new or empty folder; with `force`, one that holds an earlier export.
    scenario, strategy : str, optional
        Which of those that an ensemble holds; not needed where there is one. `base` is the
        strategy of runs without one.
    replication : int, optional
        Which one of an ensemble, from 0; not needed where there is one.
    force : bool
        Replace an earlier export, never anything else.

    Returns
    -------
    tuple of Path
        The files, sorted: tables or graph, `codebook.csv`, and `export.json`, which says what
        they are of.

    Raises
    ------
    RunError
        If the folder cannot be read, what is asked for is not there once, a value has no place
        in the format, or `out` must not or cannot be written to.
    """
    if kind not in FORMATS:
        raise RunError(f"--format '{shown(kind)}': expected one of {', '.join(FORMATS)}")
    source = open_source(Path(path), scenario, strategy, replication)
    out = Path(out)
    with staged(out, force=force) as folder:
        told = _writer(kind)(source, folder)
        write_whole(folder / "codebook.csv", csv_bytes("codebook", codebook(told)))
        write_json(folder / MARKER, _record(source, kind, folder))
    with writing(out):
        return tuple(sorted(out.iterdir()))


def _writer(kind: Format) -> Callable[[Source, Path], Described]:
    """What writes a format, loaded when it is needed."""
    room, name = _WRITERS[kind]
    write: Callable[[Source, Path], Described] = getattr(import_module(room), name)
    return write


def _record(source: Source, kind: Format, folder: Path) -> dict[str, Any]:
    """What the marker says: of which history, and the SHA-256 of each file."""
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }
    return marked("export", list(files), format=kind, **source.told, sha256=files)
