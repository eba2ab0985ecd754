"""The JSON Schema of a strategy file."""

from __future__ import annotations

from analysis.reference.building import FILE, MISSING, Builder, default_of, extends, head
from analysis.reference.scenario_file import NOT_IN_FILES, meaning_of
from analysis.reference.tree import Node, tree
from scenarios.reading import read_toml
from scenarios.schema import known_keys
from scenarios.strategies import strategy_names
from scenarios.strategies.files import LIBRARY
from scenarios.strategies.schema import StrategyFile

MEASURES = "measures."


def strategy_schema() -> Node:
    """JSON Schema (2020-12) of a strategy file, on the terms of `scenario_schema`."""
    builder = Builder("", known_in_strategies, meaning_of)
    properties = {
        name: builder.node(part, name, MISSING, default_of(part))
        for name, part in tree(StrategyFile)["properties"].items()
        if name != NOT_IN_FILES
    }
    share = next(iter(properties["mix"]["properties"].values()))
    properties["mix"]["patternProperties"] = {FILE: share}
    told = head(
        "jumelage strategy",
        "What a budget buys: measures, for whom, at what cost, each number with its range; or a "
        "mix of other strategies.",
    )
    first = {
        "title": properties.pop("title"),
        "text": properties.pop("text"),
        "extends": extends("strategy", strategy_names(), "Its measures stay where none is named."),
    }
    return {**told, "properties": {**first, **properties}, "additionalProperties": False}


def known_in_strategies(path: str) -> tuple[str, ...]:
    """Keys or entries that are known at a dotted path with ``*`` of a strategy file."""
    if path == "mix":
        return tuple(name for name in strategy_names() if not _is_mix(name))
    if path.startswith(MEASURES):
        return known_keys().get(f"policy.{path}", ())
    return ()


def _is_mix(name: str) -> bool:
    """Whether a strategy that ships is a mix, of which no mix can be made."""
    return "mix" in read_toml(LIBRARY / f"{name}.toml")
