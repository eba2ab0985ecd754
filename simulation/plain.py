"""Columns of a world as plain numbers.

Where places are looked at one by one, lists are several times as fast as arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from simulation.world import World


@dataclass(frozen=True)
class Plain:
    """One entry a place, by row.

    Attributes
    ----------
    ids : stable ids
    group : index into `World.groups`
    country : country of the place
    boroughs : boroughs that keep partners of their own, at least one
    inhabitants : of the place, or of each of its boroughs
    """

    ids: list[int]
    group: list[int]
    country: list[str]
    boroughs: list[int]
    inhabitants: list[float]


@lru_cache(maxsize=4)
def plain(world: World) -> Plain:
    """The columns of a world, laid out once."""
    group = world.group.tolist()
    return Plain(
        ids=world.ids.tolist(),
        group=group,
        country=[world.group_country[number] for number in group],
        boroughs=world.boroughs.tolist(),
        inhabitants=(world.population / world.boroughs).tolist(),
    )
