"""Events at false dates, and the years before the true one: what should show nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.counts.penalised import Solution, priors, solve
from analysis.estimation.counts.problem import Problem
from analysis.estimation.counts.seen import FIRST, LAST
from analysis.estimation.events.columns import Layout, before, moved, with_column
from analysis.estimation.events.robust import by_years, sandwich
from simulation.parameters import Response
from simulation.past import Event

Floats = NDArray[np.float64]

SHIFTS = (-16, -12, -8, -5, 5, 8, 12, 16)
"""Years by which an event is moved."""
LEAST_ROWS = 5.0
"""Rows that must be expected where and while it is felt for a false date to be tried."""
LEAST_SHARE = 0.15
"""Mean share of a cell's searches that must feel it: a regression in logs cannot tell what hardly
anyone in a cell feels."""
COLUMN = "placebo"


@dataclass(frozen=True)
class Moved:
    """The size of an event at one date, without pooling.

    Attributes
    ----------
    shift : years from the true date; 0 is the true one
    size, error : estimate, and the larger of its model and its serial error
    """

    shift: int
    size: float
    error: float

    @property
    def z(self) -> float:
        """Size over error."""
        return self.size / self.error


def window(settings: Response) -> tuple[float, float]:
    """Years after the date between which an effect is at least half of what it comes to."""
    return settings.delay / 2.0, settings.delay + settings.half_life


def apart(settings: Response, shift: int) -> bool:
    """Whether the windows of an event and of the same moved do not overlap."""
    low, high = window(settings)
    return abs(shift) >= high - low


def false_dates(event: Event, settings: Response) -> list[int]:
    """Shifts that keep a date within the fitted years and its window off the true one."""
    return [
        shift
        for shift in SHIFTS
        if FIRST <= event.date.year + shift <= LAST and apart(settings, shift)
    ]


def placebos(
    given: Problem,
    where: Layout,
    event: Event,
    settings: Response,
    spread: float,
    widened: float,
) -> list[Moved]:
    """Sizes at false dates, each beside the true event, which stays in the regression."""
    own = f"events.{event.id}"
    found = []
    for shift in false_dates(event, settings):
        column = where.column(moved(event, shift, settings, where.world))
        trial = with_column(given, COLUMN, column)
        fit = solve(trial, *priors(trial.names, spread, {own, COLUMN}))
        if not _in_reach(trial, fit, COLUMN):
            continue
        size, error = told(trial, where, fit, COLUMN, widened)
        found.append(Moved(shift, size, error))
    return found


def lead(
    given: Problem, where: Layout, event: Event, spread: float, widened: float
) -> Moved | None:
    """How much higher the counts stood in the three years before; None where too few rows tell."""
    own, column = f"events.{event.id}", where.column(before(event, where.world))
    trial = with_column(given, COLUMN, column)
    fit = solve(trial, *priors(trial.names, spread, {own, COLUMN}))
    if not _in_reach(trial, fit, COLUMN):
        return None
    size, error = told(trial, where, fit, COLUMN, widened)
    return Moved(0, size, error)


def _in_reach(given: Problem, found: Solution, name: str) -> bool:
    """Whether enough rows are expected, and enough who search feel it, for a size to be told.

    Rows are those expected without it: a large size must not carry itself over the bar.
    """
    place = given.names.index(name)
    column = given.design[:, place]
    without = given.weight * found.fitted * np.exp(-found.theta[place] * column)
    rows = float((without * column)[given.weight == 1.0].sum())
    share = float(without @ column**2) / max(float(without @ column), 1e-300)
    return rows >= LEAST_ROWS and share >= LEAST_SHARE


def told(
    given: Problem, where: Layout, found: Solution, name: str, widened: float
) -> tuple[float, float]:
    """A size and the larger of its model and its serial error."""
    place = given.names.index(name)
    model = widened * found.covariance[place, place]
    serial = sandwich(found, by_years(given, found, where))[place, place]
    return float(found.theta[place]), float(max(model, serial)) ** 0.5


def rank(true: Moved, false: list[Moved]) -> float | None:
    """Share of dates, the true one among them, at which the size stands out as far or farther.

    With eight false dates it cannot fall below one in nine. None where there is no false date.
    """
    if not false:
        return None
    above = sum(abs(date.z) >= abs(true.z) for date in false)
    return (1 + above) / (1 + len(false))
