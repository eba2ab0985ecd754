"""What a number rests on, from the ledger that ships; and which scenarios change it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from analysis.evidence.inputs import FOLDER
from analysis.reference.building import MISSING, shown
from analysis.reference.scenario_file import BASE
from scenarios import load, names

LEDGER = FOLDER / "evidence.csv"
ORDER = ("estimated", "calibrated", "assumed")
FRAME = ("name", "title")
NAMED = ("shifts.", "policy.measures.")


@cache
def _ledger() -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(LEDGER.read_text(encoding="utf-8")))
    return {row["parameter"]: row for row in rows}


def row_of(path: str) -> dict[str, str]:
    """Row of the ledger on one number; empty where it has none."""
    return _ledger().get(path, {})


def evidence_of(path: str) -> str:
    """Class and source of one number: ``assumed (judgement)``; empty where there is none."""
    row = row_of(path)
    return f"{row['class']} ({linked(row['source'])})" if row else ""


def linked(source: str) -> str:
    """A source with its addresses put behind the titles that they stand after."""
    parts = [part.rpartition(", ") for part in source.split("; ")]
    return "; ".join(
        f"[{title}]({last})" if title and last.startswith("https://") else f"{title}{comma}{last}"
        for title, comma, last in parts
    )


def counted(path: str, name: str = "") -> str:
    """Classes of all numbers of a table: ``9 estimated, 39 assumed``."""
    many = Counter(
        row["class"]
        for key, row in _ledger().items()
        if key.startswith(f"{path}.") and key.endswith(f".{name}" if name else "")
    )
    return ", ".join(f"{many[kind]} {kind}" for kind in ORDER if many[kind])


@cache
def changes() -> dict[str, dict[str, str]]:
    """What each scenario that ships changes in the default history: by path and scenario."""
    base = dict(_leaves(load(BASE)))
    found: dict[str, dict[str, str]] = {}
    for name in names():
        for path, value in _leaves(load(name)):
            if base.get(path, MISSING) == value:
                continue
            if path.startswith(NAMED):
                # a shift or a measure is new as a whole: its name says enough
                depth = 2 if path.startswith("shifts.") else 3
                found.setdefault(".".join(path.split(".")[:depth]), {})[name] = ""
            else:
                found.setdefault(path, {})[name] = f" = {shown(value)}"
    return found


def changed(*fields: str) -> dict[str, list[str]]:
    """What scenarios that ship change in some fields and below them: by the scenario's name."""
    found: dict[str, list[str]] = {}
    for path, values in changes().items():
        if any(path == field or path.startswith(f"{field}.") for field in fields):
            for name, value in values.items():
                found.setdefault(name, []).append(f"{path}{value}")
    return found


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    parts: dict[str, Any] | None = None
    if isinstance(value, BaseModel):
        parts = {name: getattr(value, name) for name in type(value).model_fields}
    elif isinstance(value, dict):
        parts = value
    if parts is None:
        yield path, value
        return
    for name, part in parts.items():
        if path or name not in FRAME:
            yield from _leaves(part, f"{path}.{name}" if path else name)
