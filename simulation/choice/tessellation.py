"""Blocks of places: cells on the map, size classes within them, and bounds between them.

Places of one region (a country, or a part of it that has a pairing) that lie in one cell and
one size class form a block. All
bounds come from the members themselves (centre and radius of a cell), so they hold for
any tessellation; a finer one only wastes fewer proposals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.luck import great_circle_km
from simulation.luck.exact import Floats
from simulation.world import World

Integers = NDArray[np.int64]

EUROPE = (34.0, 72.0, -25.0, 46.0)
"""Box in degrees (south, north, west, east) in which cells are small."""
CELL_DEGREES = (0.45, 0.7)
"""Height and width of a cell within the box: about 50 km by 50 km in Germany."""
FAR_FACTOR = 10.0
"""How much larger cells are outside the box, where distance hardly matters."""
SIZE_STEP = 0.8
"""Width of a size class in ln(inhabitants)."""


@dataclass(frozen=True)
class Cells:
    """Cells of a set of places.

    Attributes
    ----------
    cell : (n,) cell of each place
    region : (m,) region of each cell; cells are sorted by region
    group : (m,) its group
    centre : (m, 3) unit vectors
    radius : (m,) km, to the farthest member
    """

    cell: Integers
    region: Integers
    group: Integers
    centre: Floats
    radius: Floats

    def __len__(self) -> int:
        return len(self.region)


def cells_of(world: World, rows: Integers) -> Cells:
    """Lay cells over the places in `rows`; no cell holds two regions."""
    lat = world.frame["lat"].to_numpy()[rows]
    lon = world.frame["lon"].to_numpy()[rows]
    south, north, west, east = EUROPE
    near = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    stretch = np.where(near, world.coarseness, FAR_FACTOR)
    line = np.floor((lat + 90.0) / (CELL_DEGREES[0] * stretch)).astype(np.int64)
    column = np.floor((lon + 180.0) / (CELL_DEGREES[1] * stretch)).astype(np.int64)
    region = world.region[rows].astype(np.int64)
    key = ((region * 2 + near) * 4096 + line) * 4096 + column
    names, cell = np.unique(key, return_inverse=True)
    centre = _centres(world.point[rows], cell, len(names))
    km = great_circle_km(world.point[rows], centre[cell])
    radius = np.zeros(len(names))
    np.maximum.at(radius, cell, km)
    of_cell = names // (4096 * 4096 * 2)
    return Cells(cell, of_cell, world.region_group[of_cell], centre, radius)


def _centres(points: Floats, cell: Integers, count: int) -> Floats:
    """Mean direction of the members of each cell, shape (count, 3)."""
    sums = np.stack(
        [np.bincount(cell, weights=points[:, axis], minlength=count) for axis in range(3)],
        axis=-1,
    )
    length = np.sqrt(sums[:, 0] ** 2 + sums[:, 1] ** 2 + sums[:, 2] ** 2)
    centre: Floats = sums / length[:, None]
    return centre


def distance_interval(km: Floats, a: Cells, b: Cells) -> tuple[Floats, Floats]:
    """Least and largest possible distance (km) between members of cells.

    `km` is that of the centres; it and both results have the shape (len(a), len(b)).
    """
    reach = a.radius[:, None] + b.radius[None, :]
    return np.maximum(km - reach, 0.0), km + reach


def size_class(size: Floats) -> Integers:
    """Size class of each ln size, counted from the smallest in the set."""
    steps = np.floor(size / SIZE_STEP).astype(np.int64)
    result: Integers = steps - steps.min()
    return result


def class_intervals(size: Floats, classes: Integers, count: int) -> tuple[Floats, Floats]:
    """Least and largest size of the members of each class, shape (count,) each."""
    low = np.full(count, np.inf)
    high = np.full(count, -np.inf)
    np.minimum.at(low, classes, size)
    np.maximum.at(high, classes, size)
    empty = low > high
    return np.where(empty, 0.0, low), np.where(empty, 0.0, high)
