"""The dated events that are studied: when, and towards which countries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from simulation.past import Event, load_events


@dataclass(frozen=True)
class Dated:
    """An event as counts by country can see it.

    Attributes
    ----------
    id : stable name of the event, such as `elysee_1963`
    title : one line
    year : in which it happened
    countries : ISO codes of the countries concerned
    others : further events of that year for the same countries, which counts cannot tell from it
    """

    id: str
    title: str
    year: int
    countries: frozenset[str]
    others: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """For people."""
        return f"{self.title} ({self.year})"


@cache
def dated_events() -> tuple[Dated, ...]:
    """All events of the project's table that can change how many ties are agreed, by date.

    Acts that speak of sponsorships alone are left out: those take no search. Which Länder feel an
    event is not asked, for counts by country are of all Länder.
    """
    found: dict[tuple[int, frozenset[str]], Dated] = {}
    for event in load_events():
        countries = touched_by(event)
        if not countries:
            continue
        key = (event.date.year, countries)
        first = found.get(key)
        if first is None:
            found[key] = Dated(event.id, event.title, event.date.year, countries)
        else:
            others = (*first.others, event.id)
            found[key] = Dated(first.id, first.title, first.year, countries, others)
    return tuple(found.values())


def touched_by(event: Event) -> frozenset[str]:
    """Countries that an event concerns in its own year, sponsorships apart."""
    acts = [act for act in event.acts if act.motive != "sponsorship"]
    return frozenset(country for act in acts for country in act.countries_of(event.date.year))


def beside(event: Dated, first: int, last: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Other events of some years: those of the same countries, and those of others alone."""
    near = [
        other for other in dated_events() if other.id != event.id and first <= other.year <= last
    ]
    same = tuple(other.id for other in near if other.countries & event.countries)
    return same, tuple(other.id for other in near if other.id not in same)
