"""Values at dotted paths: what a row of a design puts in the place of the base's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from scenarios import files
from scenarios.runs.kept.beside import read_table
from scenarios.runs.mistakes import RunError
from scenarios.schema import Scenario
from scenarios.sentences import listed, nearest, sentence

SEED = "seed"
"""Column with the seed of each run."""
NAMED = ("shifts", "policy.measures")
"""Tables of things that a scenario names itself: a design changes those, and adds none."""


def read_design(path: str | Path) -> pl.DataFrame:
    """Read a design from a .csv or .parquet file.

    Raises
    ------
    RunError
        If it cannot be read, or is no table.
    """
    return read_table(path, "design")


def with_values(base: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Return the base with other values at dotted paths.

    Parameters
    ----------
    base : Scenario
    values : mapping
        ``{"choice.held": -1.2}``; None leaves the base's value.

    Raises
    ------
    ValueError
        If a path leads to no parameter, or a value is out of its bounds.
    """
    content = base.model_dump()
    for path, value in values.items():
        if value is not None:
            _put(content, path, value)
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        raise ValueError(files.explain(error)) from None


def value_at(base: Scenario, path: str) -> Any:
    """Return what stands at a dotted path, None where a table with free keys has nothing yet."""
    return found_at(base.model_dump(), path)


def found_at(content: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a dotted path of a scenario's content, None where nothing does."""
    place: Any = content
    for section in path.split("."):
        place = place.get(section) if isinstance(place, Mapping) else None
    return place


def _put(content: dict[str, Any], path: str, value: Any) -> None:
    """Put a value where a dotted path leads; tables with free keys, such as events, may grow."""
    *sections, last = path.split(".")
    if not all((*sections, last)):
        raise ValueError(f"{path!r}: is no path of a parameter; give one such as choice.held")
    place: Any = content
    for depth, section in enumerate(sections):
        table = ".".join(sections[:depth])
        if table in NAMED and section not in place:
            known = list(place)
            there = f"there are {listed(known)}" if known else "there are none"
            hint = nearest(section, known)
            raise ValueError(f"{path}: the base has no such name in {table}{hint}; {there}")
        place = place.setdefault(section, {})
        if not isinstance(place, dict):
            raise ValueError(f"{path}: leads below a single value; give the path of a parameter")
    there = place.get(last)
    if path in ("name", "title", *NAMED) or isinstance(there, dict):
        raise ValueError(f"{path}: is not a single parameter; give one such as choice.held")
    whole = type(there) is int and isinstance(value, float) and value.is_integer()
    place[last] = int(value) if whole else value


def scenarios_of(base: Scenario, table: pl.DataFrame) -> list[Scenario]:
    """Return the scenario of each row of a design.

    Raises
    ------
    RunError
        If there is no row, or one is not possible: names the row (from 1) and the parameter.
    """
    return list(each_scenario(base, table))


def each_scenario(base: Scenario, table: pl.DataFrame) -> Iterator[Scenario]:
    """Give the scenario of each row, one after the other; raises as `scenarios_of`."""
    if table.is_empty():
        raise RunError("the design has no row; give one row a run")
    values = table.drop(SEED, strict=False)
    for number, row in enumerate(values.iter_rows(named=True), start=1):
        yield scenario_of(base, row, f"design, row {number}")


def scenario_of(base: Scenario, row: Mapping[str, Any], where: str) -> Scenario:
    """Return the scenario of one row.

    Raises
    ------
    RunError
        If it is not possible: begins with `where`, and names the parameter.
    """
    try:
        return with_values(base, row)
    except ValueError as error:
        raise RunError(sentence(f"{where}: {error}")) from None
