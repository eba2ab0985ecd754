"""Borders: what the gates of history, or those that a scenario moves, let pass in a year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulation.luck.exact import Floats
from simulation.parameters import Parameters, Response
from simulation.past import Event, load_countries, load_gates
from simulation.past.words import SAARLAND, SAARLAND_JOINS
from simulation.world import World

Integers = NDArray[np.int64]

INNER = "DE"
"""Country code under which the gates speak of the other part of Germany."""


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """A gate takes a state.

    Attributes
    ----------
    begins : decimal year
    state : closed, restricted or open
    delay : years over which what passes moves evenly to the new state
    """

    begins: float
    state: str
    delay: float = 0.0

    def share(self, year: int) -> float:
        """Mean over a year of how far the turn has come, 0 to 1."""
        if year >= self.begins + self.delay:  # exactly, without the rounding of a difference
            return 1.0
        return self._sum(year + 1 - self.begins) - self._sum(year - self.begins)

    def _sum(self, since: float) -> float:
        """Integral of the even rise from its beginning on."""
        if since <= 0.0:
            return 0.0
        if since < self.delay:
            return since * since / (2.0 * self.delay)
        return since - self.delay / 2.0


def decimal_year(date: dt.date) -> float:
    """A date as a year with its fraction of days."""
    first, last = dt.date(date.year, 1, 1), dt.date(date.year + 1, 1, 1)
    return date.year + (date - first).days / (last - first).days


class Borders:
    """The gates of one scenario.

    Parameters
    ----------
    world : World
    parameters : Parameters
        `gates` says what passes, and which gates the scenario moves.
    events : tuple of Event
        Those that happen in the scenario: a gate stays as it was where its event does not.

    Raises
    ------
    ValueError
        If a gate is moved to a country that the world does not have.
    """

    def __init__(self, world: World, parameters: Parameters, events: tuple[Event, ...]) -> None:
        self.world = world
        self.parameters = parameters
        self._dates = {event.id: event.date for event in events}
        for country in parameters.gates.opened:
            if world.name != "toy" and country not in world.group_country:
                raise ValueError(f"gates.opened.{country}: this world has no place in it")

    def passing(self, year: int) -> Floats:
        """Share that each border lets pass, averaged over the year; none to one's own side.

        Returns
        -------
        (16, groups) by Land and group of partners
        """
        world = self.world
        by_side = {side: self._of_side(side, year) for side in ("west", "east", "saarland")}
        result = np.stack([by_side[self._side(land)] for land in range(len(world.laender))])
        for land, east in enumerate(world.land_is_east):
            result[land, world.groups.index("DE:east" if east else "DE:west")] = 0.0
        return result

    @cached_property
    def opening(self) -> float | None:
        """When the border between the German sides opens (decimal year), or None if never."""
        opens = [turn.begins for turn in self._turns["west", INNER] if turn.state == "open"]
        return min(opens, default=None)

    def _side(self, land: int) -> str:
        if self.world.laender[land] == SAARLAND:
            return "saarland"
        return "east" if self.world.land_is_east[land] else "west"

    def _of_side(self, side: str, year: int) -> Floats:
        """What passes from one side to each group, shape (groups,)."""
        courses, course_of_group = self._courses[side]
        return np.array([self._come(turns, inner, year) for turns, inner in courses])[
            course_of_group
        ]

    def share(self, side: str, country: str, year: int) -> float:
        """Share that the border between a German side and a country lets pass in a year."""
        return self._come(self._turns[side, country], country == INNER, year)

    def _come(self, turns: list[Turn], inner: bool, year: int) -> float:
        """What passes a gate, to the other part of Germany or abroad, after its turns so far."""
        shares, value = self.parameters.gates, 1.0
        restricted = self.parameters.reunification.trickle if inner else shares.restricted
        passes = {"closed": shares.closed, "restricted": restricted, "open": 1.0}
        for turn in turns:
            come = turn.share(year)
            value = value * (1.0 - come) + passes[turn.state] * come
        return value

    @cached_property
    def _courses(self) -> dict[str, tuple[list[tuple[list[Turn], bool]], Integers]]:
        """The different courses of gates from each side, and which of them each group's is.

        Most countries share theirs with others.
        """
        found = {}
        for side in ("west", "east", "saarland"):
            courses: list[tuple[list[Turn], bool]] = []
            of_group = []
            for country in self.world.group_country:
                course = self._turns[side, country], country == INNER
                if course not in courses:
                    courses.append(course)
                of_group.append(courses.index(course))
            found[side] = courses, np.array(of_group, dtype=np.int64)
        return found

    @cached_property
    def _turns(self) -> dict[tuple[str, str], list[Turn]]:
        """The turns of the gate between a side and a country, in order of time."""
        sides = ("west", "east", "saarland")
        countries = load_countries()["country"].to_list()
        found: dict[tuple[str, str], list[Turn]] = {
            (side, country): [] for side in sides for country in countries
        }
        for gate in load_gates():
            for country in gate.countries:
                turn = self._turn(gate.start, gate.event, gate.state, country)
                if turn is not None and (gate.from_side, country) in found:
                    found[gate.from_side, country].append(turn)
        return {
            (side, country): self._moved(sorted(turns), side, country)
            for (side, country), turns in found.items()
        }

    def _turn(self, start: int, event: str | None, state: str, country: str) -> Turn | None:
        """A gate's turn; none, if its event is left out of the scenario."""
        if event is None:
            return Turn(float(start), state)
        if event not in self._dates:
            return None
        # Abroad the warmth of the event has the delay; an inner-German wish has no warmth, so
        # here the gate itself takes the time that councils need to find and sign.
        settings = self.parameters.events.get(event, Response())
        delay = settings.delay if country == INNER else 0.0
        return Turn(decimal_year(self._dates[event]), state, delay)

    def _moved(self, turns: list[Turn], side: str, country: str) -> list[Turn]:
        """The turns of a gate that the scenario opens in another year than history did.

        What history restricts once the gate is open (Russia in 2022) it restricts here too.
        """
        year = self.parameters.gates.opened.get(country)
        if year is None or (side == "east" and country != INNER):
            return turns
        if side == "saarland":  # a part of the West from 1957 on, whatever the West does
            year = max(year, SAARLAND_JOINS)
        states = [turn.state for turn in turns]
        first = states.index("open") if "open" in states else len(turns)
        before = [turn for turn in turns[:first] if turn.begins < year]
        return sorted([*before, Turn(float(year), "open"), *turns[first + 1 :]])
