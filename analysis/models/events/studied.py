"""Every event of a data set: its effect, its leads and lags, false dates and the series alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.models.events.counts import Counts
from analysis.models.events.dated import Dated
from analysis.models.events.regression import Fit, fitted, negative_binomial, series
from analysis.models.events.window import (
    AFTER,
    LAGS,
    LEADS,
    Window,
    lacking,
    series_lacking,
    window,
)

Floats = NDArray[np.float64]

SHIFTS = (-16, -12, -8, 18, 22)
"""Years from true to false dates: no window of a false date holds a year from the true date on
to ten years after it."""


@dataclass(frozen=True)
class Bins:
    """Leads and lags of one event.

    Attributes
    ----------
    fit : its effects are those of `shown`, against the two years before the event
    shown : first and last year since the event of each bin that could be told
    empty : bins without a tie of the countries touched, or of others
    """

    fit: Fit
    shown: tuple[tuple[int, int], ...]
    empty: tuple[tuple[int, int], ...]

    @property
    def leads(self) -> list[int]:
        """Places of the leads."""
        return [place for place, (_, last) in enumerate(self.shown) if last < 0]

    @property
    def lags(self) -> list[int]:
        """Places of the lags."""
        return [place for place, (first, _) in enumerate(self.shown) if first >= 0]


@dataclass(frozen=True)
class Placebo:
    """An event at a false date."""

    shift: int
    fit: Fit

    @property
    def t(self) -> float:
        """Effect over error."""
        return float(self.fit.effects[0] / self.fit.errors[0])


@dataclass(frozen=True, eq=False)
class Studied:
    """One event in one data set; None where a question could not be asked.

    Attributes
    ----------
    event : which
    why_not : why its effect against other countries is not told
    ties : ties of the countries touched, before and from the event on
    effect : mean of the years 0 to 10 against the six years before
    wider : the same with negative-binomial counts
    bins : leads and lags
    placebos : the effect at false dates
    alone : step and bend of the countries touched by themselves
    why_not_alone : why these are not told
    """

    event: Dated
    why_not: str | None
    ties: tuple[int, int]
    effect: Fit | None
    wider: Fit | None
    bins: Bins | None
    placebos: tuple[Placebo, ...]
    alone: Fit | None
    why_not_alone: str | None


def studied(counts: Counts, events: Iterable[Dated]) -> list[Studied]:
    """Ask everything of every event that some tie of the data could tell about."""
    known = frozenset(counts.countries)
    first, last = counts.period
    return [
        _study(counts, event)
        for event in events
        if event.countries & known and first < event.year <= last
    ]


def _study(counts: Counts, event: Dated) -> Studied:
    found = window(counts, event)
    why_not, alone = lacking(found), series_lacking(found)
    after = found.since >= 0
    of_touched = found.of_touched
    told = why_not is None
    return Studied(
        event=event,
        why_not=why_not,
        ties=(int(of_touched[~after].sum()), int(of_touched[after].sum())),
        effect=fitted(found, _after(found)) if told else None,
        wider=negative_binomial(found, _after(found)) if told else None,
        bins=bins(found) if told else None,
        placebos=tuple(placebos(counts, event)) if told else (),
        alone=series(of_touched, found.since) if _bends(alone, found) else None,
        why_not_alone=alone,
    )


def _bends(why_not: str | None, found: Window) -> bool:
    """Whether a step and a bend can be told: with enough ties and years to spare."""
    return why_not is None and len(found.since) > 4


def _after(found: Window) -> Floats:
    """One from the event on, shape (years, 1)."""
    column: Floats = (found.since >= 0).astype(np.float64)[:, None]
    return column


def bins(found: Window) -> Bins | None:
    """Leads and lags against the two years before; None where those hold too few ties.

    A bin without a tie on one of the sides has no finite effect: its years are left out.
    """
    pair = np.column_stack([found.of_touched, found.of_others])
    shown, empty, use = [], [], np.ones(len(found.since), dtype=np.bool_)
    for bounds in (*LEADS, *LAGS):
        inside = found.inside(bounds)
        if not inside.any():
            continue
        if pair[inside].sum(axis=0).all():
            shown.append(bounds)
        else:
            empty.append(bounds)
            use &= ~inside
    reference = ~np.any([found.inside(bounds) for bounds in (*LEADS, *LAGS)], axis=0)
    if not pair[reference].sum(axis=0).all() or not shown:
        return None
    kept = found.only(use)
    dummies = np.column_stack([kept.inside(bounds).astype(np.float64) for bounds in shown])
    return Bins(fitted(kept, dummies), tuple(shown), tuple(empty))


def placebos(counts: Counts, event: Dated) -> list[Placebo]:
    """The effect at false dates, told from years that the true event does not touch."""
    result = []
    for shift in SHIFTS:
        within = _clear(counts.period, event.year, shift)
        if within is None:
            continue
        found = window(counts, event, shift, within)
        if lacking(found) is None:
            result.append(Placebo(shift, fitted(found, _after(found))))
    return result


def _clear(period: tuple[int, int], year: int, shift: int) -> tuple[int, int] | None:
    """Years on the false date's side of the true event; None where none is left."""
    first, last = period[0], min(period[1], year - 1)
    if shift > 0:
        first, last = max(period[0], year + AFTER + 1), period[1]
    return (first, last) if first < year + shift < last else None
