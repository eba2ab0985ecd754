"""From the tree that pydantic gives to the JSON Schema of a file that people write.

A file differs from the model behind it: everything may be left out, since it extends another; the
keys that history knows are spelled out, so that an editor completes them; and what an editor shows
of a field is its meaning, its unit and its default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis.reference.tree import DIALECT, Node, bounds_of, choices_of, table_of, unit_of

KEPT = (
    *("type", "enum", "const", "pattern", "items", "uniqueItems", "maxItems"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"),
)
"""Keywords of a field that go into the file as they are."""
MISSING = object()
FILE = r"^[^/\\]+\.toml$"
"""A .toml file in the same folder."""


@dataclass(frozen=True)
class Builder:
    """Makes the parts of one kind of file.

    Attributes
    ----------
    base : name of the file that most extend; empty if there is no such one
    known : keys or entries that are known at a dotted path with ``*``; empty where any may be
    meaning : what a key stands for, by path and key; empty if it says all
    """

    base: str
    known: Callable[[str], tuple[str, ...]]
    meaning: Callable[[str, str], str]

    def node(self, node: Node, path: str, base: Any, own: Any) -> Node:
        """A field, section or table; `base` is its value in the base file, `own` by itself."""
        if "properties" in node:
            return self._section(node, path, base, own)
        inner = table_of(node)
        if inner is not None:
            return self._table(node, inner, path, base, own)
        return self._field(node, path, base, own)

    def _section(self, node: Node, path: str, base: Any, own: Any) -> Node:
        parts = {
            name: self.node(part, f"{path}.{name}", at(base, name), at(own, name))
            for name, part in node["properties"].items()
        }
        told = {"type": "object", "description": node.get("description", "")}
        return {**told, "properties": parts, "additionalProperties": False}

    def _table(self, node: Node, inner: Node, path: str, base: Any, own: Any) -> Node:
        """A table: its keys spelled out where they are known, their pattern where they are free."""
        result: Node = {"type": "object", "description": sentence(node.get("description", ""))}
        inner = {"description": node.get("description", ""), "unit": unit_of(node), **inner}
        if known := self.known(path):
            result["properties"] = {key: self._row(inner, path, key, base, own) for key in known}
        else:
            pattern = next(iter(node.get("patternProperties", {"": inner})))
            free = self.node(inner, f"{path}.*", MISSING, default_of(inner))
            result["patternProperties"] = {pattern: free}
        return {**result, "additionalProperties": False}

    def _row(self, inner: Node, path: str, key: str, base: Any, own: Any) -> Node:
        """A row of a table; where the table lacks it, what a new row starts from."""
        held = [at(table, key) for table in (base, own)]
        held = [default_of(inner) if value is MISSING else value for value in held]
        result = self.node(inner, path, *held)
        if stands_for := self.meaning(path, key):
            result = {**result, "description": f"{stands_for} {result['description']}"}
        return result

    def _field(self, node: Node, path: str, base: Any, own: Any) -> Node:
        """A plain field: bounds as keywords; unit and defaults in the description."""
        told = [sentence(meaning(node, path.rpartition(".")[2]))]
        if unit := unit_of(node):
            bounds = bounds_of(node)
            told.append(f"Unit: {unit}{', ' if bounds else ''}{bounds}.")
        told.append(self._defaults(base, own))
        result: Node = {"description": " ".join(filter(None, told))}
        if choices := choices_of(node):
            result["anyOf"] = [self._choice(choice, path) for choice in choices]
        else:
            result = {**self._kept(node, path), **result}
        value = own if base is MISSING else base
        return result if value is MISSING else {**result, "default": value}

    def _choice(self, node: Node, path: str) -> Node:
        """One of the forms of a field: a plain value, or a section such as one with a range."""
        if "properties" in node:
            return self._section(node, path, MISSING, default_of(node))
        return self._kept(node, path)

    def _kept(self, node: Node, path: str) -> Node:
        result = {key: value for key, value in node.items() if key in KEPT}
        if "items" in result:
            result["items"] = {k: v for k, v in result["items"].items() if k in KEPT}
        if known := self.known(path):
            result["items"] = {"type": "string", "enum": list(known)}
        return result

    def _defaults(self, base: Any, own: Any) -> str:
        if base is MISSING or base == own:
            value = own if base is MISSING else base
            return "" if value is MISSING else f"Default: {shown(value)}."
        alone = "none" if own is MISSING else shown(own)
        return f"Default: {shown(base)} in '{self.base}', {alone} in a file that extends nothing."


def head(title: str, description: str) -> Node:
    """What every schema file begins with."""
    return {
        "$schema": DIALECT,
        "$comment": "Generated by python -m analysis.reference --write: do not edit.",
        "title": title,
        "description": description,
        "type": "object",
    }


def extends(noun: str, names: list[str], told: str) -> Node:
    """The field of a file that names the one it is laid over."""
    return {
        "description": f"Name of a {noun} that ships, or of a .toml file in the same folder: this "
        f"file is laid over it. {told}",
        "anyOf": [{"type": "string", "enum": names}, {"type": "string", "pattern": FILE}],
    }


def default_of(node: Node) -> Any:
    """What a section has where nothing is said; MISSING for a field that has to be given."""
    if "properties" in node:
        return {name: default_of(part) for name, part in node["properties"].items()}
    return node.get("default", MISSING)


def at(value: Any, name: str) -> Any:
    """Field or key of a section or table; MISSING where it has none."""
    if isinstance(value, dict):
        return value.get(name, MISSING)
    return getattr(value, name, MISSING)


def meaning(node: Node, name: str) -> str:
    """What a field is; its name in words where the schema says nothing beyond its unit."""
    told = str(node.get("description", ""))
    return name.replace("_", " ") if told in ("", unit_of(node)) else told


def shown(value: Any) -> str:
    """A value as a TOML file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(shown(item) for item in value)}]"
    return f"{value:_}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)


def sentence(text: str) -> str:
    """A description as a sentence; ``ln`` stays small."""
    if not text or text.startswith("ln "):
        return text and f"{text.removesuffix('.')}."
    return f"{text[0].upper()}{text[1:].removesuffix('.')}."
