"""Halts: events that keep people from meeting, and how much of it they let pass in a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.climate import response
from simulation.luck import exp
from simulation.past import load_events

if TYPE_CHECKING:
    from simulation.climate import Climates

Floats = NDArray[np.float64]

HALT = "halt"


def passing(climates: Climates, year: int) -> tuple[Floats, list[str]]:
    """Share (0-1) of meetings that halts let pass with partners of each group, and who halts.

    A halt is an event of the one response family; its size is ln(share that still meets) and so
    negative. A scenario cannot turn it into a push: shares above one are one.

    Returns
    -------
    share : (groups,)
    events : for each group the event that weighs most, or an empty string
    """
    world = climates.world
    total, worst = np.zeros(len(world.groups)), np.zeros(len(world.groups))
    names = [""] * len(world.groups)
    for event in climates.events:
        halting = [act for act in event.acts if act.what == HALT]
        effect = response(year, event.date, climates.responses[event.id]) if halting else 0.0
        if effect < 0.0:
            countries = {c for act in halting for c in act.countries_of(year)}
            here = np.isin(world.group_country, sorted(countries))
            total += np.where(here, effect, 0.0)
            for group in np.flatnonzero(here & (effect < worst)):
                names[group], worst[group] = event.id, effect
    return exp(np.maximum(total, -50.0)), names


@cache
def times_named(country: str) -> int:
    """How many halts name a country: of two places abroad the more often named is the partner."""
    acts = [act for event in load_events() for act in event.acts if act.what == HALT]
    return sum(country in {member.country for member in act.members} for act in acts)


@dataclass(frozen=True)
class Meetings:
    """Which meetings halts let pass: what tables need beside the ledger.

    Attributes
    ----------
    country : country of each place, by id
    share : share (0-1) of travel that passes, by year and country of the partner; ones left out
    """

    country: dict[int, str]
    share: dict[tuple[int, str], float]

    def partner(self, a: int, b: int) -> str:
        """Country of the partner of a tie, from the ids of its ends: the one abroad, if any.

        Of two abroad the one that more halts name, else the second.
        """
        one, other = self.country[a], self.country[b]
        if "DE" in (one, other):
            return other if other != "DE" else one
        return one if times_named(one) > times_named(other) else other

    def passing(self, year: int, partner: str) -> float:
        """Share of travel that passes in a year."""
        return self.share.get((year, partner), 1.0)


def meetings(climates: Climates, first: int, last: int) -> Meetings:
    """What halts let pass from `first` to `last`."""
    world = climates.world
    found: dict[tuple[int, str], float] = {}
    for year in range(first, last + 1):
        share, _ = passing(climates, year)
        for country, value in zip(world.group_country, share.tolist(), strict=True):
            if value < 1.0:
                found[(year, country)] = value
    places = zip(world.ids.tolist(), world.frame["country"].to_list(), strict=True)
    return Meetings(dict(places), found)
