"""Further columns of the regression: a false date, the years before an event, common years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.counts.exposure import ALL_YEARS, Exposure
from analysis.estimation.counts.flows import in_cells
from analysis.estimation.counts.problem import Problem
from analysis.estimation.counts.seen import FIRST
from simulation.climate import response, touched
from simulation.parameters import Response
from simulation.past import Event
from simulation.run import cached_world
from simulation.world import World

Floats = NDArray[np.float64]

LEAD = 3
"""Years before an event in which nothing of it should be seen."""


@dataclass(frozen=True)
class Layout:
    """Which cell is which: the order in which a problem lays out its rows.

    Attributes
    ----------
    shown : the exposure
    use : (all cells,) those that the problem keeps
    years : (cells kept,) year of a national cell; 0 where it is later, undated, or by Land
    """

    shown: Exposure
    use: NDArray[np.bool_]
    years: NDArray[np.int64]

    @property
    def world(self) -> World:
        """The world of the exposure."""
        return cached_world("germany")

    def column(self, effect: Floats) -> Floats:
        """What an effect by Land, group and year adds to each cell kept."""
        cells = in_cells(effect, self.world, self.shown, abroad(self.world))
        return cells[self.use]


def abroad(world: World) -> list[int]:
    """Places of the groups outside Germany."""
    return [g for g, country in enumerate(world.group_country) if country != "DE"]


def layout(given: Problem, shown: Exposure) -> Layout:
    """The layout of a problem made from an exposure.

    Raises
    ------
    ValueError
        If the problem was made from another exposure.
    """
    outside = abroad(cached_world("germany"))
    laender = shown.laender[:, outside].ravel()
    use = np.concatenate([shown.expected[outside].ravel(), laender]) > 0.0
    if int(use.sum()) != len(given.counts):
        raise ValueError(
            f"events: {int(use.sum())} cells of the exposure for {len(given.counts)} of the problem"
        )
    seen = shown.seen
    national = np.tile([*seen.years, *([0] if seen.undated else [])], len(outside))
    years = np.concatenate([national, np.zeros(len(laender), dtype=np.int64)])
    return Layout(shown, use, years[use].astype(np.int64))


def moved(event: Event, shift: int, settings: Response, world: World) -> Floats:
    """An event of size one as if `shift` years later, shape (16, groups, all years).

    It moves as a whole: it is felt by whom the true one was felt as long after its date.
    """
    unit = Response(size=1.0, delay=settings.delay, half_life=settings.half_life)
    when = shifted(event.date, shift)
    effect = np.zeros((len(world.laender), len(world.groups), len(ALL_YEARS)))
    for place, year in enumerate(ALL_YEARS):
        strength = response(year, when, unit)
        if strength > 0.0:
            effect[:, :, place] = strength * touched(world, event.id, year - shift)
    return effect


def shifted(when: date, years: int) -> date:
    """The same day so many years later; 28 February for a leap day."""
    day = 28 if (when.month, when.day) == (2, 29) else when.day
    return date(when.year + years, when.month, day)


def before(event: Event, world: World) -> Floats:
    """One in the years before an event where it will be felt, shape (16, groups, all years)."""
    effect = np.zeros((len(world.laender), len(world.groups), len(ALL_YEARS)))
    felt = touched(world, event.id, event.date.year)
    for year in range(max(event.date.year - LEAD, FIRST), event.date.year):
        effect[:, :, year - FIRST] = felt
    return effect


def with_column(given: Problem, name: str, column: Floats) -> Problem:
    """The problem with one more parameter, which stands at zero."""
    return replace(
        given,
        design=np.column_stack([given.design, column]),
        theta=np.append(given.theta, 0.0),
        names=[*given.names, name],
    )


def with_years(given: Problem, where: Layout) -> Problem:
    """The problem with a level of its own for each year, the same for all countries."""
    for year in where.shown.seen.years:
        given = with_column(given, f"year.{year}", (where.years == year).astype(np.float64))
    return given


def felt_in(given: Problem, where: Layout, name: str, first: int, years: int) -> NDArray[np.bool_]:
    """National cells of an event's first years in the countries that feel it."""
    column = given.design[:, given.names.index(name)]
    inside = (where.years >= first) & (where.years < first + years)
    touched_by: NDArray[np.bool_] = inside & (column > 0.0)
    return touched_by


def only(given: Problem, cells: NDArray[np.bool_]) -> Problem:
    """Some cells of a problem."""
    parts = {name: getattr(given, name)[cells] for name in ("counts", "offset", "weight", "groups")}
    return replace(given, design=given.design[cells], **parts)


def at_size(given: Problem, name: str, size: float) -> Problem:
    """The problem with one size held: its column goes into the offset."""
    place = given.names.index(name)
    return replace(
        given,
        offset=given.offset + size * given.design[:, place],
        design=np.delete(given.design, place, axis=1),
        theta=np.delete(given.theta, place),
        names=[n for n in given.names if n != name],
    )
