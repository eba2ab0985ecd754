"""Blocks from the code: the steps of a year, the table of systems, the catalogue of effects."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from types import ModuleType

import simulation.model as simulated
from analysis.evidence.page.markdown import listed, table
from analysis.odd.schema import classes
from scenarios import Scenario, load, names
from scenarios.runs import with_values
from simulation.catalogue import EFFECTS
from simulation.climate import Climates
from simulation.systems import System, load_systems

SWITCH_OFF = ".active"


def process() -> str:
    """The steps of a year in their order, each with the first line of what its code says."""
    step = simulated.TwinningModel.step
    tree = ast.parse(textwrap.dedent(inspect.getsource(step)))
    calls = [
        _call(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.Expr)
    ]
    rows = [(place, f"`{name}`", told) for place, (name, told) in enumerate(filter(None, calls), 1)]
    return table(("", "step", "what it does"), rows, "r")


def _call(node: ast.expr) -> tuple[str, str] | None:
    """Name and first line of the documentation of a function that `step` calls."""
    if not isinstance(node, ast.Call):
        return None
    name = ast.unparse(node.func)
    found: object = simulated
    for part in name.removeprefix("self.").split("."):
        found = getattr(found, part, None)
    if found is None and name == "self.climates.of":
        found = Climates.of
    if not callable(found) or isinstance(found, ModuleType):
        raise ValueError(f"model.step calls {name}, of which nothing is known")
    told = (inspect.getdoc(found) or "").partition("\n\n")[0].replace("\n", " ")
    return name.removeprefix("self."), told


def effects() -> str:
    """The catalogue of effects."""
    rows = [
        (
            effect.stage,
            effect.name,
            effect.meaning,
            f"`{effect.parameter}`" if effect.parameter else "",
        )
        for effect in EFFECTS
    ]
    return table(("stage", "effect", "meaning", "parameters"), rows)


def systems() -> str:
    """The table of systems: what stands for what, how it is seen, switched off and grounded."""
    rows = [
        (
            system.row,
            f"**{system.name}**",
            system.real,
            system.works,
            system.shows,
            _switch(system),
            system.spares,
            classes(system.numbers),
        )
        for system in load_systems()
    ]
    head = (
        *("row", "system", "real thing", "here", "seen in", "switched off by"),
        *("must stay untouched", "its numbers"),
    )
    return table(head, rows, "r")


def _switch(system: System) -> str:
    """Scenario of the library that leaves the system out, or the overrides that do."""
    without = _without(system)
    shipped = [f"`{name}`" for name, content in _library().items() if content == without]
    if shipped:
        return listed(shipped)
    events = [
        path.split(".")[1]
        for path in system.switch
        if path.startswith("events.") and path.endswith(SWITCH_OFF)
    ]
    if len(events) == len(system.switch):
        return "without the events " + ", ".join(f"`{event}`" for event in events)
    return ", ".join(f"`{path} = {str(value).lower()}`" for path, value in system.switch.items())


@cache
def _library() -> dict[str, dict[str, object]]:
    return {name: _content(load(name)) for name in names() if name != "history"}


def _without(system: System) -> dict[str, object]:
    history = load("history")
    return _content(with_values(history, system.overrides(history)))


def _content(scenario: Scenario) -> dict[str, object]:
    return scenario.model_dump(exclude={"name", "title"})
