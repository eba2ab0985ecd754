"""The JSON Schema of a scenario file: what an editor completes, explains and refuses."""

from __future__ import annotations

import re

from analysis.reference.building import Builder, extends, head
from analysis.reference.tree import Node, tree
from analysis.validation import label
from scenarios import Scenario, load, names
from scenarios.schema import known_keys
from simulation.past import load_events
from simulation.ties import FORMS

BASE = "history"
NOT_IN_FILES = "name"
"""The name of a scenario is that of its file."""


def scenario_schema() -> Node:
    """JSON Schema (2020-12) of a scenario file: everything may be left out, nothing misspelt."""
    own = Scenario()
    base = load(BASE).model_copy(update={"title": own.title})  # a title is nobody else's default
    builder = Builder(BASE, known_at, meaning_of)
    properties = {
        name: builder.node(part, name, getattr(base, name), getattr(own, name))
        for name, part in tree(Scenario)["properties"].items()
        if name != NOT_IN_FILES
    }
    told = head(
        "jumelage scenario",
        "A named override of the parameters of one history. Every field may be left out; what a "
        "file does not say comes from the scenario that it extends.",
    )
    base_told = (
        f"Most files extend '{BASE}'; without `extends` every section starts from its own defaults."
    )
    first = {
        "title": properties.pop("title"),
        "extends": extends("scenario", names(), base_told),
    }
    return {**told, "properties": {**first, **properties}, "additionalProperties": False}


def known_at(path: str) -> tuple[str, ...]:
    """Keys or entries that are known at a dotted path with ``*``; empty where any may be."""
    if path == "recording.year_off":
        return ("one", "few", "many")
    if path.startswith("recording."):
        return FORMS if path.count(".") == 1 else ()
    return known_keys().get(path, ())


def meaning_of(path: str, key: str) -> str:
    """What a key of a table stands for, such as the title of an event; empty if it says all."""
    if path == "events":
        event = next(event for event in load_events() if event.id == key)
        return f"{event.title} ({event.date.isoformat()})."
    if path == "choice.distance" and key == "default":
        return "All countries without a value of their own."
    if re.fullmatch("[A-Z]{2}", key):
        return f"{label(key)}."
    return ""
