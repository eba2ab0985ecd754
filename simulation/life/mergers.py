"""Mergers of municipalities: waves that act on ties, not on the frame.

A place of today stands for its predecessors, and each of its ties belongs to one of them. Where
that one is merged the tie passes on, and nothing changes; but a council that then finds two ties
with one country may end the one it took over.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.climate import Climate
from simulation.life.state import end, going_on, identity
from simulation.luck import Purpose, threshold
from simulation.parameters import Mergers
from simulation.past.policy.mergers import merger_rate
from simulation.ties import ENDED

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Floats = NDArray[np.float64]

SMALL = 5_000.0
"""Inhabitants of today at which a tie is as likely to be that of the core, which stays."""


@lru_cache(maxsize=256)
def rates(laender: tuple[str, ...], year: int) -> Floats:
    """Share of municipalities merged away in a year, by Land; a last 0.0 stands for abroad."""
    return np.array([*(merger_rate(land, year) for land in laender), 0.0])


def merger_chance(rate: Floats, inhabitants: Floats, settings: Mergers) -> Floats:
    """Chance that a merger ends a tie of a place that has another one in the same country.

    Parameters
    ----------
    rate : (n,) share of the Land's municipalities merged away in the year
    inhabitants : (n,) of today: of a large place the tie was that of its core, which stayed
    settings : Mergers
    """
    result: Floats = settings.second * rate * (SMALL / (SMALL + inhabitants))
    return result


def merge(model: TwinningModel, climate: Climate) -> None:
    """End ties that a merger of municipalities makes redundant; districts have no part in it."""
    settings, world, table = model.parameters.mergers, model.world, model.ties
    rate = rates(world.laender, climate.year)
    if not settings.active or not rate.any():
        return
    every = going_on(model, climate)
    merging = (rate > 0.0)[world.land] & ~world.is_district
    found: list[tuple[int, int, int, int, int, int]] = []
    for number, (own, other) in enumerate((("a", "b"), ("b", "a"))):
        ties = every[merging[table.rows(own)[every]]]
        rows, partners = table.rows(own)[ties], table.rows(other)[ties]
        second = model.held[rows, world.group[partners]] > 1
        ties, rows, partners = ties[second], rows[second], partners[second]
        chance = merger_chance(rate[world.land[rows]], world.population[rows], settings)
        a, b, salt = identity(model, ties)
        draws = model.luck.draws(Purpose.MERGER, climate.year, a, other=b, salt=salt, kind=number)
        columns = (draws, a, b, rows, partners, ties)
        hit = draws < threshold(chance)
        found.extend(zip(*(column[hit].tolist() for column in columns), strict=True))
    for *_, row, partner, tie in sorted(found):
        # looked at again one after the other, so that the last tie with a country stays
        doubled = model.held[row, world.group[partner]] > 1
        if doubled and table.rows("status")[tie] != ENDED and model.agent_at(row).drops(tie):
            end(model, tie, climate.year, "merger")
