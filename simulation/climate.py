"""History: what a year makes open and warm, for every Land and partner country."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.luck import exp
from simulation.luck.exact import Floats
from simulation.parameters import Parameters, Response
from simulation.past import load_events, load_gates
from simulation.world import World

WARMING = ("warm", "pay", "open", "root")
"""What an event does that adds to appeal; a rupture acts on ties instead."""

LN2 = 0.6931471805599453
MONTHS = (np.arange(12) + 0.5) / 12.0


@dataclass(frozen=True)
class Climate:
    """One year.

    Attributes
    ----------
    year : int
    flow : (16, groups) searches per year of the reference town to each group, by Land
    passing : (16, groups) share that the border lets pass
    opened : year in which inner-German ties became free, or None before it
    """

    year: int
    flow: Floats
    passing: Floats
    opened: int | None


def decimal_year(date: dt.date) -> float:
    """A date as a year with its fraction of days."""
    first, last = dt.date(date.year, 1, 1), dt.date(date.year + 1, 1, 1)
    return date.year + (date - first).days / (last - first).days


def response(year: int, date: dt.date, settings: Response) -> float:
    """Mean over the months of a year of an event's effect on the log scale.

    One family for all events: nothing before the date, an even rise to `size` over
    `delay` years, then halving every `half_life` years.
    """
    if year < date.year:
        return 0.0
    since = year + MONTHS - decimal_year(date)
    rise = np.minimum(since / settings.delay, 1.0) if settings.delay > 0 else np.ones(12)
    beyond = np.maximum(since - settings.delay, 0.0) / settings.half_life
    shape = np.where(since < 0.0, 0.0, rise * exp(-LN2 * beyond))
    return settings.size * float(np.cumsum(shape)[-1]) / 12.0


@lru_cache(maxsize=8192)
def touched(world: World, event: str, year: int) -> NDArray[np.bool_]:
    """Which Länder feel an event towards which groups in a year, shape (16, groups)."""
    acts = next(known.acts for known in load_events() if known.id == event)
    result = np.zeros((len(world.laender), len(world.groups)), dtype=np.bool_)
    for act in acts:
        if act.what in WARMING:
            land = np.isin(world.laender, act.laender_of(year))
            country = np.isin(world.group_country, act.countries_of(year))
            result |= land[:, None] & country[None, :]
    return result


class Climates:
    """The climate of each year, from the dated past and a scenario's parameters.

    Raises
    ------
    ValueError
        If the parameters name an event or a country that the past does not know.
    """

    def __init__(self, world: World, parameters: Parameters) -> None:
        self.world = world
        self.parameters = parameters
        self._refuse_unknown()
        self.responses = {
            event.id: parameters.events.get(event.id, Response()) for event in load_events()
        }
        self.events = tuple(event for event in load_events() if self.responses[event.id].active)

    def _refuse_unknown(self) -> None:
        known = {event.id for event in load_events()}
        for name in self.parameters.events:
            if name not in known:
                raise ValueError(f"events.{name}: no such event; known: {', '.join(sorted(known))}")
        countries = set(self.world.group_country)
        if self.world.name != "toy":
            for country in self.parameters.appeal:
                if country not in countries:
                    raise ValueError(f"appeal.{country}: this world has no place in it")

    @cached_property
    def _appeal(self) -> Floats:
        """exp(appeal) of each group; zero where a country has none."""
        table = self.parameters.appeal
        here = [country in table for country in self.world.group_country]
        value = [table.get(country, 0.0) for country in self.world.group_country]
        result: Floats = np.where(here, exp(value), 0.0)
        return result

    def of(self, year: int) -> Climate:
        """The climate of one year."""
        passing = self._passing(year)
        flow = self._appeal[None, :] * exp(self._warmth(year)) * passing
        return Climate(year, flow, passing, self._opened(year))

    def _warmth(self, year: int) -> Floats:
        """Sum of the events' log effects, shape (16, groups)."""
        world = self.world
        total = np.zeros((len(world.laender), len(world.groups)))
        for event in self.events:
            effect = response(year, event.date, self.responses[event.id])
            if effect != 0.0:
                total += np.where(touched(world, event.id, year), effect, 0.0)
        return total

    def _passing(self, year: int) -> Floats:
        """Share that each border lets pass, averaged over the year; none to one's own side."""
        world = self.world
        result = np.ones((len(world.laender), len(world.groups)))
        for (land, group), states in self._timelines.items():
            value = 1.0
            for began, level in states:
                left = min(max(year + 1 - began, 0.0), 1.0)
                value = value * (1.0 - left) + level * left
            result[land, group] = value
        for land, east in enumerate(world.land_is_east):
            result[land, world.groups.index("DE:east" if east else "DE:west")] = 0.0
        return result

    @cached_property
    def _timelines(self) -> dict[tuple[int, int], list[tuple[float, float]]]:
        """When the gate between a Land and a group takes each state, and what then passes."""
        world, shares = self.world, self.parameters.gates
        level = {"closed": shares.closed, "restricted": shares.restricted, "open": 1.0}
        inner = {**level, "restricted": self.parameters.reunification.trickle}
        found: dict[tuple[int, int], list[tuple[float, float]]] = {}
        for gate in sorted(load_gates(), key=lambda gate: gate.start):
            begins = self._begins(gate.start, gate.event)
            if begins is None:
                continue
            for land, code in enumerate(world.laender):
                if gate.applies(code, "east" if world.land_is_east[land] else "west"):
                    for group, country in enumerate(world.group_country):
                        if country in gate.countries:
                            passes = inner if country == "DE" else level
                            states = found.setdefault((land, group), [])
                            states.append((begins, passes[gate.state]))
        return found

    def _begins(self, start: int, event: str | None) -> float | None:
        """When a gate takes its state; never, if its event is left out of the scenario."""
        if event is None:
            return float(start)
        dates = {known.id: known.date for known in self.events}
        return decimal_year(dates[event]) if event in dates else None

    def ruptures(self, year: int) -> list[int]:
        """Groups with which an event of this year breaks."""
        return [
            group
            for group, country in enumerate(self.world.group_country)
            for event in self.events
            if event.date.year == year
            and any(a.what == "rupture" and country in a.countries_of(year) for a in event.acts)
        ]

    @cached_property
    def _opening(self) -> float | None:
        """When inner-German ties become free, or None if they never do."""
        for gate in load_gates():
            if gate.from_side == "west" and gate.state == "open" and "DE" in gate.countries:
                return self._begins(gate.start, gate.event)
        return None

    def _opened(self, year: int) -> int | None:
        """Year in which the border between the German sides opened, if it has by `year`."""
        opening = self._opening
        return int(opening) if opening is not None and opening < year + 1 else None
