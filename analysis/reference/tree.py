"""The JSON Schema that pydantic gives of a model, as one tree without references.

Some editors follow no references, and a tree can tell of each event or country its own default.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

Node = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
INNER = ("additionalProperties", "items")
MANY = ("anyOf", "oneOf", "allOf", "prefixItems")


def tree(model: type[BaseModel]) -> Node:
    """Schema of a model, every reference put in its place.

    Each field keeps the keyword ``unit`` that its `json_schema_extra` gives; the titles that
    pydantic makes up from names are left out.
    """
    schema = model.model_json_schema()
    return _inlined(schema, schema.get("$defs", {}))


def _inlined(node: Node, definitions: Mapping[str, Node]) -> Node:
    beside = {key: value for key, value in node.items() if key not in ("$ref", "$defs", "title")}
    if "$ref" in node:
        target = definitions[node["$ref"].rpartition("/")[2]]
        return {**_inlined(target, definitions), **beside}
    for key in ("properties", "patternProperties"):
        if key in beside:
            beside[key] = {name: _inlined(part, definitions) for name, part in beside[key].items()}
    for key in INNER:
        if isinstance(beside.get(key), dict):
            beside[key] = _inlined(beside[key], definitions)
    for key in MANY:
        if key in beside:
            beside[key] = [_inlined(part, definitions) for part in beside[key]]
    if "description" in beside:
        beside["description"] = first(beside["description"])
    return beside


def first(text: str) -> str:
    """First paragraph of a text, in one line."""
    return " ".join(inspect.cleandoc(text).partition("\n\n")[0].split())


def table_of(node: Node) -> Node | None:
    """What the values of a table with free keys look like; None where a node is no such table."""
    if patterns := node.get("patternProperties"):
        found: Node = next(iter(patterns.values()))
        return found
    inner = node.get("additionalProperties")
    return inner if isinstance(inner, dict) else None


def choices_of(node: Node) -> list[Node]:
    """Forms that a field may have, the plain one first; empty where it has but one."""
    found: list[Node] = node.get("oneOf") or node.get("anyOf") or []
    return found


def fields(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """All fields below a section with their dotted paths; ``*`` stands for a free key.

    A table of plain values is one field; a table of sections gives the fields of its sections.
    """
    for name, part in node.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        inner = table_of(part)
        if "properties" in part:
            yield from fields(part, here)
        elif inner is not None and "properties" in inner:
            yield from fields(inner, f"{here}.*")
        else:
            yield here, part


def unit_of(node: Node) -> str:
    """Unit of a field, or of the values in its table or list."""
    inner = table_of(node) or node.get("items") or {}
    plain = next(iter(choices_of(node)), {})
    return str(node.get("unit") or inner.get("unit") or plain.get("unit", ""))


def bounds_of(node: Node) -> str:
    """Bounds of a field, or of the values in its table, in words: ``0 to 1``."""
    held = table_of(node) or node
    held = next(iter(choices_of(held)), held)
    found = []
    if "minimum" in held:
        found.append(_plain(held["minimum"]))
    elif "exclusiveMinimum" in held:
        found.append(f"above {_plain(held['exclusiveMinimum'])}")
    if "maximum" in held:
        found.append(f"to {_plain(held['maximum'])}")
    elif "exclusiveMaximum" in held:
        found.append(f"below {_plain(held['exclusiveMaximum'])}")
    return " ".join(found)


def _plain(value: float) -> str:
    """A bound without needless zeros; long ones with ``_`` between the digits, as TOML has them."""
    if value != int(value):
        return str(value)
    return f"{int(value):_}" if abs(value) >= 10_000 else str(int(value))
