"""Sections and tables of a kind of file, written under their headings in Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from analysis.evidence.page.markdown import table
from analysis.reference.building import MISSING, at, meaning, sentence, shown
from analysis.reference.tree import Node, bounds_of, choices_of, table_of, unit_of

HEAD = ("field", "default", "unit", "bounds", "meaning", "evidence")
LISTED = "events"
"""The table of sections that `rows` shows: its fields are told first, for all rows alike."""


def nothing(*_: str) -> str:
    """In place of what a kind of file has not."""
    return ""


@dataclass(frozen=True)
class Writer:
    """Writes what a kind of file may hold; of sections that are alike it tells but the first.

    Attributes
    ----------
    base : what most files extend; its values are the defaults
    own : what a file has that extends nothing
    words : entries or keys that are known at a dotted path, in words
    rows : the rows that the base has in a table, at the table's path
    grounds : evidence of a field, by its path
    notes : what is said below a table of fields, by their paths
    """

    base: Any
    own: Any
    words: Callable[[str], str]
    rows: Callable[[str], str] = nothing
    grounds: Callable[[str], str] = nothing
    notes: Callable[..., str] = nothing
    where: dict[str, str] = field(default_factory=dict)

    def told(self, node: Node, path: str, level: int) -> str:
        """A section or table with all that lies below it."""
        heading = f"{'#' * level} {path}\n"
        content = json.dumps(node, sort_keys=True)
        if content in self.where:
            return f"{heading}\nThe fields of {self.where[content]}.\n"
        if "properties" in node:
            self.where[content] = f"[`{path}`](#{path.replace('.', '').lower()})"
        parts = [heading, f"{sentence(node.get('description', ''))}\n"]
        inner = table_of(node)
        if inner is None:
            parts.append(self._section(node, path))
        elif path == LISTED:
            parts += [self.fields(inner["properties"], f"{path}.*."), self.rows(path)]
        elif "properties" in inner:
            free = f"{path}.NAME"
            parts += [f"Under `[{free}]`:\n", self._section(inner, free)]
        else:
            bounds = bounds_of(node)
            parts.append(f"Unit: {unit_of(node)}{', ' if bounds else ''}{bounds}.\n")
            keys = self.words(path)
            parts.append(self.rows(path) or (f"Keys: {keys}.\n" if keys else ""))
        parts.append(self.notes(path) if inner is not None else "")
        return "\n".join(filter(None, parts))

    def _section(self, node: Node, path: str) -> str:
        """The plain fields in one table, then what has fields or keys of its own."""
        plain: dict[str, Node] = {}
        deep: dict[str, Node] = {}
        for name, part in node["properties"].items():
            (deep if "properties" in part or table_of(part) else plain)[name] = part
        told = [self.fields(plain, f"{path}.")] if plain else []
        told += [self.told(part, f"{path}.{name}", 4) for name, part in deep.items()]
        return "\n".join(told)

    def fields(self, fields: Mapping[str, Node], above: str = "") -> str:
        """A table of plain fields; below it, what there is to note on them."""
        rows = [self._row(part, above, name) for name, part in fields.items()]
        kept = [place for place in range(len(HEAD)) if any(row[place] for row in rows)]
        told = table([HEAD[p] for p in kept], [[row[p] for p in kept] for row in rows])
        notes = self.notes(*(f"{above}{name}" for name in fields))
        return f"{told}\n{notes}" if notes else told

    def _row(self, node: Node, above: str, name: str) -> tuple[str, ...]:
        """One field: default, unit, bounds, meaning and evidence."""
        path = f"{above}{name}"
        told = meaning(node, name)
        choices = node.get("enum") or (node.get("items") or {}).get("enum") or ()
        words = ", ".join(f"`{choice}`" for choice in choices) or self.words(path)
        told += f"; {words}" if words else ""
        if any("properties" in choice for choice in choices_of(node)):
            told += "; may have a range"
        default = self._default(path, node)
        return f"`{name}`", default, unit_of(node), bounds_of(node), told, self.grounds(path)

    def _default(self, path: str, node: Node) -> str:
        """What the base has; in brackets what a file that extends nothing has."""
        if path == "title":
            return ""
        base, own = (reduce(at, path.split("."), held) for held in (self.base, self.own))
        if base is MISSING:
            return shown(node["default"]) if "default" in node else "must be given"
        return shown(base) if base == own else f"{shown(base)} ({shown(own)})"
