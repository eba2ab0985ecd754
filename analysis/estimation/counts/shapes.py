"""How fast events of a kind act: delay and half-life, common to all events of that kind.

An event is of the kind of its acts: an umbrella that makes the practice known, a border
that opens, a programme that pays, a root that people have there, or a treaty or sign that
warms. Sizes are each event's own; delays and half-lives are searched over a small grid for all
of a kind together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from simulation.parameters import Response
from simulation.past import Event, load_events

Shape = tuple[float, float]
"""Delay and half-life in years."""

START: dict[str, Shape] = {
    "umbrella": (15.0, 40.0),
    "opening": (1.0, 3.0),
    "sign": (3.0, 3.0),
    "programme": (2.0, 6.0),
    "root": (0.0, 60.0),
}
GRID: dict[str, tuple[Shape, ...]] = {
    "umbrella": ((15.0, 30.0), (15.0, 60.0), (20.0, 40.0), (20.0, 80.0)),
    "sign": ((2.0, 4.0), (2.0, 6.0), (3.0, 6.0), (4.0, 8.0)),
    "programme": ((1.0, 4.0), (2.0, 10.0), (4.0, 10.0)),
    "opening": ((0.5, 4.0), (1.0, 6.0)),
    "root": ((0.0, 30.0), (0.0, 120.0)),
}
ONE_WITH = {
    "youth_office_fr_1963": "elysee_1963",
    "youth_office_pl_1991": "german_polish_treaty_1991",
}
"""Events of the same months for the same countries as a treaty that called for them: the
counts cannot tell the two apart, so the treaty's size stands for both."""
LAST_ESTIMATED = 1996
"""Later events are not estimated: no dated row after it is fitted."""


def kind_of(event: Event) -> str | None:
    """Kind of an event; None for a rupture or a halt, which act on ties and warm nothing."""
    what = {act.what for act in event.acts}
    if what <= {"rupture", "halt"}:
        return None
    if any(act.motive == "local_democracy" for act in event.acts):
        return "umbrella"
    if "root" in what:
        return "root"
    if "open" in what:
        return "opening"
    return "programme" if what == {"pay"} else "sign"


def estimated(event: Event) -> bool:
    """Whether the counts can tell an event's size: it warms ties abroad, by 1996.

    Sponsorships are no searches, and inner-German ties are kept back.
    """
    abroad = any(
        set(act.countries_of(event.date.year)) - {"DE"} and act.motive != "sponsorship"
        for act in event.acts
    )
    told_apart = event.id not in ONE_WITH and event.date.year <= LAST_ESTIMATED
    return kind_of(event) is not None and abroad and told_apart


def responses(shapes: dict[str, Shape]) -> dict[str, Response]:
    """Delay and half-life of every event that warms, at size zero."""
    result = {}
    for event in load_events():
        kind = kind_of(event)
        if kind is not None:
            delay, half_life = shapes[kind]
            result[event.id] = Response(delay=delay, half_life=half_life)
    return result


def search_shapes(
    start: dict[str, Shape],
    merit: Callable[[dict[str, Shape]], float],
    kinds: Iterable[str] = tuple(START),
) -> dict[str, Shape]:
    """Improve one kind after the other along its grid; returns the best found."""
    best, shapes = merit(start), dict(start)
    for kind in kinds:
        for candidate in GRID[kind]:
            trial = {**shapes, kind: candidate}
            value = merit(trial)
            if value > best + 1e-6:
                best, shapes = value, trial
    return shapes
