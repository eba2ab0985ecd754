"""Search: who looks for a partner this year, and out of which motive (the rate)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import rates, regions
from simulation.choice import effects
from simulation.climate import Climate
from simulation.luck import Purpose, exp, happens
from simulation.luck.quick import QUICK, UNSURE
from simulation.luck.yearly import limits
from simulation.motives import MOTIVES, REUNIFICATION
from simulation.policy.outside import outside
from simulation.propensity import propensity
from simulation.ways import contacts
from simulation.ways.inner_german import released
from simulation.world import World

if TYPE_CHECKING:
    from simulation.model import TwinningModel

PIECE = 1024
"""Searchers whose rates are found at once: rows of their countries stay in the cache."""

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Searches:
    """Who searches: one entry a search, ordered by motive, then by place."""

    rows: Integers
    motive: int


def own_rates(model: TwinningModel, year: int, some: Integers | None = None) -> Floats:
    """What each searcher brings to its rate: level, size, itself, load, neighbours, side; (s,).

    A city whose boroughs keep partners of their own searches as that many places of their size
    and load, which the register counts as the city's.

    Parameters
    ----------
    model : TwinningModel
    year : int
    some : (n,) indices of searchers; all if left out
    """
    rate = model.parameters.rate
    rows = model.world.searchers if some is None else model.world.searchers[some]
    lasting = model.part(propensity) if some is None else model.part(propensity)[some]
    # without imitation nobody looks at the neighbours, and the sum stays the same
    linked = model.linked_neighbours(some) if rate.imitation != 0.0 else np.zeros(len(rows))
    return exp(
        outside(model).search(rows)
        + rate.level
        + _by_size(model, rows)
        + lasting
        + rates.growth(year, rate)
        + rates.load(model.ties_abroad[rows] / model.world.boroughs[rows], rate)
        + rates.imitation(linked, rate)
        + rates.east(model.world.east[rows], model.climates.east_is_free(year), rate)
    )


def _by_size(model: TwinningModel, rows: Integers) -> Floats:
    """Log rate by inhabitants, of a town or a district, (n,)."""
    world, rate = model.world, model.parameters.rate
    several = world.log_boroughs[rows]
    return np.where(
        world.is_district[rows],
        rates.district(world.size[rows], rate),
        rates.size(world.size[rows] - several, rate) + several,
    )


def _most(model: TwinningModel, climate: Climate) -> Floats:
    """Upper bound of each searcher's rate out of whatever motive, (s,); NumPy's functions do."""
    rate, world = model.parameters.rate, model.world
    free = model.climates.east_is_free(climate.year)
    ties = model.ties_abroad.take(world.searchers)
    if rate.load < 0.0:  # by borough, rounded towards the larger rate
        several = model.part(_several)
        ties[several] //= world.boroughs[world.searchers[several]]
    by_load = QUICK.exp(rates.load(np.arange(ties.max(initial=0) + 1.0), rate, QUICK.log))
    of_year = rates.growth(climate.year, rate) + max(rate.imitation, 0.0)
    of_land = rates.east(world.land_is_east, free, rate) + of_year
    by_land = QUICK.exp(of_land) * _flow(model, climate).sum(axis=1)
    most = model.part(_lasting) * by_land.take(world.land.take(world.searchers))
    most *= by_load.take(ties)
    acting = outside(model)
    return most if acting.none else most * QUICK.exp(acting.search(world.searchers))


def _several(model: TwinningModel) -> Integers:
    """Searchers whose boroughs keep partners of their own: two cities."""
    return np.flatnonzero(model.world.boroughs[model.world.searchers] > 1)


def _lasting(model: TwinningModel) -> Floats:
    """What of each searcher's rate no year changes, (s,); a little more, as a bound."""
    fixed = _by_size(model, model.world.searchers) + model.part(propensity)
    return QUICK.exp(fixed + model.parameters.rate.level) * (1.0 + UNSURE)


def _flow(model: TwinningModel, climate: Climate) -> Floats:
    """Flows that are searched for, not wished for: none to the other side, (16, groups)."""
    return np.where(model.group_motive == REUNIFICATION, 0.0, climate.flow)


def search_rates(model: TwinningModel, climate: Climate, some: Integers | None = None) -> Floats:
    """Searches per year of searchers by motive, shape (n, motives).

    How often a place searches does not depend on what lies near it (a null in the record);
    what it searches for does: the motives share its rate as the law of choice would share
    its partners among their countries. What is searched in a country is shared among motives
    by `climate.motives`. The reunification column is zero: its rate is that of wishes, see
    `wish`.

    Parameters
    ----------
    model : TwinningModel
    climate : Climate
    some : (n,) indices of searchers; all if left out
    """
    which = np.arange(len(model.world.searchers)) if some is None else some
    parts = [which[start : start + PIECE] for start in range(0, len(which), PIECE)]
    by_motive = [_of_piece(model, climate, part) for part in parts]
    return np.concatenate([np.zeros((0, len(MOTIVES))), *by_motive])


def _of_piece(model: TwinningModel, climate: Climate, some: Integers) -> Floats:
    """`search_rates` of few enough searchers for the tables of their countries to be small."""
    rows, flow = model.world.searchers[some], _flow(model, climate)
    land = model.world.land[rows]
    drawn = flow.T.take(land, axis=1) * model.access.T.take(some, axis=1)  # (groups, n)
    place, group = np.divmod(np.flatnonzero(model.held[rows] > 0), len(drawn))
    drawn[group, place] *= exp(effects.held(np.ones(1), model.parameters.choice))
    drawn *= contacts.known(model, some)
    if model.parameters.choice.region_country != 0.0:
        lift = regions.lift(model.world, climate.year, model.parameters.choice)
        drawn *= lift.T.take(model.world.part[rows], axis=1)
    all_drawn = _total(drawn)
    rate = own_rates(model, climate.year, some) * _total(flow.T)[land]
    result = np.zeros((len(some), len(MOTIVES)))
    all_drawn = np.where(all_drawn > 0.0, all_drawn, 1.0)
    sought = (flow[:, :, None] * climate.motives).any(axis=0)  # (groups, motives)
    for motive in np.flatnonzero(sought.any(axis=0)).tolist():
        here = np.flatnonzero(sought[:, motive])
        share = climate.motives[:, here, motive].T.take(land, axis=1)
        result[:, motive] = rate * (_total(drawn[here] * share) / all_drawn)
    return result


def _total(table: Floats) -> Floats:
    """Sums over the rows of a table, one after the other on every processor."""
    total: Floats = table[0].copy()
    for row in table[1:]:
        total += row
    return total


def search(model: TwinningModel, climate: Climate) -> list[Searches]:
    """Draw who searches this year: for each motive at most one search a place.

    The chance of 1 - exp(-rate) lies below the rate, and that below a bound: who drew above it
    does not search, whatever the rate, which is dear.
    """
    likely = _likely(model, climate)
    place = np.zeros(len(model.world.searchers), dtype=np.int64)
    for searchers, _ in likely:
        place[searchers] = 1
    some = np.flatnonzero(place)
    place[some] = np.arange(len(some))
    by_motive = search_rates(model, climate, some)
    found = []
    for motive, (searchers, draws) in enumerate(likely):
        if motive == REUNIFICATION:
            found.append(Searches(released(model, climate), motive))
            continue
        rows = model.world.searchers[searchers]
        if len(rows):
            rows = rows[happens(draws, by_motive[place[searchers], motive])]
        found.append(Searches(rows, motive))
    return found


def _likely(model: TwinningModel, climate: Climate) -> list[tuple[Integers, Integers]]:
    """For each motive the searchers whose draws lie below the bound, and these draws."""
    limit = limits(_most(model, climate))
    sought = (_flow(model, climate)[:, :, None] * climate.motives).any(axis=1)
    found = []
    for motive in range(len(MOTIVES)):
        may, ids = _searching(model.world, sought[:, motive].tobytes())
        if not len(may):
            found.append((may, may))
            continue
        draws = model.luck.draws(Purpose.SEARCH, climate.year, ids, kind=motive)
        near = np.flatnonzero(draws < limit[may])
        found.append((may[near], draws[near]))
    return found


@lru_cache(maxsize=64)
def _searching(world: World, laender: bytes) -> tuple[Integers, Integers]:
    """Indices of the searchers of some Länder, told by a flag each, and their ids."""
    here = np.frombuffer(laender, dtype=np.bool_)[world.land[world.searchers]]
    may = np.flatnonzero(here)
    return may, world.ids[world.searchers[may]]
