"""Every number of a scenario by its dotted path, with the meaning that the schema gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from simulation.parameters import Parameters

NO_NUMBERS = ("start", "until", "name", "title", "active", "shifts", "policy")
"""Fields that frame a history or switch a part of it, and what acts from outside, of which the past
knows nothing: a strategy brings its own evidence."""


@dataclass(frozen=True)
class Leaf:
    """One number of a scenario.

    Attributes
    ----------
    path : dotted, such as ``choice.distance.FR``
    value : the number
    meaning : what the schema says of it, with its unit
    """

    path: str
    value: float
    meaning: str


def leaves(parameters: Parameters) -> list[Leaf]:
    """All numbers of a scenario, in the order of the schema; keys of tables sorted."""
    return list(_of_section(parameters, ""))


def put(parameters: Parameters, values: Mapping[str, float]) -> Parameters:
    """Parameters in which some numbers are others; checked against the schema.

    Raises
    ------
    KeyError
        If a path leads nowhere.
    """
    content = parameters.model_dump()
    for path, value in values.items():
        *sections, name = path.split(".")
        place = content
        for section in sections:
            place = place[section]
        if name not in place:
            raise KeyError(path)
        place[name] = value
    return type(parameters).model_validate(content)


def _of_section(section: BaseModel, above: str) -> Iterator[Leaf]:
    for name, field in type(section).model_fields.items():
        if name not in NO_NUMBERS:
            yield from _of_value(getattr(section, name), f"{above}{name}", field.description or "")


def _of_value(value: Any, path: str, meaning: str) -> Iterator[Leaf]:
    if isinstance(value, BaseModel):
        yield from _of_section(value, f"{path}.")
    elif isinstance(value, dict):
        for key in sorted(value):
            yield from _of_value(value[key], f"{path}.{key}", meaning)
    else:
        yield Leaf(path, value, meaning)
