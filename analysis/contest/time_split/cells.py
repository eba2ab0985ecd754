"""The cells: dated ties by country and period, from 1947 on in the same rhythm of ten years.

Declared before the run: 1987-89 (the border opens at its end), 1990-91, 1992-94, 1995-96. Earlier
decades are cut alike, so that what a rule misses three, five, eight and ten years ahead can be
learnt from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.recorded import country_year
from simulation.past import load_events
from simulation.run import cached_world

Floats = NDArray[np.float64]

FIRST, LAST_SEEN, LAST = 1947, 1986, 1996
"""First year, last that a prediction may know, last that is predicted."""
STEPS = ((1, 3), (4, 5), (6, 8), (9, 10))
"""Periods after an origin, in years ahead."""
ORIGINS = (1946, 1956, 1966, 1976)
"""Years after which the earlier decades begin."""
OPENING = "opening_1989"


@dataclass(frozen=True)
class Cells:
    """Recorded dated ties.

    Attributes
    ----------
    countries : partner countries, by code
    opened : whether the opening of 1989 touches them, shape (countries,)
    ties : by country and year, `FIRST` to `LAST`, shape (countries, 50)
    """

    countries: tuple[str, ...]
    opened: NDArray[np.bool_]
    ties: Floats

    def until(self, year: int) -> Floats:
        """Ties of the years up to one, shape (countries, years)."""
        return self.ties[:, : year - FIRST + 1]

    def period(self, origin: int, step: int) -> Floats:
        """Ties of one period, shape (countries,)."""
        first, last = span(origin, step)
        total: Floats = self.ties[:, first - FIRST : last - FIRST + 1].sum(axis=1)
        return total


def span(origin: int, step: int) -> tuple[int, int]:
    """First and last year of a period after an origin."""
    return origin + STEPS[step][0], origin + STEPS[step][1]


def label(origin: int, step: int) -> str:
    """A period in words: ``1987-89``."""
    first, last = span(origin, step)
    return f"{first}-{last % 100:02d}"


def declared() -> Cells:
    """The recorded cells: every country abroad that the model's world holds."""
    world = cached_world("germany")
    countries = tuple(sorted(set(world.group_country) - {"DE"}))
    rows = country_year().select("country", "year", "links").drop_nulls()
    return Cells(countries, _opened(countries), gathered(rows.iter_rows(), countries))


def gathered(rows: Iterable[tuple[str, int, int]], countries: tuple[str, ...]) -> Floats:
    """Rows of country, year and ties as a table, shape (countries, years); others fall out."""
    table = np.zeros((len(countries), LAST - FIRST + 1))
    place = {country: k for k, country in enumerate(countries)}
    for country, year, ties in rows:
        if country in place and FIRST <= year <= LAST:
            table[place[country], year - FIRST] += ties
    return table


def _opened(countries: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether the opening warms ties with a country in the year after it."""
    event = next(event for event in load_events() if event.id == OPENING)
    touched = {
        country
        for act in event.acts
        if act.what == "open"
        for country in act.countries_of(event.date.year + 1)
    }
    return np.array([country in touched for country in countries])
