"""What pydantic finds wrong, told to who wrote the file: the field, the mistake, what is right.

What would be right stands in the JSON Schema of the model: types, bounds, names.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from scenarios.sentences import listed, nearest, sentence, shown, value_shown

Node = dict[str, Any]
Location = tuple[int | str, ...]

KEY = "[key]"
"""What pydantic puts at the end of a location if a key itself is wrong."""
WORDS = {
    r"^[A-Z]{2}$": "a country code of two capital letters, such as FR",
    r"^DE-[A-Z]{2}$": "the code of a Land, such as DE-BY",
    r"^[a-z][a-z0-9_]{0,59}$": "a name of small letters, digits and _, such as school_exchange",
    r"^[A-Za-z][A-Za-z0-9_]{0,59}$": "a name of letters, digits and _",
}
"""What the patterns of the schema mean."""
TOLD_AS_THEY_ARE = ("extra_forbidden", "value_error", "assertion_error")
"""Kinds of mistakes for which no better one is looked for."""
TYPES = {
    "number": "a number",
    "integer": "an integer",
    "boolean": "true or false",
    "string": "a text",
    "array": "a list",
    "object": "a table",
    "null": "left out",
}


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """Return the first mistake of a validation as one sentence, without the file's name.

    Parameters
    ----------
    error : ValidationError
        Of `model.model_validate`.
    model : type of BaseModel
        What the whole file should be.
    """
    return explained(first_mistake(error), model)


def first_mistake(error: ValidationError) -> dict[str, Any]:
    """Return the mistake to tell: the first, but rather a misspelt field than a missing one."""
    found: list[dict[str, Any]] = [dict(one) for one in error.errors(include_url=False)]
    first = found[0]
    if isinstance(first["input"], dict | list) and first["type"] not in TOLD_AS_THEY_ARE:
        # A table or list where several things are possible, or a table with a misspelt field.
        depth = len(first["loc"]) - 1
        inside = [one for one in found[1:] if one["loc"][:depth] == first["loc"][:depth]]
        for one in inside:
            if one["type"] == "extra_forbidden":
                return one
        if first["type"] != "missing":
            deeper = [one for one in inside if len(one["loc"]) > depth + 1]
            return deeper[0] if deeper else first
    return first


def explained(mistake: dict[str, Any], model: type[BaseModel]) -> str:
    """Return one mistake, of `first_mistake`, as a sentence."""
    location, kind = mistake["loc"], mistake["type"]
    if kind == "extra_forbidden":
        known = fields(model, location[:-1])
        where = _dotted((*_walk(model, location[:-1])[1], location[-1]))
        hint = nearest(str(location[-1]), known)
        return sentence(f"{where}: no such field{hint}; the fields there are {listed(known)}")
    node, path = _walk(model, location)
    where = _dotted(path)
    if location and location[-1] == KEY:
        return sentence(f"{where}: cannot stand there; it should be {_key_expected(node)}")
    if kind == "missing":
        return sentence(f"{where}: is missing; it should be {_expected(model, node)}")
    if kind in ("value_error", "assertion_error"):
        told = str(mistake["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
        whole = isinstance(mistake["input"], dict | BaseModel)
        value = "" if whole else f" (it is {value_shown(mistake['input'])})"
        # what checks a whole section may begin with the field that it means
        named = not where or told.startswith(f"{where}.")
        return sentence(f"{told}{value}" if named else f"{where}: {told}{value}")
    value = value_shown(mistake["input"])
    return sentence(f"{where}: should be {_expected(model, node)} (it is {value})")


def fields(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """Return the names of the fields of the section that a location leads to.

    The name of the whole is left out: it is the name of the file.
    """
    node, _ = _walk(model, tuple(location))
    found: list[str] = []
    for one in _alternatives(model, node):
        found += [name for name in one.get("properties", {}) if name not in found]
    return [name for name in found if location or name != "name"]


@cache
def _schema(model: type[BaseModel]) -> Node:
    return model.model_json_schema()


def _alternatives(model: type[BaseModel], node: Node) -> list[Node]:
    """Return all that a place of the schema may hold, with references followed."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return _alternatives(model, _schema(model)["$defs"][name])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in node:
            return [one for each in node[several] for one in _alternatives(model, each)]
    return [node]


def _walk(model: type[BaseModel], location: Location) -> tuple[Node, Location]:
    """Follow a location through the schema; give what is there, and the parts that a file has.

    Where a value may be one of several things, pydantic adds which of them it tried: such parts
    lead nowhere and are left out.
    """
    node = _schema(model)
    kept: list[int | str] = []
    for number, part in enumerate(location):
        if part == KEY and number == len(location) - 1:
            # the wrong key stands before it, in the table that says what keys may be
            return _walk(model, location[: number - 1])[0], location[:number]
        below = [
            found for one in _alternatives(model, node) if (found := _below(one, part)) is not None
        ]
        if below:
            node = below[0]
            kept.append(part)
    return node, tuple(kept)


def _below(node: Node, part: int | str) -> Node | None:
    """Return what the schema says of one field or element, None if there is none."""
    if isinstance(part, int):
        items = node.get("items")
        return items if isinstance(items, dict) else None
    if part in node.get("properties", {}):
        return dict(node["properties"][part])
    free = node.get("additionalProperties")
    if free is None:
        free = next(iter(node.get("patternProperties", {}).values()), None)
    return free if isinstance(free, dict) else None


def _dotted(location: Location) -> str:
    """Return a location as it would be typed; a name with odd signs in quotes."""
    parts = [str(part) for part in location]
    return ".".join(
        shown(part) if part.replace("_", "").replace("-", "").isalnum() else f"'{shown(part)}'"
        for part in parts
    )


def _key_expected(node: Node) -> str:
    """Return in words what the names in a table should be."""
    patterns = list(node.get("patternProperties", {}))
    return _one_expected({"pattern": patterns[0]} if patterns else node.get("propertyNames", {}))


def _expected(model: type[BaseModel], node: Node) -> str:
    """Return in words what may stand at a place of the schema."""
    found: list[str] = []
    for one in _alternatives(model, node):
        words = _one_expected(one)
        if words not in found:
            found.append(words)
    return " or ".join(found)


def _one_expected(node: Node) -> str:
    if "const" in node:
        return value_shown(node["const"])
    if "enum" in node:
        return f"one of {listed([str(each) for each in node['enum']])}"
    if "pattern" in node:
        return WORDS.get(node["pattern"], f"a text that matches {node['pattern']}")
    words = TYPES.get(str(node.get("type")), "something else")
    if "maxLength" in node:
        return f"{words} of at most {node['maxLength']} signs"
    if node.get("minLength") or node.get("minItems"):
        return f"{words} that is not empty"
    if node.get("type") not in ("number", "integer"):
        return words
    lower, upper = node.get("minimum"), node.get("maximum")
    above, below = node.get("exclusiveMinimum"), node.get("exclusiveMaximum")
    if lower is not None and upper is not None:
        return f"{words} from {_number(lower)} to {_number(upper)}"
    bounds = [
        f"{told} {_number(bound)}"
        for told, bound in (
            ("of at least", lower),
            ("above", above),
            ("of at most", upper),
            ("below", below),
        )
        if bound is not None
    ]
    return " ".join([words, " and ".join(bounds)]).strip()


def _number(bound: float) -> str:
    """Return a bound: years without, large numbers with signs between thousands."""
    if bound != int(bound):
        return f"{bound:g}"
    return f"{int(bound):,}" if abs(bound) >= 10_000 else f"{int(bound)}"
