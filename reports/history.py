"""Dated events beside a chart: which ones touch a country, and their short names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase

from analysis.recorded import country_totals
from simulation.past import Event, load_countries, load_events

FEW = 12
"""An event that touches more countries than this belongs to the total, not to one country."""
WEIGHTY = 0.2
"""In the total stand events that touch at least this share of all recorded ties."""


@dataclass(frozen=True)
class Mark:
    """An event as a chart shows it: a thin rule with a letter, spelt out below."""

    letter: str
    at: float
    year: int
    label: str
    title: str
    source: str


def country_name(code: str) -> str:
    """English name of a country of the past; the code itself where there is none."""
    names = dict(load_countries().select("country", "name").iter_rows())
    return str(names.get(code, code))


def short(title: str) -> str:
    """The head of an event's title: up to a colon, a semicolon, a bracket or a date."""
    return re.split(r"[:;(]|, (?=\d)", title, maxsplit=1)[0].strip()


def _countries(event: Event) -> set[str]:
    """Partner countries that an event touches in its year; `DE` stands for inner-German ties."""
    year = event.date.year
    return {country for act in event.acts for country in act.countries_of(year)} - {"DE"}


def _marks(events: list[Event], first: int, last: int) -> list[Mark]:
    shown = [event for event in events if first <= event.date.year <= last]
    return [
        Mark(
            letter=letter,
            at=event.date.year + (event.date.timetuple().tm_yday - 1) / 366,
            year=event.date.year,
            label=short(event.title),
            title=event.title,
            source=event.source.title,
        )
        for letter, event in zip(ascii_lowercase, shown, strict=False)
    ]


def marks_of_country(country: str, first: int, last: int) -> list[Mark]:
    """Events that touch this country and few others, within some years, by date."""
    near = [e for e in load_events() if country in _countries(e) and len(_countries(e)) <= FEW]
    return _marks(near, first, last)


def marks_of_total(first: int, last: int) -> list[Mark]:
    """Events that touch countries with a good part of all recorded ties, by date."""
    totals = country_totals()
    share = dict(totals.select("country", totals["links"] / totals["links"].sum()).iter_rows())
    weighty = [
        event
        for event in load_events()
        if sum(share.get(country, 0.0) for country in _countries(event)) >= WEIGHTY
    ]
    return _marks(weighty, first, last)
