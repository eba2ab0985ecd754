"""What is calibrated: `parameters.toml`, read and checked, and how values reach a scenario."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scenarios import Scenario
from scenarios.runs import with_values

FILE = Path(__file__).parent / "parameters.toml"


class Parameter(BaseModel):
    """One calibrated parameter: its prior, and how a value moves the scenario."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="dotted path of a parameter of the scenario, or a word")
    meaning: str = Field(min_length=1, description="plain English, for a page")
    unit: str = Field(min_length=1, description="unit of its values")
    prior: tuple[float, float] = Field(description="ends of the uniform prior")
    moves: Literal["value", "shift", "scale", "nothing"] = Field(
        description="how a value reaches the scenario, see the head of the file"
    )
    anchor: str | None = Field(None, description="entry of the table that takes the value itself")
    members: tuple[str, ...] = Field((), description="entries that move; all, if left out")
    why: str = Field(min_length=1, description="what the width of the prior rests on")

    @model_validator(mode="after")
    def _whole(self) -> Parameter:
        low, high = self.prior
        if not low < high:
            raise ValueError(f"prior: {low} is not below {high}")
        if (self.anchor is not None) != (self.moves in ("shift", "scale")):
            raise ValueError("anchor: needed by 'shift' and 'scale', and by nothing else")
        if self.members and self.anchor not in self.members:
            raise ValueError(f"members: the anchor '{self.anchor}' must be one of them")
        return self

    def overrides(self, value: float, base: Scenario) -> dict[str, float]:
        """Values at dotted paths that this value stands for."""
        if self.moves == "nothing":
            return {}
        if self.anchor is None:
            return {self.name: value}
        whole: dict[str, float] = _at(base.model_dump(), self.table)
        table = {key: whole[key] for key in self.members or whole}
        anchor = table[self.anchor]
        if self.moves == "shift":
            moved = {key: value + (old - anchor) for key, old in table.items()}
        else:
            moved = {key: value * (old / anchor) for key, old in table.items()}
        return {f"{self.table}.{key}": new for key, new in {**moved, self.anchor: value}.items()}

    def value_in(self, base: Scenario) -> float | None:
        """Value that a scenario has now; None of a parameter that reaches nothing."""
        if self.moves == "nothing":
            return None
        path = self.name if self.anchor is None else f"{self.table}.{self.anchor}"
        return float(_at(base.model_dump(), path))

    @property
    def table(self) -> str:
        """Dotted path of the table that `shift` and `scale` move."""
        return self.name.rpartition(".")[0] if self.members else self.name


def _at(content: Any, path: str) -> Any:
    for part in path.split("."):
        content = content[part]
    return content


def read_parameters(path: Path = FILE) -> dict[str, Parameter]:
    """Read and check a file of calibrated parameters, in the order of the file.

    Raises
    ------
    ValueError
        If a field is missing or misspelt, or a prior is no interval.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    found = {}
    for name, entry in content.get("parameters", {}).items():
        try:
            found[name] = Parameter.model_validate({"name": name, **entry})
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in ("parameters", name, *first["loc"]))
            raise ValueError(f"{path.name}: {where}: {first['msg']}") from None
    return found


@cache
def parameters() -> dict[str, Parameter]:
    """The shipped parameters by name, in the order of the file."""
    return read_parameters()


def overrides(theta: Mapping[str, float], base: Scenario) -> dict[str, float]:
    """Return the dotted paths and values that a point of the parameter space stands for.

    Parameters
    ----------
    theta : mapping of str to float
        Value of each parameter by its name; those that are left out keep the base's.
    base : Scenario
        Whose deviations and ratios are kept.

    Raises
    ------
    ValueError
        If a name is not known.
    """
    known = parameters()
    moved: dict[str, float] = {}
    for name, value in theta.items():
        if name not in known:
            raise ValueError(f"{name}: is not calibrated; there are {', '.join(known)}")
        moved |= known[name].overrides(float(value), base)
    return moved


def scenario_of(theta: Mapping[str, float], base: Scenario) -> Scenario:
    """Return the base with the values that `overrides` gives.

    Raises
    ------
    ValueError
        If a name is not known, or a value out of its parameter's bounds.
    """
    return with_values(base, overrides(theta, base))
