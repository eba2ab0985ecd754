"""Which parameters one run of a folder had: read back from what stood there before it began."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.runs.designs.values import scenario_of
from scenarios.runs.kept.beside import read_table
from scenarios.runs.mistakes import RunError, shown
from scenarios.schema import Scenario

KEYS = ("replication", "seed", "draw")
"""Columns beside paths."""


def effective(
    folder: Path, record: Mapping[str, Any], name: str | None, replication: int
) -> Scenario:
    """Return the scenario of one replication, with the values that it drew.

    Parameters
    ----------
    folder : Path
    record : mapping
        What its `run.json` or `manifest.json` says.
    name : str, optional
        Of the scenario; not needed where there is one.
    replication : int
        0 of a run. Of a strategy's runs this is the scenario that all of them share: the policy
        is the strategy's.

    Raises
    ------
    RunError
        If there is no such run, or what the folder holds cannot be read.
    """
    if "runs" not in record:
        _check(folder, {record["scenario"]["name"]: None}, name, 1, replication)
        return _valid(folder, record["scenario"])
    scenarios = record["scenarios"]
    name = _check(folder, scenarios, name, record["replications"], replication)
    base = _valid(folder, scenarios[name])
    where = f"{shown(folder)}, replication {replication}"
    return scenario_of(base, _values(folder, record, name, replication), where)


def _check(
    folder: Path, known: Mapping[str, Any], name: str | None, count: int, replication: int
) -> str:
    """Return the name of the scenario that is meant, if there is such a run."""
    if name is None and len(known) > 1:
        raise RunError(f"{shown(folder)}: holds several scenarios; name one of {', '.join(known)}")
    told = next(iter(known)) if name is None else name
    if told not in known:
        raise RunError(
            f"{shown(folder)}: holds no scenario '{shown(told)}'; there are {', '.join(known)}"
        )
    if not 0 <= replication < count:
        raise RunError(
            f"replication {replication}: expected an integer between 0 and {count - 1} in "
            f"{shown(folder)}"
        )
    return told


def _valid(folder: Path, content: Mapping[str, Any]) -> Scenario:
    try:
        return Scenario.model_validate(content)
    except ValidationError:
        raise RunError(
            f"{shown(folder)}: was written by another version of jumelage, whose parameters this "
            "one does not know; read it with that version"
        ) from None


def _values(folder: Path, record: Mapping[str, Any], name: str, replication: int) -> dict[str, Any]:
    """Return the values that the run had in the place of the scenario's, by dotted path."""
    if record.get("design") is not None:
        return _row(folder / "design.parquet", replication)
    if record.get("terms") is not None:
        inputs = {path for one in record["strategies"].values() for path in one["inputs"]}
        return _without(_row(folder / "inputs.csv", replication), inputs)
    if record.get("draws") is not None:
        return _without(_row(folder / "draws.csv", replication), record["draws"]["own"][name])
    return {}


def _row(path: Path, replication: int) -> dict[str, Any]:
    table = read_table(path, "table of what was drawn")
    if table.height <= replication:
        raise RunError(f"{shown(path)}: has no row {replication + 1}; put the whole table back")
    return {
        key: value for key, value in table.row(replication, named=True).items() if key not in KEYS
    }


def _without(row: Mapping[str, Any], paths: Any) -> dict[str, Any]:
    left = set(paths)
    return {path: value for path, value in row.items() if path not in left}
