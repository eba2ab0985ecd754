"""The years around an event, and the countries that it touches beside those that it does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.models.events.counts import Counts
from analysis.models.events.dated import Dated

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BEFORE, AFTER = 6, 10
"""Years before and after an event that are compared; its own year is the first after it."""
LEADS = ((-6, -5), (-4, -3))
REFERENCE = (-2, -1)
LAGS = ((0, 2), (3, 5), (6, 10))
"""Bins of years since the event; leads and lags are told against the reference."""
LEAST = 5
"""Ties on either side of an event, of countries touched and of others, below which nothing is
told: the logarithm of a smaller count has an error above one half."""
LEAST_YEARS = 3
"""Years on either side of an event below which nothing is told."""


@dataclass(frozen=True, eq=False)
class Window:
    """Counts around an event.

    Attributes
    ----------
    since : years since the event, shape (years,)
    ties : of every country that has any, shape (countries, years)
    touched : which countries the event touches, shape (countries,)
    """

    since: NDArray[np.int64]
    ties: Floats
    touched: Flags

    @property
    def of_touched(self) -> Floats:
        """New ties with the countries touched, shape (years,)."""
        total: Floats = self.ties[self.touched].sum(axis=0)
        return total

    @property
    def of_others(self) -> Floats:
        """New ties with all other countries, shape (years,)."""
        total: Floats = self.ties[~self.touched].sum(axis=0)
        return total

    def inside(self, bounds: tuple[int, int]) -> Flags:
        """Years of a bin, shape (years,)."""
        held: Flags = (self.since >= bounds[0]) & (self.since <= bounds[1])
        return held

    def only(self, years: Flags) -> Window:
        """Some of the years, and the countries that have ties in them."""
        ties = self.ties[:, years]
        some = ties.sum(axis=1) > 0
        return Window(self.since[years], ties[some], self.touched[some])


def window(
    counts: Counts, event: Dated, shift: int = 0, within: tuple[int, int] | None = None
) -> Window:
    """The years around an event, or around a false date of it.

    Parameters
    ----------
    counts : of all countries and years
    event : whose countries count as touched
    shift : years from the true date to the false one
    within : first and last year that may be used; all years if left out
    """
    first, last = within or counts.period
    date, years = event.year + shift, np.array(counts.years)
    use = (years >= max(date - BEFORE, first)) & (years <= min(date + AFTER, last))
    touched = np.array([country in event.countries for country in counts.countries])
    whole = Window(years - date, counts.ties, touched)
    return whole.only(use)


def lacking(found: Window) -> str | None:
    """Why a window cannot tell an effect against other countries; None where it can."""
    short = series_lacking(found)
    if short is not None:
        return short
    after = found.since >= 0
    if not found.of_others.any():
        return "no other country to compare with"
    least = min(found.of_others[after].sum(), found.of_others[~after].sum())
    return None if least >= LEAST else "too few ties of other countries"


def series_lacking(found: Window) -> str | None:
    """Why the countries touched cannot tell a change by themselves; None where they can."""
    after = found.since >= 0
    if min(int(after.sum()), int((~after).sum())) < LEAST_YEARS:
        return f"fewer than {LEAST_YEARS} years on either side within the period"
    if found.of_touched[~after].sum() < LEAST:
        return f"fewer than {LEAST} ties before it"
    if found.of_touched[after].sum() < LEAST:
        return f"fewer than {LEAST} ties after it"
    return None
