"""Inclusive values: what the pair law makes of a country's places for a town, by its slope.

The logarithm of the summed pair weights of a country, less what the reference place sees, is
computed on a grid of slopes and interpolated: a slope is then estimated without a pass over all
places for every trial value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from analysis.estimation.single_ties.links import own_point, own_size
from simulation.choice import effects
from simulation.choice.geometry import REFERENCE_POINT
from simulation.choice.law import Law
from simulation.luck import great_circle_km, unit_vectors
from simulation.parameters import Choice
from simulation.world import World

Floats = NDArray[np.float64]

GRID: Floats = np.arange(-4.0, 1.01, 0.25)
"""Slopes at which sums are taken; between them a cubic spline, at the ends the end."""


@dataclass(frozen=True)
class Inclusive:
    """Inclusive values of towns.

    Attributes
    ----------
    towns : row of each town by name
    countries : names of the partner countries
    values : (towns, countries, slopes of `GRID`)
    """

    towns: dict[str, int]
    countries: list[str]
    values: Floats

    @cached_property
    def _splines(self) -> list[tuple[CubicSpline, CubicSpline]]:
        found = []
        for country in range(len(self.countries)):
            spline = CubicSpline(GRID, self.values[:, country, :].T)
            found.append((spline, spline.derivative()))
        return found

    def at(self, slopes: Floats) -> tuple[Floats, Floats]:
        """Values at one slope a country, and what they change by a unit of it.

        Parameters
        ----------
        slopes : (countries,)

        Returns
        -------
        two arrays (towns, countries)
        """
        inside = np.clip(slopes, GRID[0], GRID[-1])
        pairs = list(zip(self._splines, inside, strict=True))
        value = np.stack([spline(slope) for (spline, _), slope in pairs], axis=1)
        change = np.stack([change(slope) for (_, change), slope in pairs], axis=1)
        return value, change


def inclusive(frame: pl.DataFrame, world: World, choice: Choice) -> Inclusive:
    """Inclusive values of the German ends of a frame of ties, for every country abroad."""
    rows = Law(world, choice, districts=False).rows
    rows = rows[world.land[rows] < 0]
    abroad = [g for g, country in enumerate(world.group_country) if country != "DE"]
    place = np.full(len(world.groups), -1)
    place[abroad] = np.arange(len(abroad))
    group = place[world.group[rows]]
    partner = world.size[rows]

    def sums(km: Floats, own: float) -> Floats:
        reach = np.log(np.maximum(km, effects.FLOOR_KM) / effects.REFERENCE_KM)
        flat = effects.distance(km, np.zeros(len(rows)), choice)
        flat = flat + effects.similar_size(np.full(len(rows), own), partner, choice)
        weight = np.exp(flat + effects.mass(partner, choice))
        totals = [
            np.bincount(group, weights=weight * np.exp(slope * reach), minlength=len(abroad))
            for slope in GRID
        ]
        result: Floats = np.log(np.stack(totals, axis=-1))
        return result

    towns = frame.unique("de_name", keep="first", maintain_order=True)
    here = unit_vectors([REFERENCE_POINT[0]], [REFERENCE_POINT[1]])
    reference = sums(great_circle_km(here, world.point[rows]), 0.0)
    ends = zip(own_point(towns), own_size(towns), strict=True)
    values = [sums(great_circle_km(point, world.point[rows]), size) for point, size in ends]
    names = {name: row for row, name in enumerate(towns["de_name"])}
    return Inclusive(names, [world.groups[g] for g in abroad], np.stack(values) - reference)
