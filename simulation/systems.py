"""The table of systems: what of the real network lives where, and how to see it and leave it out.

The rows stand in systems.toml. Adding a system is one entry there, with a mark by which a
history shows it (`analysis/systems/marks.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from simulation.parameters import Parameters
from simulation.past import PastError
from simulation.past.sources import read_toml
from simulation.past.words import one_of

FILE = Path(__file__).parent / "systems.toml"
WITHOUT = ("none", "fewer", "more")
EVERY = ".*"
"""End of a path that stands for every key of a table."""

Value = float | bool


@dataclass(frozen=True)
class System:
    """One part of the real network, and what stands for it.

    Attributes
    ----------
    row : int
        Line of the specification's table, 1-18.
    name : str
    real : str
        The real thing.
    works : str
        How it works here, one line.
    modules : tuple of str
        Files and folders where it lives.
    switch : mapping of str to float or bool
        Overrides of a scenario that take it out, by dotted path; `a.b.*` is every key of `a.b`.
    numbers : tuple of str
        Sections and fields of the scenario that carry it.
    shows : str
        How it is seen in the ledger and the ties.
    without : {"none", "fewer", "more"}
        What becomes of that once it is switched off.
    since : int
        First year in which switching it off may show.
    spares : str
        What must stay as it was.
    """

    row: int
    name: str
    real: str
    works: str
    modules: tuple[str, ...]
    switch: Mapping[str, Value]
    numbers: tuple[str, ...]
    shows: str
    without: str
    since: int
    spares: str

    def overrides(self, parameters: Parameters) -> dict[str, Value]:
        """Dotted paths and values that take the system out of a scenario.

        Raises
        ------
        ValueError
            If a path that stands for a table leads to none.
        """
        content = parameters.model_dump()
        found: dict[str, Value] = {}
        for path, value in self.switch.items():
            if not path.endswith(EVERY):
                found[path] = value
                continue
            table: Any = content
            for section in path.removesuffix(EVERY).split("."):
                table = table.get(section) if isinstance(table, dict) else None
            if not isinstance(table, dict):
                raise ValueError(f"{FILE.name}: {self.name}: switch {path} leads to no table")
            found |= {path.removesuffix("*") + key: value for key in sorted(table)}
        return found


def _parse(row: Mapping[str, Any], place: int) -> System:
    field = f"systems[{place}]"
    names = {known.name for known in fields(System)}
    if set(row) != names:
        raise PastError(
            f"{FILE.name}: {field} has the fields {sorted(row)}, but must have {sorted(names)}."
        )
    lists = {name: tuple(row[name]) for name in ("modules", "numbers")}
    one_of(row["without"], WITHOUT, FILE.name, f"{field}.without")
    return System(**{**row, **lists, "switch": MappingProxyType(dict(row["switch"]))})


@cache
def load_systems() -> tuple[System, ...]:
    """All systems in the order of the file.

    Raises
    ------
    PastError
        If a field is missing, unknown or wrong: one sentence with the file and the field.
    """
    rows = read_toml(FILE).get("systems")
    if not isinstance(rows, list) or not rows:
        raise PastError(f"{FILE.name}: systems is {rows!r}, but must be a list of tables.")
    return tuple(_parse(row, place) for place, row in enumerate(rows))
