"""Blocks from what is given: patterns, input data, motives and dated events."""

from __future__ import annotations

import json
from pathlib import Path

import simulation
from analysis.evidence.page.markdown import listed, table
from analysis.validation import label, split, targets
from analysis.validation.targets import Target
from simulation.motives import MOTIVES, Motive, motive_of_countries
from simulation.past import Act, load_events

ROOM = Path(simulation.__file__).parent
FOLDERS = ("places", "past")
MANY = 6
"""Countries that are named one by one; more are counted."""


def patterns() -> str:
    """Patterns that the model is held against, with their roles."""
    rows = [(target.title, _role(target), target.compares) for target in targets().values()]
    return table(("pattern", "role", "what is compared"), rows)


def _role(target: Target) -> str:
    if target.kept_back_from is not None:
        return f"{target.role}; kept back from {target.kept_back_from} on"
    if target.kept_back_by is not None:
        held: tuple[str, ...] = getattr(split(), target.kept_back_by)
        return f"{target.role}; kept back: {listed([label(code) for code in held])}"
    return target.role


def inputs() -> str:
    """Tables that ship as input, from their sidecars."""
    rows = []
    for folder in FOLDERS:
        for path in sorted((ROOM / folder).rglob("*.json")):
            told = json.loads(path.read_text(encoding="utf-8"))
            rows.append((f"`{folder}/{path.stem}`", told["title"], told["date"], told["licence"]))
    return table(("table", "what it holds", "date", "licence"), rows)


def motives() -> str:
    """Motives in their order."""
    home = motive_of_countries()
    rows = [
        (
            f"`{motive.name}`",
            motive.meaning,
            motive.sides,
            "broker" if motive.broker else motive.way,
            motive.kind,
            _seeks(motive, [code for code, place in home.items() if place == index]),
        )
        for index, motive in enumerate(MOTIVES)
    ]
    head = ("motive", "why", "who searches", "way", "kind of tie", "home motive of")
    return table(head, rows)


def _seeks(motive: Motive, countries: list[str]) -> str:
    if not countries:
        return "none: brought up by events" if motive.way == "search" else ""
    return _countries(countries)


def _countries(codes: list[str]) -> str:
    if len(codes) > MANY:
        return f"{len(codes)} countries"
    return ", ".join("the other part of Germany" if c == "DE" else label(c) for c in codes)


def events() -> str:
    """Dated events with what they do, by date."""
    rows = [
        (
            f"`{event.id}`",
            event.date.isoformat(),
            event.title,
            "; ".join(dict.fromkeys(_act(act) for act in event.acts)),
            event.source.title,
        )
        for event in load_events()
    ]
    return table(("event", "date", "what happened", "acts", "source"), rows)


def _act(act: Act) -> str:
    codes = list(dict.fromkeys(member.country for member in act.members))
    return f"{act.what} {_countries(codes)}" + (f" ({act.motive})" if act.motive else "")
