"""Search: who looks for a partner this year, and out of which motive (the rate)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import rates, regions
from simulation.choice import effects
from simulation.climate import Climate
from simulation.luck import GRID, Purpose, exp, threshold
from simulation.motives import MOTIVES, REUNIFICATION
from simulation.policy.outside import outside
from simulation.propensity import propensity
from simulation.ways import contacts
from simulation.ways.inner_german import released

if TYPE_CHECKING:
    from simulation.model import TwinningModel

SLACK, ROUNDING = 1.0 + 1e-9, 4.0
"""What a bound on the grid of draws is widened by, so that rounding can never break it."""

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Searches:
    """Who searches: one entry a search, ordered by motive, then by place."""

    rows: Integers
    motive: int


def own_rates(model: TwinningModel, year: int) -> Floats:
    """What each searcher brings to its rate: level, size, itself, load, neighbours, side; (s,).

    A city whose boroughs keep partners of their own searches as that many places of their size
    and load, which the register counts as the city's.
    """
    world, rate = model.world, model.parameters.rate
    rows = world.searchers
    boroughs, several = world.boroughs[rows], world.log_boroughs[rows]
    # without imitation nobody looks at the neighbours, and the sum stays the same
    linked = model.linked_neighbours() if rate.imitation != 0.0 else np.zeros(len(rows))
    by_size = np.where(
        world.is_district[rows],
        rates.district(world.size[rows], rate),
        rates.size(world.size[rows] - several, rate) + several,
    )
    return exp(
        outside(model).search(rows)
        + rate.level
        + by_size
        + model.part(propensity)
        + rates.growth(year, rate)
        + rates.load(model.ties_abroad[rows] / boroughs, rate)
        + rates.imitation(linked, rate)
        + rates.east(world.east[rows], model.climates.east_is_free(year), rate)
    )


def search_rates(model: TwinningModel, climate: Climate) -> Floats:
    """Searches per year of every searcher by motive, shape (searchers, motives).

    How often a place searches does not depend on what lies near it (a null in the record);
    what it searches for does: the motives share its rate as the law of choice would share
    its partners among their countries. What is searched in a country is shared among motives
    by `climate.motives`. The reunification column is zero: its rate is that of wishes, see
    `wish`.
    """
    rows = model.world.searchers
    land = model.world.land[rows].astype(np.int64)
    holders = _holders(model)
    some = exp(effects.held(np.ones(1), model.parameters.choice))
    part_of = model.world.part[rows].astype(np.int64)
    lift = regions.lift(model.world, climate.year, model.parameters.choice)
    total, all_drawn = np.zeros(len(model.world.laender)), np.zeros(len(rows))
    by_motive = np.zeros((len(MOTIVES), len(rows)))
    for group, home in enumerate(model.group_motive):  # sums in a fixed order
        flow = climate.flow[:, group]
        if home != REUNIFICATION and bool(flow.any()):
            drawn = flow.take(land) * model.access[:, group]
            drawn[holders[group]] *= some  # of all others the factor is one
            drawn *= contacts.known(model, group)
            if bool((lift[:, group] != 1.0).any()):  # most countries have no pairings
                drawn *= lift[:, group].take(part_of)
            total += flow
            all_drawn += drawn
            part = climate.motives[:, group]
            for motive in np.flatnonzero(part.any(axis=0)).tolist():
                alone = bool((part[:, motive] == 1.0).all())  # as it mostly is
                by_motive[motive] += drawn if alone else drawn * part[:, motive].take(land)
    share = by_motive / np.where(all_drawn > 0.0, all_drawn, 1.0)
    result: Floats = (own_rates(model, climate.year) * total[land]) * share
    return result.T


def _holders(model: TwinningModel) -> list[Integers]:
    """For each group the searchers that have a living tie with it: few of all have."""
    searcher, group = np.nonzero(model.held[model.world.searchers] > 0)
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(1, len(model.world.groups)))
    return np.split(searcher[order], ends)


def search(model: TwinningModel, climate: Climate) -> list[Searches]:
    """Draw who searches this year: for each motive at most one search a place."""
    by_motive = search_rates(model, climate)
    found = []
    for motive in range(len(MOTIVES)):
        if motive == REUNIFICATION:
            found.append(Searches(released(model, climate), motive))
            continue
        may = np.flatnonzero(by_motive[:, motive] > 0.0)
        rows, rate = model.world.searchers[may], by_motive[may, motive]
        draws = model.luck.draws(Purpose.SEARCH, climate.year, model.world.ids[rows], kind=motive)
        # a chance of 1 - exp(-rate) lies below the rate: who drew above it does not search,
        # whatever the exact exponential, which is dear
        near = np.flatnonzero(draws < rate * (GRID * SLACK) + ROUNDING)
        chance = 1.0 - exp(-rate[near])
        found.append(Searches(rows[near][draws[near] < threshold(chance)], motive))
    return found
