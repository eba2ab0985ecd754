"""Inner-German ties: a wish held back by a border, let through when it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import rates
from simulation.climate import Climate
from simulation.ledger import APPLIED
from simulation.luck import Purpose, exp, happens, threshold
from simulation.luck.exact import Floats
from simulation.motives import REUNIFICATION
from simulation.parameters import Reunification
from simulation.past.bonds.regions import load_land_pairings
from simulation.world import World

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]


def wish(model: TwinningModel, climate: Climate) -> None:
    """Let councils wish for a partner in the other part of Germany, whether or not they may.

    The wish is kept until a partner says yes: what a closed border holds back is there when it
    opens. A council that has a partner over there wishes for no second one.
    """
    world, settings = model.world, model.parameters.reunification
    if climate.year < settings.wish_from:
        return
    rows = world.searchers
    without = np.ones(len(rows), dtype=np.bool_)
    for group in model.inner_german:
        without &= model.held[:, group].take(rows) == 0
    model.waiting[rows] &= without
    heard = _years_heard(climate, settings)
    rows = rows[without & ~model.waiting[rows] & (~world.east[rows] | (heard > 0))]
    rate = rates.wishes(world.size[rows], climate.year, climate.opened, settings)
    rate = rate * np.where(world.east[rows], heard, 1)
    rows, rate = rows[rate > 0.0], rate[rate > 0.0]
    draws = model.luck.draws(Purpose.WISH, climate.year, world.ids[rows])
    wishing = rows[happens(draws, rate)]
    model.waiting[wishing] = True
    for place in world.ids[wishing].tolist():
        model.ledger.append_place(climate.year, APPLIED, place)


def released(model: TwinningModel, climate: Climate) -> Integers:
    """Waiting places that the inner-German border lets through this year."""
    if not model.parameters.reunification.active:
        return np.zeros(0, dtype=np.int64)
    wish(model, climate)
    rows = model.world.searchers[model.waiting[model.world.searchers]]
    share = climate.passing[model.world.land[rows]][:, model.inner_german].max(axis=1)
    draws = model.luck.draws(
        Purpose.SEARCH, climate.year, model.world.ids[rows], kind=REUNIFICATION
    )
    return rows[draws < threshold(share)]


def _years_heard(climate: Climate, settings: Reunification) -> int:
    """Years of wishes that eastern councils bring forward in a year.

    None while the GDR rules. The first councils elected freely, in the first year that begins
    with an open border, bring all that was wished for since western ones could ask.
    """
    if climate.opened is None or climate.year < climate.opened:
        return 0
    first = climate.year - 1 < climate.opened
    return max(climate.year - settings.wish_from, 1) if first else 1


def aid_left(year: int, start: int, settings: Reunification) -> float:
    """Share of the aid motive that is left in a year, 0 to 1; it halves every `fading` years.

    What the pairings weigh. The life of a tie may take it for the officials whom the aid sends.
    """
    if year < start:
        return 0.0
    return exp(-rates.LN2 * (year - start) / settings.fading)


def pairing(year: int, start: int, settings: Reunification) -> float:
    """Log weight of a partner in the paired Land: it fades as the aid motive does."""
    return settings.pairing * aid_left(year, start, settings)


def pairing_factor(world: World, climate: Climate, settings: Reunification) -> Floats:
    """What the pairings of 1990 multiply the weight of a partner by, by the Länder of both.

    Western Länder gave administrative aid to eastern ones, and their municipalities and
    districts went along. No Land is paired where the eastern ones do not join.

    Returns
    -------
    (16 Länder of the chooser, 16 Länder of the partner), symmetric; 1 where none is paired
    """
    result = np.ones((len(world.laender), len(world.laender)))
    if climate.united:
        order = {code: land for land, code in enumerate(world.laender)}
        for pair in load_land_pairings():
            west, east = order[pair.west], order[pair.east]
            weight = exp(pairing(climate.year, pair.start, settings))
            result[west, east] = result[east, west] = weight
    return result
