"""The eras of the map's colours: they begin at dated events of `simulation.past`."""

from __future__ import annotations

from dataclasses import dataclass

from reports.theme import ERAS
from simulation.past import Event, load_events

BEGINNINGS = ("elysee_1963", "opening_1989", "eu_enlargement_2004")


@dataclass(frozen=True)
class Era:
    """Some years with a colour.

    Attributes
    ----------
    first, last : int
        Years, both included; the last era is open and ends in 9999.
    label : str
        Such as ``1963-1989``.
    event : str
        Title of the event that it begins with; empty for the first.
    colour : str
    """

    first: int
    last: int
    label: str
    event: str
    colour: str


def _acts_from(event: Event) -> int:
    """First year that the event shapes: the next one if it came in the second half of a year."""
    return event.date.year + (event.fraction(event.date.year) < 0.5)


def eras() -> tuple[Era, ...]:
    """All eras, old to new."""
    events = {event.id: event for event in load_events()}
    starts = [(_acts_from(events[name]), events[name].title) for name in BEGINNINGS]
    first = [(0, ""), *starts]
    last = [year - 1 for year, _ in starts] + [9999]
    result = []
    for (year, title), end, colour in zip(first, last, ERAS, strict=True):
        label = f"to {end}" if year == 0 else f"from {year}" if end == 9999 else f"{year}–{end}"
        result.append(Era(year, end, label, title, colour))
    return tuple(result)
