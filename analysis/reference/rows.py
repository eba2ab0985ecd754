"""The rows that the default history has in its tables: appeals, events, slopes, traits, forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from analysis.evidence.page.markdown import number, table
from analysis.reference.building import at, shown
from analysis.reference.evidence import linked, row_of
from analysis.reference.scenario_file import BASE, known_at, meaning_of
from scenarios import load
from simulation.past import load_events

TIMES = ("size", "delay", "half_life")
MANY = 20
"""Known keys that are all named; countries and Länder of a longer list are not."""


def rows_of(path: str) -> str:
    """What the default history holds in a table; empty where it holds nothing."""
    if path == "events":
        return _events()
    held: Any = reduce(at, path.split("."), load(BASE))
    return _values(path, sorted(held.items())) if isinstance(held, dict) and held else ""


def _values(path: str, held: Sequence[tuple[str, Any]]) -> str:
    """Key, value, standard error and class; the source once where it is that of all."""
    grounds = [row_of(f"{path}.{key}") for key, _ in held]
    sources = list(dict.fromkeys(row.get("source", "") for row in grounds))
    one = len(sources) == 1
    rows = []
    for (key, value), row in zip(held, grounds, strict=True):
        error = number(float(row["error"]), 2) if row.get("error") else ""
        kind = row.get("class", "")
        evidence = kind if one or not kind else f"{kind} ({linked(row['source'])})"
        named = meaning_of(path, key).removesuffix(".")
        rows.append((f"`{key}`", named, shown(value), error, evidence))
    head = ("key", "which is", "default", "standard error", "evidence")
    told = _without_empty(head, rows, "llrr")
    return f"{told}\nSource of all: {linked(sources[0])}.\n" if one and sources[0] else told


def _without_empty(head: Sequence[str], rows: Sequence[Sequence[str]], right: str) -> str:
    """A table without the columns in which no row says anything."""
    kept = [place for place in range(len(head)) if any(row[place] for row in rows)]
    marks = "".join(right.ljust(len(head), "l")[place] for place in kept)
    return table([head[p] for p in kept], [[row[p] for p in kept] for row in rows], marks)


def known_words(path: str, known: tuple[str, ...] | None = None) -> str:
    """Keys or entries that are known at a path, in words; empty where any may be."""
    if known is None:
        known = known_at(path.replace(".NAME.", ".*."))
    if len(known) > MANY:
        return "country codes, as under [`appeal`](#appeal), and `DE`"
    return ", ".join(f"`{key}`" for key in known)


def _events() -> str:
    """Dated events with their response in the default history and what their size rests on."""
    held = load(BASE).events
    rows = []
    for event in load_events():
        response = held.get(event.id)
        times = [shown(getattr(response, name)) if response else "" for name in TIMES]
        kind = row_of(f"events.{event.id}.size").get("class", "")
        rows.append((f"`{event.id}`", event.title, event.date.isoformat(), *times, kind))
    head = ("event", "what happened", "date", *(name.replace("_", "-") for name in TIMES))
    told = table((*head, "size is"), rows, "lllrrr")
    return f"{told}\nWhere nothing stands, `{BASE}` gives the event no response.\n"
