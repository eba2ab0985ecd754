"""What is taken out, and which patterns it is there for: `mechanisms.toml`, read and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.calibration import parameters
from analysis.evidence.leaves import leaves
from analysis.validation import targets
from scenarios import Scenario
from scenarios.runs import Chosen, choose, with_values

FILE = Path(__file__).parent / "mechanisms.toml"
WHOLE = "whole"
"""The model with all its mechanisms, refitted in the same way."""


class Mechanism(BaseModel):
    """One mechanism that is taken out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="of the ablated model")
    title: str = Field(min_length=1, description="plain English, for a page")
    scenario: str | None = Field(None, description="one that ships and lacks it")
    zero: tuple[str, ...] = Field((), description="in its place, dotted paths that are set to 0")
    there_for: tuple[str, ...] = Field(min_length=1, description="patterns that it explains")
    why: str = Field(min_length=1, description="how it explains them")

    @model_validator(mode="after")
    def _one_way(self) -> Mechanism:
        if (self.scenario is None) == (not self.zero):
            raise ValueError("give either 'scenario' or 'zero'")
        unknown = [name for name in self.there_for if name not in targets()]
        if unknown:
            raise ValueError(f"there_for: no pattern is called '{unknown[0]}'")
        return self


def read_mechanisms(path: Path = FILE) -> dict[str, Mechanism]:
    """Read and check a file of mechanisms, in its order.

    Raises
    ------
    ValueError
        If a field is missing or misspelt, or a pattern is not known.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8")).get("mechanisms", {})
    found = {}
    for name, entry in content.items():
        try:
            found[name] = Mechanism.model_validate({"name": name, **entry})
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in ("mechanisms", name, *first["loc"]))
            raise ValueError(f"{path.name}: {where}: {first['msg']}") from None
    return found


@cache
def mechanisms() -> dict[str, Mechanism]:
    """The shipped mechanisms by name."""
    return read_mechanisms()


def ablated(mechanism: Mechanism | None) -> Chosen:
    """The default history without a mechanism; whole for None.

    Raises
    ------
    ScenarioError, ValueError
        If the scenario does not ship, or a path leads nowhere.
    """
    if mechanism is None:
        return choose("history")
    if mechanism.scenario is not None:
        return choose(mechanism.scenario)
    base = choose("history").scenario
    paths = [
        leaf.path
        for leaf in leaves(base)
        if any(leaf.path == path or leaf.path.startswith(f"{path}.") for path in mechanism.zero)
    ]
    told = {path.partition(".")[0] for path in mechanism.zero}
    missing = [p for p in mechanism.zero if not any(f"{own}.".startswith(f"{p}.") for own in paths)]
    if missing:
        raise ValueError(
            f"{FILE.name}: {mechanism.name}: {missing[0]} is no number of {', '.join(sorted(told))}"
        )
    without = with_values(base, dict.fromkeys(paths, 0.0))
    named = {"name": mechanism.name, "title": mechanism.title}
    return Chosen(Scenario.model_validate({**dict(without), **named}))


def held(base: Scenario, usual: Scenario) -> tuple[str, ...]:
    """Calibrated parameters that an ablated model must not be given back.

    Those that reach a number which the ablation sets: refitting them would undo it.
    """
    own = {leaf.path: leaf.value for leaf in leaves(base)}
    changed = {leaf.path for leaf in leaves(usual) if own.get(leaf.path) != leaf.value}
    return tuple(
        name
        for name, parameter in parameters().items()
        if changed & set(parameter.overrides(sum(parameter.prior) / 2.0, usual))
    )
