"""Prior contacts: a stock that is built up, fades and feeds choice and deepening.

What people of a district begin, with guest workers and garrisons among them, comes from history
and luck alone. Ties add the rest: a district's tie is known to its municipalities, a sponsorship
or a tie that ended stays with the place that held it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import rates
from simulation.climate import LN2, Climate
from simulation.luck import Purpose, exp, threshold
from simulation.parameters import Rate
from simulation.ties import ENDED, SPONSORSHIP, Ties
from simulation.ways.stock import (
    NEARBY,
    ORIGINS,
    OWN,
    POLITICS,
    PRIVATE,
    SCHOOL,
    STATIONED,
    Stock,
    areas_of,
    stationed,
)
from simulation.world import World

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Contacts:
    """The stock of a history and what of it is worked out once a year.

    Attributes
    ----------
    stock : Stock
    area : (searchers,) area of each searcher
    by_area : (groups, areas) factor on choice of what a whole area knows
    mean_factor : (16, groups) mean of the factor on choice over the searchers of a Land
    mean_ease : (16, groups) mean of the log effect on deepening over those that so choose
    """

    def __init__(self, model: TwinningModel) -> None:
        world = model.world
        self.stock = Stock(world)
        self.area: Integers = self.stock.areas.of_row[world.searchers]
        shape = (len(world.laender), len(world.groups))
        self.by_area: Floats = np.ones((len(world.groups), len(self.stock.areas.ids)))
        self.mean_factor: Floats = np.ones(shape)
        self.mean_ease: Floats = np.zeros(shape)


def state(model: TwinningModel) -> Contacts:
    """The contacts of a history, made at first asking."""
    return model.part(Contacts)


def effect(stock: Floats, strength: float) -> Floats:
    """Log effect of a stock of prior contacts: rises from 0 towards `strength`."""
    return strength * (stock / (1.0 + stock))


def renew(model: TwinningModel, climate: Climate) -> None:
    """Let contacts fade and new ones begin, those that last year's ties left behind included."""
    settings = model.parameters.contacts
    if not settings.active:
        return
    own = state(model)
    own.stock.fade(exp(-LN2 / settings.half_life))
    _from_ties(model, own.stock)
    _begin(model, own.stock, climate)
    _average(model, own)


def _begin(model: TwinningModel, stock: Stock, climate: Climate) -> None:
    """Contacts that the people of each district begin: at most one a year, with one country.

    Nothing tells with whom private people begin: each open country counts alike.
    """
    settings, areas = model.parameters.contacts, stock.areas
    passing = climate.passing[areas.land]
    private = settings.private / len(model.world.groups) * passing
    here = stationed(model.world, climate.year)[areas.land]
    rate = np.cumsum(private + settings.stationed * here * passing, axis=1)
    chance = 1.0 - exp(-rate[:, -1])
    begins = model.luck.draws(Purpose.CONTACT, climate.year, areas.ids)
    lucky = np.flatnonzero(begins < threshold(chance))
    ids = areas.ids[lucky]
    with_whom = model.luck.fractions(Purpose.CONTACT, climate.year, ids, kind=1) * rate[lucky, -1]
    group = np.count_nonzero(rate[lucky] <= with_whom[:, None], axis=1)
    # of a country's stretch, the first part belongs to private people
    start = np.where(group > 0, rate[lucky, np.maximum(group - 1, 0)], 0.0)
    alone = with_whom - start < private[lucky, group]
    stock.begin(lucky[alone], group[alone], PRIVATE)
    stock.begin(lucky[~alone], group[~alone], STATIONED)


def _from_ties(model: TwinningModel, stock: Stock) -> None:
    """What ties bring about that were founded, or ended, since the last look."""
    table, world = model.ties, model.world
    new = np.arange(stock.seen, table.count)
    one, other, tie = _both_ends(table, new)
    sponsored = table.rows("kind")[tie] == SPONSORSHIP
    begun = sponsored & (one == table.rows("initiator")[tie])
    stock.add(one[begun], world.group[other[begun]], ORIGINS)
    known = ~sponsored & (world.land[one] >= 0)
    _founded(model, stock, one[known], world.group[other[known]])
    stock.seen = table.count
    over = (table.rows("status") == ENDED) & (table.rows("kind") != SPONSORSHIP)
    since = over.copy()  # what has ended stays so
    since[: len(stock.gone)] &= ~stock.gone
    one, other, _ = _both_ends(table, np.flatnonzero(since))
    known = world.land[one] >= 0
    stock.add(one[known], world.group[other[known]], OWN)
    stock.gone = over


def _both_ends(table: Ties, ties: Integers) -> tuple[Integers, Integers, Integers]:
    """Each end of some ties with the other one, and the number of the tie, (2k,) each."""
    a, b = table.rows("a")[ties], table.rows("b")[ties]
    return np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([ties, ties])


def _founded(model: TwinningModel, stock: Stock, rows: Integers, groups: Integers) -> None:
    """New ties of a district reach its municipalities; those of a town, the towns around it."""
    amount, district = model.parameters.contacts.neighbours, model.world.is_district[rows]
    stock.begin(stock.areas.of_row[rows[district]], groups[district], POLITICS)
    if amount > 0.0:
        for row, group in zip(rows[~district].tolist(), groups[~district].tolist(), strict=True):
            near = np.array(_looking_at(model.world)[row], dtype=np.int64)
            stock.add(near, np.full(len(near), group), NEARBY, amount)


@lru_cache(maxsize=4)
def _looking_at(world: World) -> dict[int, list[int]]:
    """Rows of the searchers that have each municipality among their nearest."""
    result: dict[int, list[int]] = {int(row): [] for row in world.searchers}
    for row, near in zip(world.searchers.tolist(), world.neighbours.tolist(), strict=True):
        for town in near:
            result[town].append(row)
    return result


def exchanged(model: TwinningModel, tie: int) -> None:
    """Note that a tie began a school exchange, which the whole district hears of."""
    if not model.parameters.contacts.active:
        return
    stock, world = state(model).stock, model.world
    a, b = int(model.ties.rows("a")[tie]), int(model.ties.rows("b")[tie])
    for one, other in ((a, b), (b, a)):
        if world.land[one] >= 0:
            area = stock.areas.of_row[one : one + 1]
            stock.begin(area, np.array([int(world.group[other])]), SCHOOL)


@lru_cache(maxsize=8)
def _weights(world: World, rate: str) -> Floats:
    """Searches of each area by the sizes of its places, shape (areas,); ties count for nothing."""
    settings, rows, areas = Rate.model_validate_json(rate), world.searchers, areas_of(world)
    by_size = np.where(
        world.is_district[rows],
        rates.district(world.size[rows], settings),
        rates.size(world.size[rows], settings),
    )
    return np.bincount(areas.of_row[rows], weights=exp(by_size), minlength=len(areas.ids))


def _average(model: TwinningModel, own: Contacts) -> None:
    """Means over the searchers of each Land: the totals that were fitted must not move."""
    settings, areas = model.parameters.contacts, own.stock.areas
    weight = _weights(model.world, model.parameters.rate.model_dump_json())[:, None]
    stock = own.stock.of_areas()
    factor = exp(effect(stock, settings.choice))
    searched = weight * factor
    parts = (
        np.broadcast_to(weight, factor.shape),
        searched,
        searched * effect(stock, settings.ease),
    )
    # the keys of the areas of one Land begin alike, so its areas lie together
    first = np.flatnonzero(np.r_[True, areas.land[1:] != areas.land[:-1]])
    total, chosen, eased = (np.add.reduceat(part, first, axis=0) for part in parts)
    land = areas.land[first]
    own.mean_factor[land] = chosen / total
    own.mean_ease[land] = eased / chosen
    own.by_area = np.ascontiguousarray((factor / own.mean_factor[areas.land]).T)


def factor(model: TwinningModel, rows: Integers) -> Floats:
    """What prior contacts make each country weigh for each chooser, shape (m, groups).

    Over the searchers of a Land the mean is 1, but for what a place has of its own.
    """
    settings = model.parameters.contacts
    if not settings.active or settings.choice == 0.0 or not len(rows):
        return np.ones((len(rows), len(model.world.groups)))
    own = state(model)
    result: Floats = exp(effect(own.stock.of_rows(rows), settings.choice))
    return result / own.mean_factor[model.world.land[rows]]


def known(model: TwinningModel, some: Integers) -> Floats:
    """`factor` for some of the searchers, without what is a place's own, shape (groups, n)."""
    settings = model.parameters.contacts
    if not settings.active or settings.choice == 0.0:
        return np.ones((len(model.world.groups), len(some)))
    own = state(model)
    return own.by_area.take(own.area[some], axis=1)


def ease(model: TwinningModel, ties: Integers) -> Floats:
    """What prior contacts make of the chance that ties deepen, shape (k,); about 1 on the mean.

    Between two places abroad nothing is known of them: 1.
    """
    settings = model.parameters.contacts
    if not settings.active or settings.ease == 0.0:
        return np.ones(len(ties))
    own, table, world = state(model), model.ties, model.world
    one = table.rows("initiator")[ties]
    other = table.rows("a")[ties] + table.rows("b")[ties] - one
    here = world.land[one] >= 0
    one, other = np.where(here, one, other), np.where(here, other, one)
    german = np.flatnonzero(world.land[one] >= 0)
    one, group = one[german], world.group[other[german]]
    stock = own.stock.of_pairs(one, group)
    result = np.ones(len(ties))
    result[german] = exp(effect(stock, settings.ease) - own.mean_ease[world.land[one], group])
    return result


def prior(model: TwinningModel, rows: Integers, others: Integers) -> Floats:
    """Stock of contacts of places with the countries of others, (m,); 0 for places abroad."""
    if not model.parameters.contacts.active:
        return np.zeros(len(rows))
    group = model.world.group[others].astype(np.int64)
    stock = state(model).stock.of_pairs(rows, group)
    return np.where(model.world.land[rows] >= 0, stock, 0.0)
