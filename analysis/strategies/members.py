"""Which groups a tie belongs to."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.groups import BOUNDS
from simulation.policy.who import near_border
from simulation.world import World

Integers = NDArray[np.int64]


def partner_countries(world: World) -> tuple[str, ...]:
    """Countries of the world, ascending; "DE" stands for ties inside Germany."""
    return tuple(sorted({*world.frame["country"].to_list(), "DE"}))


def of_ties(ties: pl.DataFrame, world: World) -> dict[str, Integers]:
    """Index of each tie's group, (ties,) for each key.

    Parameters
    ----------
    ties : polars.DataFrame
        Columns a and b: ids of places of the world, one of them German at least.
    world : World

    Returns
    -------
    dict
        `size` (of the smaller German end, into `SIZES`), `side` (into `SIDES`), `border` (near
        where one German end lies within 50 km of a place abroad), `country` of the partner (into
        `partner_countries`).

    Raises
    ------
    ValueError
        If a tie has no German end.
    """
    a, b = (np.searchsorted(world.ids, ties[end].to_numpy()) for end in ("a", "b"))
    home_a, home_b = world.land[a] >= 0, world.land[b] >= 0
    if not (home_a | home_b).all():
        raise ValueError("a tie without a German end belongs to no group")
    inner = home_a & home_b
    people = np.where(home_a, world.population[a], np.inf)
    people = np.minimum(people, np.where(home_b, world.population[b], np.inf))
    east = np.where(home_a, world.east[a], world.east[b])
    near = near_border(world)
    codes = partner_countries(world)
    number = {code: place for place, code in enumerate(codes)}
    country = np.array([number[code] for code in world.frame["country"].to_list()])
    return {
        "size": np.searchsorted(BOUNDS, people, side="right").astype(np.int64),
        "side": np.where(inner & (world.east[a] != world.east[b]), 2, np.where(east, 0, 1)).astype(
            np.int64
        ),
        "border": np.where((home_a & near[a]) | (home_b & near[b]), 0, 1).astype(np.int64),
        "country": np.where(inner, number["DE"], np.where(home_a, country[b], country[a])),
    }
