"""History: what a year makes open and warm, for every Land and partner country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.borders import Borders, decimal_year
from simulation.luck import exp
from simulation.luck.exact import Floats
from simulation.motives import MOTIVES, NAMES, motive_of_act, motive_of_countries, motive_shares
from simulation.parameters import Parameters, Response
from simulation.past import Act, load_events
from simulation.past.events import JOINED
from simulation.times import appeal
from simulation.world import World

WARMING = ("warm", "pay", "open", "root")
"""What an event does that adds to appeal; a rupture acts on ties instead."""
REUNIFICATION = "reunification_1990"
"""The event with which the eastern Länder join the Federal Republic."""

LN2 = 0.6931471805599453
MONTHS = (np.arange(12) + 0.5) / 12.0


@dataclass(frozen=True)
class Climate:
    """One year.

    Attributes
    ----------
    year : int
    flow : (16, groups) searches per year of the reference town to each group, by Land
    motives : (16, groups, motives) share of each motive in them; they sum to one
    passing : (16, groups) share that the border lets pass
    opened : day on which inner-German ties became free (decimal year), or None before it
    united : whether the eastern Länder have joined the Federal Republic by the end of the year
    """

    year: int
    flow: Floats
    motives: Floats
    passing: Floats
    opened: float | None
    united: bool


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


Spans = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
"""For each act the Länder that feel it and the countries it concerns."""


@lru_cache(maxsize=512)
def _warming(event: str) -> tuple[Act, ...]:
    """Acts of an event that add to appeal."""
    acts = next(known.acts for known in load_events() if known.id == event)
    return tuple(act for act in acts if act.what in WARMING)


@lru_cache(maxsize=8192)
def _spans(event: str, year: int, joined: int | None) -> Spans:
    """Whom the acts of `_warming` reach in a year: the same for many years on end."""
    acts = _warming(event)
    return tuple((act.laender_of(year, joined), act.countries_of(year)) for act in acts)


def touched(world: World, event: str, year: int, joined: int | None = JOINED) -> NDArray[np.bool_]:
    """Which Länder feel an event towards which groups in a year, shape (16, groups).

    `joined` is the first whole year in which the eastern Länder belong to the Federal Republic,
    as it was if left out; None where they never join it.
    """
    return _touched(world, event, _spans(event, year, joined))


@lru_cache(maxsize=4096)
def _touched(world: World, event: str, spans: Spans) -> NDArray[np.bool_]:
    result = np.zeros((len(world.laender), len(world.groups)), dtype=np.bool_)
    for act, (laender, countries) in zip(_warming(event), spans, strict=True):
        if act.motive != "sponsorship":  # those take no search
            land = np.array([code in laender for code in world.laender])
            country = np.array([code in countries for code in world.group_country])
            result |= land[:, None] & country[None, :]
    return result


def touched_by_motive(
    world: World, event: str, year: int, joined: int | None = JOINED
) -> tuple[tuple[int, NDArray[np.bool_]], ...]:
    """What `touched` holds, split by the motive that the event speaks to.

    An act that names no motive speaks to the home motive of each country; where two acts of
    an event touch one country, the first counts.
    """
    return _touched_by_motive(world, event, _spans(event, year, joined))


@lru_cache(maxsize=4096)
def _touched_by_motive(
    world: World, event: str, spans: Spans
) -> tuple[tuple[int, NDArray[np.bool_]], ...]:
    left = _touched(world, event, spans).copy()
    found: dict[int, NDArray[np.bool_]] = {}
    for act, (laender, countries) in zip(_warming(event), spans, strict=True):
        land = np.array([code in laender for code in world.laender])
        felt = left & land[:, None]
        for country in countries:
            here = [g for g, code in enumerate(world.group_country) if code == country]
            if felt[:, here].any():
                mask = np.zeros_like(left)
                mask[:, here] = felt[:, here]
                motive = NAMES.index(motive_of_act(act, country))
                found[motive] = found.get(motive, np.zeros_like(mask)) | mask
                left &= ~mask
    return tuple(sorted(found.items(), key=lambda item: item[0]))


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
        self.borders = Borders(world, parameters, self.events)

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
        passing = self.borders.passing(year)
        felt = self.felt(year)
        warmth = self._warmth(year, felt) + appeal(self.parameters.shifts, self.world, year)
        flow = self._appeal[None, :] * exp(warmth) * passing
        opened, united = self._opened(year), self.east_is_free(year)
        return Climate(year, flow, self._motives(year, felt), passing, opened, united)

    def felt(self, year: int) -> dict[str, float]:
        """What is felt of each event in a year, log scale; none of those not felt.

        What `response` gives for each: all at once, for the exact exponential is dear.
        """
        date, size, delay, half_life = self._course
        since = year + MONTHS - date
        slow = np.where(delay > 0.0, delay, 1.0)
        rise = np.where(delay > 0.0, np.minimum(since / slow, 1.0), 1.0)
        beyond = np.maximum(since - delay, 0.0) / half_life
        shape = np.where(since < 0.0, 0.0, rise * exp(-LN2 * beyond))
        mean = size[:, 0] * np.cumsum(shape, axis=1)[:, -1] / 12.0
        return {
            event.id: felt
            for event, felt in zip(self.events, mean.tolist(), strict=True)
            if felt != 0.0
        }

    @cached_property
    def _course(self) -> Floats:
        """Date (decimal year), size, delay and half-life of each event, (4, events, 1)."""
        rows = [
            (decimal_year(event.date), known.size, known.delay, known.half_life)
            for event in self.events
            for known in [self.responses[event.id]]
        ]
        return np.array(rows, dtype=np.float64).reshape(-1, 4).T[:, :, None]

    def _warmth(self, year: int, felt: Mapping[str, float]) -> Floats:
        """Sum of the events' log effects, shape (16, groups)."""
        world = self.world
        total = np.zeros((len(world.laender), len(world.groups)))
        joined = None if self.reunified is None else self.reunified + 1
        for event, effect in felt.items():
            total += np.where(touched(world, event, year, joined), effect, 0.0)
        return total

    @cached_property
    def _home(self) -> NDArray[np.int64]:
        """Home motive of each group."""
        table = motive_of_countries()
        return np.array([table[country] for country in self.world.group_country])

    @cached_property
    def _may_search(self) -> NDArray[np.bool_]:
        """Whether each Land searches out of each motive."""
        east = [bool(side) for side in self.world.land_is_east]
        return np.array([[motive.may_search(side) for motive in MOTIVES] for side in east])

    def _motives(self, year: int, felt: Mapping[str, float]) -> Floats:
        """Share of each motive in the flow, shape (16, groups, motives)."""
        if not felt:
            return self._calm
        return self._shared(year, felt)

    @cached_property
    def _calm(self) -> Floats:
        """`_motives` of every year in which no event is felt."""
        return self._shared(self.parameters.start, {})

    def _shared(self, year: int, felt: Mapping[str, float]) -> Floats:
        world = self.world
        effect = np.zeros((len(world.laender), len(world.groups), len(MOTIVES)))
        joined = None if self.reunified is None else self.reunified + 1
        for event, size in felt.items():
            for motive, mask in touched_by_motive(world, event, year, joined):
                effect[:, :, motive] += np.where(mask, size, 0.0)
        broker = np.array([motive.broker for motive in MOTIVES])
        return motive_shares(effect, self._home, self._may_search, broker)

    def ruptures(self, year: int) -> list[int]:
        """Groups with which an event of this year breaks."""
        breaking = [
            act.countries_of(year)
            for event in self.events
            if event.date.year == year
            for act in event.acts
            if act.what == "rupture"
        ]
        return [
            group
            for group, country in enumerate(self.world.group_country)
            if any(country in countries for countries in breaking)
        ]

    @cached_property
    def reunified(self) -> int | None:
        """Year in which the eastern Länder join the Federal Republic, or None if never."""
        years = [event.date.year for event in self.events if event.id == REUNIFICATION]
        return min(years, default=None)

    def east_is_free(self, year: int) -> bool:
        """Whether eastern municipalities may search as those of the Federal Republic do."""
        return self.reunified is not None and year >= self.reunified

    def _opened(self, year: int) -> float | None:
        """When the border between the German sides opened, if it has by the end of `year`."""
        opening = self.borders.opening
        return opening if opening is not None and opening < year + 1 else None
