"""Inclusive values: what the pair law makes of a country's places for a town.

The logarithm of the summed pair weights of a country, less what the reference place sees: the
part of the choice among countries that the choice of places within them has settled already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.estimation.single_ties.links import own_point, own_size
from simulation.choice.geometry import REFERENCE_POINT
from simulation.choice.law import Law
from simulation.choice.remoteness import log_remoteness
from simulation.luck import great_circle_km, unit_vectors
from simulation.parameters import Choice
from simulation.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Inclusive:
    """What towns see of countries.

    Attributes
    ----------
    towns : row of each town by name
    countries : names of the partner countries
    values : (towns, countries) inclusive values, log scale
    remoteness : (towns, countries) log ratio of the distances to a country's middle, of the town
        and of the reference town
    """

    towns: dict[str, int]
    countries: list[str]
    values: Floats
    remoteness: Floats


def inclusive(frame: pl.DataFrame, world: World, choice: Choice) -> Inclusive:
    """What the German ends of a frame of ties see of every country abroad.

    Parameters
    ----------
    frame : ties, in the columns of `links.COLUMNS`
    world, choice : where places lie, and what a pair weighs; traits and names are left out
    """
    law = Law(world, choice, districts=False)
    abroad = [g for g, country in enumerate(world.group_country) if country != "DE"]
    place = np.full(len(world.groups), -1)
    place[abroad] = np.arange(len(abroad))
    rows = law.rows[place[world.group[law.rows]] >= 0]
    group = world.group[rows]

    def value(point: Floats, own: float) -> Floats:
        km = great_circle_km(point, world.point[rows])
        weight = np.exp(law.pair(km, np.full(len(rows), own), world.size[rows], group))
        result: Floats = np.log(np.bincount(place[group], weights=weight, minlength=len(abroad)))
        return result

    towns = frame.unique("de_name", keep="first", maintain_order=True)
    points = own_point(towns)
    reference = value(unit_vectors([REFERENCE_POINT[0]], [REFERENCE_POINT[1]]), 0.0)
    values = [value(*end) for end in zip(points, own_size(towns), strict=True)]
    return Inclusive(
        {name: row for row, name in enumerate(towns["de_name"])},
        [world.groups[g] for g in abroad],
        np.stack(values) - reference,
        log_remoteness(world, points)[:, abroad],
    )
