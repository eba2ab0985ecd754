"""The files of an imported register: the Parquet and, beside it, what was done."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from analysis.registers.errors import RegisterError
from analysis.registers.imported import Imported
from scenarios.runs.mistakes import shown, writing

PRODUCER = "jumelage register"
_HARMLESS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""The report may be put into a page as it is."""


def report_of(out: Path) -> Path:
    """Where the report of a register lies."""
    return out.with_suffix(".json")


def check_free(out: Path, *, force: bool) -> None:
    """Refuse to write where something else lies.

    Raises
    ------
    RegisterError
        If `out` is no name of a Parquet file, or there is a file that must stay.
    """
    where = shown(out)
    if out.suffix != ".parquet":
        raise RegisterError(f"--out {where}: expected the name of a .parquet file")
    if out.is_dir():
        raise RegisterError(f"--out {where}: is a folder; name a file in it")
    there = [path for path in (out, report_of(out)) if path.exists()]
    if not there:
        return
    if not force:
        raise RegisterError(
            f"{shown(there[0])}: is there already; name another file, or replace it with --force "
            "if it is a register that jumelage made"
        )
    if not _own(report_of(out)):
        raise RegisterError(
            f"{where}: is not replaced, for no report beside it says that jumelage made it; name "
            "another file"
        )


def save(imported: Imported, out: Path) -> None:
    """Write the register and its report; both are there whole or not at all."""
    report = {"producer": PRODUCER, "register": out.name, **imported.report}
    table = io.BytesIO()  # polars tells of a full disk in words of its own
    imported.register.write_parquet(table, compression="zstd", statistics=False)
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = {path: path.with_name(f".{path.name}.part") for path in (out, report_of(out))}
        try:
            fresh[out].write_bytes(table.getvalue())
            fresh[report_of(out)].write_text(as_json(report), encoding="utf-8", newline="")
            for path, part in fresh.items():
                part.replace(path)
        finally:
            for part in fresh.values():
                part.unlink(missing_ok=True)


def as_json(content: dict[str, Any]) -> str:
    """Canonical JSON in which no name can open a tag."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return text.translate(_HARMLESS) + "\n"


def _own(report: Path) -> bool:
    try:
        content = json.loads(report.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("producer") == PRODUCER
