"""Gates between other countries, read off the German ones of the same kind.

Western Germany stands for the West and the GDR for the East, without what was a matter between
Germany and one country. So the Iron Curtain is the gate between western Germany and the Soviet
successors, which no bilateral treaty moved; within the East a country meets others as the GDR
did. Between countries of the West all is open from 1945, but between former enemies as between
Germany and the West. A border is one from both sides.
"""

from __future__ import annotations

import numpy as np

from simulation.abroad.relations import BETWEEN, WEST, enemies, one_state, side
from simulation.borders import Borders
from simulation.luck.exact import Floats

CURTAIN = "UA"
"""The Soviet successor whose gates stand for the Iron Curtain: the most populous but Russia."""
OWN_CURTAIN = ("RU", "BY")
"""Eastern countries whose gates to the West are not those of the others: closed again in 2022."""
FORMER_ENEMY = "NL"
"""A western country whose gate to western Germany stands for that between former enemies."""


def passing(borders: Borders, countries: tuple[str, ...], year: int) -> Floats:
    """Share that each border lets pass, averaged over the year, symmetric.

    Returns
    -------
    (countries, countries); none within a country, nor within a state that was one in that year
    """
    named = (*countries, CURTAIN, FORMER_ENEMY)
    west = {country: borders.share("west", country, year) for country in named}
    east = {country: borders.share("east", country, year) for country in named}
    hostile, domestic = enemies(countries), one_state(countries, year)
    result = np.zeros((len(countries), len(countries)))
    for a, one in enumerate(countries):
        for b, other in enumerate(countries[:a]):
            if not domestic[a, b]:
                share = _between(one, other, west, east, enemy=bool(hostile[a, b]))
                result[a, b] = result[b, a] = share
    return result


def _between(
    one: str, other: str, west: dict[str, float], east: dict[str, float], *, enemy: bool
) -> float:
    """What the border between two countries lets pass."""
    of_sides = {side(one), side(other)}
    if of_sides == {WEST}:
        return west[FORMER_ENEMY] if enemy else 1.0
    if WEST in of_sides:
        beyond = one if side(one) != WEST else other
        own = side(beyond) == BETWEEN or beyond in OWN_CURTAIN
        return west[beyond if own else CURTAIN]
    if of_sides == {BETWEEN} or (one in OWN_CURTAIN and other in OWN_CURTAIN):
        return 1.0
    return min(east[one], east[other])
