"""Blocks from the schema: every number of the default history with its bounds and its class."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from analysis.evidence.inputs import FOLDER
from analysis.evidence.leaves import NO_NUMBERS, leaves
from analysis.evidence.page.markdown import number, table
from scenarios import load

LEDGER = FOLDER / "evidence.csv"
NOT_THERE = "**not in the ledger**"
"""In place of a class that nothing speaks of: a test holds that none is left."""
ORDER = ("estimated", "calibrated", "assumed", NOT_THERE)
SIGNS = {"ge": "from {}", "gt": "above {}", "le": "to {}", "lt": "below {}"}


@cache
def _class_of() -> dict[str, str]:
    """Class of each number by its path, as the ledger that ships has it."""
    rows = csv.DictReader(io.StringIO(LEDGER.read_text(encoding="utf-8")))
    return {row["parameter"]: row["class"] for row in rows}


@cache
def _paths() -> tuple[str, ...]:
    return tuple(leaf.path for leaf in leaves(load("history")))


def classes(sections: Iterable[str]) -> str:
    """How many numbers of some sections or fields are of each class: ``2 assumed``."""
    found = [
        path
        for path in _paths()
        if any(path == name or path.startswith(f"{name}.") for name in sections)
    ]
    return _counted(found)


def class_counts() -> Counter[str]:
    """How many numbers of the default history are of each class."""
    return Counter(_class_of().get(path, NOT_THERE) for path in _paths())


def _counted(paths: Iterable[str]) -> str:
    many = Counter(_class_of().get(path, NOT_THERE) for path in paths)
    return ", ".join(f"{many[kind]} {kind}" for kind in ORDER if many[kind])


def parameters() -> str:
    """All parameters in the order of the schema; tables with many keys in one line."""
    rows = list(_of_section(load("history"), ""))
    return table(("parameter", "history", "bounds", "class", "meaning"), rows, "lr")


def _of_section(section: BaseModel, above: str) -> Iterator[tuple[str, ...]]:
    for name, field in type(section).model_fields.items():
        if name in NO_NUMBERS:
            continue
        value = getattr(section, name)
        path, meaning = f"{above}{name}", field.description or ""
        if isinstance(value, BaseModel):
            yield from _of_section(value, f"{path}.")
        elif isinstance(value, dict):
            yield from _of_table(value, path, field)
        else:
            kind = _class_of().get(path, NOT_THERE)
            yield f"`{path}`", number(value, 4), _bounds(field.metadata), kind, meaning


def _of_table(values: dict[str, Any], path: str, field: FieldInfo) -> Iterator[tuple[str, ...]]:
    """One line for a table of numbers; for one of sections, a line for each of their fields."""
    kind = get_args(field.annotation)[-1]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, inner in kind.model_fields.items():
            if name not in NO_NUMBERS:
                found = {key: getattr(value, name) for key, value in values.items()}
                paths = [f"{path}.{key}.{name}" for key in found]
                meaning = inner.description or ""
                yield _line(f"{path}.*.{name}", found, paths, _bounds(inner.metadata), meaning)
        return
    bounds = _bounds(getattr(kind, "__metadata__", ()))
    paths = [f"{path}.{key}" for key in values]
    yield _line(f"{path}.*", values, paths, bounds, field.description or "")


def _line(
    path: str, values: dict[str, float], paths: list[str], bounds: str, meaning: str
) -> tuple[str, ...]:
    told = "none"
    if values:
        low, high = number(min(values.values()), 4), number(max(values.values()), 4)
        told = (
            f"{len(values)} values, {low} to {high}" if low != high else f"{len(values)} of {low}"
        )
    return f"`{path}`", told, bounds, _counted(paths), meaning


def _bounds(metadata: Iterable[object]) -> str:
    """Bounds of a field in words: ``from 0 to 1``."""
    found = []
    for rule in _flat(metadata):
        for sign, words in SIGNS.items():
            value = getattr(rule, sign, None)
            if value is not None:
                found.append(words.format(number(value, 6)))
    return " ".join(found)


def _flat(metadata: Iterable[object]) -> Iterator[object]:
    for rule in metadata:
        yield from rule.metadata if isinstance(rule, FieldInfo) else (rule,)
