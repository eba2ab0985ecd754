"""A year of the other countries: who searches there, and whom it asks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import pairing, rates
from simulation.abroad.gates import passing
from simulation.abroad.others import Outside, outside_of
from simulation.abroad.relations import UMBRELLA, both_west
from simulation.abroad.rule import Seeking, seeking
from simulation.abroad.warmth import effects, home_motives, shares
from simulation.choice import Pairs, Sampler, samplers_of
from simulation.choice import effects as terms
from simulation.choice.serving import NOBODY
from simulation.climate import Climate
from simulation.luck import Purpose, exp, happens
from simulation.luck.exact import Floats
from simulation.luck.normal import normal
from simulation.municipality import Proposal
from simulation.parameters import Response
from simulation.propensity import ALWAYS
from simulation.ways import groups

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]

MOTIVE = 1
"""Attempt of the draw that gives a search its motive; that of the search itself is 0."""


class Elsewhere:
    """What the search of the other countries keeps between years.

    Attributes
    ----------
    outside : Outside
        Their places.
    seeking : Seeking
        How much the countries seek each other.
    """

    def __init__(self, model: TwinningModel) -> None:
        self.model = model
        self.outside: Outside = outside_of(model.world)
        self.seeking: Seeking = seeking(self.outside.world, model.world, model.parameters)
        self.home = home_motives(self.outside.world.countries)

    @cached_property
    def samplers(self) -> dict[bool, Sampler]:
        """One sampler for municipalities (False) and one for districts (True)."""
        return dict(samplers_of(self.outside.world, self.model.parameters.choice))

    @cached_property
    def lasting(self) -> Floats:
        """Log rate of each place by what no year changes: its size and a propensity of its own."""
        world, rate = self.outside.world, self.model.parameters.rate
        by_size = np.where(
            world.is_district, rates.district(world.size, rate), rates.size(world.size, rate)
        )
        draws = self.model.luck.draws(Purpose.SEARCH, ALWAYS, world.ids)
        own = np.where(world.is_district, 0.0, rates.propensity(normal(draws), rate))
        result: Floats = exp(rate.level + by_size + own)
        return result

    def effect(self, year: int) -> Floats:
        """Log effects of events on what each country seeks, (countries, countries, motives)."""
        felt = self.model.climates.felt(year)
        return effects(felt, self.outside.world.countries, year)

    def flow(self, year: int, effect: Floats) -> Floats:
        """Searches a year of each country's town of 20,000 for each other one."""
        countries = self.outside.world.countries
        umbrella = self.model.parameters.events.get(UMBRELLA, Response()).size
        warmth = np.cumsum(effect, axis=2)[:, :, -1] - both_west(countries) * umbrella
        open_borders = passing(self.model.climates.borders, countries, year)
        result: Floats = self.seeking.flow * exp(warmth) * open_borders
        return result


def lay_out(model: TwinningModel) -> None:
    """Work out what no year changes, so that it counts as set-up; only in a European world."""
    if model.world.european:
        own = model.part(Elsewhere)
        _ = own.samplers, own.lasting


def search(model: TwinningModel, climate: Climate) -> None:
    """Let the places of the other countries search, choose and ask; only in a European world."""
    if not model.world.european:
        return
    own, year = model.part(Elsewhere), climate.year
    effect = own.effect(year)
    flow = own.flow(year, effect)
    places = _searching(own, year, np.cumsum(flow, axis=1)[:, -1])
    partners = _partners(own, year, places, flow)
    places, partners = places[partners != NOBODY], partners[partners != NOBODY]
    motives = _motives(own, year, places, partners, shares(effect, own.home))
    rows = own.outside.rows
    pairs = (rows[places].tolist(), rows[partners].tolist(), motives.tolist())
    pairing.ask(model, [Proposal(*pair, year) for pair in zip(*pairs, strict=True)])


def _searching(own: Elsewhere, year: int, rate: Floats) -> Integers:
    """Who searches this year: at most once a place.

    `rate` are the searches a year of the town of 20,000 of each country.
    """
    model, world, rows = own.model, own.outside.world, own.outside.rows
    settings = model.parameters.rate
    ties = model.ties_abroad[rows]
    load = exp(rates.load(np.arange(int(ties.max(initial=0)) + 1, dtype=np.float64), settings))
    now = rate * float(exp(rates.growth(year, settings)))
    expected = own.lasting * now[world.group] * load[ties]
    draws = model.luck.draws(Purpose.SEARCH, year, world.ids)
    return happens(draws, expected)


def _partners(own: Elsewhere, year: int, places: Integers, flow: Floats) -> Integers:
    """A partner for each place that searches, by the law of choice; `NOBODY` if none weighs."""
    model, outside = own.model, own.outside
    world = outside.world
    held = model.held[outside.rows[places]][:, outside.group] > 0
    none, some = exp(terms.held(np.array([0.0, 1.0]), model.parameters.choice))
    view = own.seeking.view
    sought = np.where(flow > 0.0, flow / np.where(view > 0.0, view, 1.0), 0.0)
    appeal = sought[world.group[places]] * np.where(held, some, none)
    found = np.full(len(places), NOBODY, dtype=np.int64)

    def eligible(ones: Sequence[int], others: Sequence[int]) -> list[bool]:
        return model.are_eligible(outside.rows[ones].tolist(), outside.rows[others].tolist())

    for districts, sampler in own.samplers.items():
        here = np.flatnonzero(world.is_district[places] == districts)
        found[here] = sampler.draw(
            places[here],
            appeal[here],
            eligible,
            model.luck,
            year,
            0,
            _singled(own, places[here]),
        )
    return found


def _singled(own: Elsewhere, places: Integers) -> Pairs:
    """Pairs that weigh more than places alone say, among the other countries."""
    outside = own.outside
    place, partner, effect = groups.listed(own.model, outside.rows[places], 0)
    partner = outside.place[partner]
    country = outside.world.group
    among = (partner >= 0) & (country[partner] != country[places[place]])
    return Pairs(place[among], partner[among], effect[among])


def _motives(
    own: Elsewhere, year: int, places: Integers, partners: Integers, share: Floats
) -> Integers:
    """Motive of each search, by what moves its country to seek that of the partner."""
    world = own.outside.world
    running = np.cumsum(share[world.group[places], world.group[partners]], axis=1)
    ids = world.ids[places]
    fraction = own.model.luck.fractions(Purpose.SEARCH, year, ids, attempt=MOTIVE)
    goal = fraction * running[:, -1]
    result: Integers = np.count_nonzero(running <= goal[:, None], axis=1)
    return result
