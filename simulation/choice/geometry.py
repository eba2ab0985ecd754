"""What the law of choice needs of the map alone: blocks, distances between cells, near pairs.

Nothing here depends on a coefficient of the law. It is laid once for a world and level, and
every model of a process shares it: in a bank of runs only weights are computed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.choice.tessellation import (
    Cells,
    cells_of,
    class_intervals,
    distance_interval,
    size_class,
)
from simulation.luck import great_circle_km, unit_vectors
from simulation.luck.exact import EARTH_RADIUS_KM, Floats
from simulation.world import World

Integers = NDArray[np.int64]

REFERENCE_POINT = (51.2, 9.9)
"""Degrees north and east: near the middle of Germany, where the reference town lies."""


@dataclass(frozen=True)
class Blocks:
    """Members of each (cell, size class), sorted together.

    Attributes
    ----------
    members : (n,) rows
    first : (cells, classes) place of a block's first member in `members`
    counts : (cells, classes) members
    sizes : least and largest ln size in each class, (classes,) each
    mean_size : (cells, classes) mean ln size, 0 where a block is empty
    """

    members: Integers
    first: Integers
    counts: Floats
    sizes: tuple[Floats, Floats]
    mean_size: Floats


@dataclass(frozen=True)
class Kinds:
    """Searchers that share their own cell and their own size class are of one kind.

    Attributes
    ----------
    of_row, cell_of_row, class_of_row : (places,) kind, own cell and class of each row of the
        world; what they hold for rows that do not search means nothing
    cell, size_class : (kinds,) own cell and class of each kind
    sizes : least and largest ln size of the searchers in each class, (classes,) each
    """

    of_row: Integers
    cell_of_row: Integers
    class_of_row: Integers
    cell: Integers
    size_class: Integers
    sizes: tuple[Floats, Floats]


@dataclass(frozen=True)
class NearPairs:
    """Pairs of places within reach or of one name, sorted by searcher, region and partner.

    `own` and `partner` are rows, `region` is the partner's, `km` the distance; (pairs,) each.
    """

    own: Integers
    partner: Integers
    region: Integers
    km: Floats


class Geometry:
    """The places of one level of a world, each property computed at first asking.

    Parameters
    ----------
    world : World
    districts : bool
        Whether of districts or of municipalities.
    """

    def __init__(self, world: World, *, districts: bool) -> None:
        self.world = world
        self.rows: Integers = np.flatnonzero(world.is_district == districts)
        self.searchers: Integers = self.rows[world.searches[self.rows]]

    @cached_property
    def cells(self) -> Cells:
        """Cells of all places."""
        return cells_of(self.world, self.rows)

    @cached_property
    def own_cells(self) -> Cells:
        """Cells of the searchers."""
        return cells_of(self.world, self.searchers)

    @cached_property
    def place_of_row(self) -> Integers:
        """Place of each row of the world among `searchers`, -1 for all others, (n,)."""
        result = np.full(len(self.world.ids), -1, dtype=np.int64)
        result[self.searchers] = np.arange(len(self.searchers))
        return result

    @cached_property
    def regions(self) -> tuple[Integers, Integers]:
        """First cell and end of the cells of each region, (regions,) each."""
        region = np.arange(len(self.world.regions))
        cells = self.cells.region
        return np.searchsorted(cells, region), np.searchsorted(cells, region, side="right")

    def by_region(self, running: Floats) -> Floats:
        """Sums of each region from running totals over the cells, shape (k, regions)."""
        start, stop = self.regions
        upto = np.where(stop > 0, running[:, stop - 1], 0.0)
        result: Floats = upto - np.where(start > 0, running[:, start - 1], 0.0)
        return result

    @cached_property
    def _classes(self) -> Integers:
        """Size class of each place."""
        return size_class(self.world.size[self.rows])

    @cached_property
    def class_count(self) -> int:
        """How many size classes there are."""
        return int(self._classes.max()) + 1

    @cached_property
    def blocks(self) -> Blocks:
        """Places by cell and size class."""
        size, classes = self.world.size[self.rows], self._classes
        block = self.cells.cell * self.class_count + classes
        shape = (len(self.cells), self.class_count)
        counts = np.bincount(block, minlength=shape[0] * shape[1])
        sums = np.bincount(block, weights=size, minlength=counts.size)
        return Blocks(
            members=self.rows[np.argsort(block, kind="stable")],
            first=(np.cumsum(counts) - counts).reshape(shape),
            counts=counts.reshape(shape).astype(np.float64),
            sizes=class_intervals(size, classes, self.class_count),
            mean_size=sums.reshape(shape) / np.maximum(counts.reshape(shape), 1),
        )

    @cached_property
    def kinds(self) -> Kinds:
        """Searchers by own cell and own size class."""
        world, classes = self.world, self._classes[self.world.searches[self.rows]]
        own_class = np.full(len(world.ids), -1, dtype=np.int64)
        own_class[self.searchers] = classes
        own_cell = np.full(len(world.ids), -1, dtype=np.int64)
        own_cell[self.searchers] = self.own_cells.cell
        names, of_row = np.unique(own_cell * self.class_count + own_class, return_inverse=True)
        names = np.maximum(names, 0)
        return Kinds(
            of_row=of_row,
            cell_of_row=own_cell,
            class_of_row=own_class,
            cell=names // self.class_count,
            size_class=names % self.class_count,
            sizes=class_intervals(world.size[self.searchers], classes, self.class_count),
        )

    @cached_property
    def km(self) -> Floats:
        """Distance (km) between the centres of own cells and cells."""
        own, cells = self.own_cells, self.cells
        return great_circle_km(own.centre[:, None, :], cells.centre[None, :, :])

    @property
    def km_bounds(self) -> tuple[Floats, Floats]:
        """Least and largest distance (km) between members of own cells and cells."""
        return distance_interval(self.km, self.own_cells, self.cells)

    @cached_property
    def reference_km(self) -> Floats:
        """Distance (km) of each place from the reference town, in the order of `rows`."""
        here = unit_vectors([REFERENCE_POINT[0]], [REFERENCE_POINT[1]])
        return great_circle_km(here, self.world.point[self.rows])


@lru_cache(maxsize=4)
def geometry_of(world: World, districts: bool) -> Geometry:
    """The geometry of one level of a world, the same object at every asking."""
    return Geometry(world, districts=districts)


@lru_cache(maxsize=4)
def near_pairs(geometry: Geometry, near_km: float) -> NearPairs:
    """List the pairs of searchers and places of another group within `near_km`, or of one name.

    Inner-German ties join the two sides only, so no pair within a side is ever weighed.
    """
    world = geometry.world
    pairs = np.concatenate([_within(geometry, near_km), namesakes(geometry)], axis=1)
    own, partner = np.unique(pairs, axis=1)  # a namesake may lie near
    region = world.region[partner].astype(np.int64)
    order = np.lexsort((partner, region, own))
    own, partner, region = own[order], partner[order], region[order]
    km = great_circle_km(world.point[own], world.point[partner])
    return NearPairs(own, partner, region, km)


def _within(geometry: Geometry, near_km: float) -> Integers:
    """Rows of searchers and of places of another group within `near_km`, shape (2, pairs)."""
    from scipy.spatial import cKDTree

    world, rows, searchers = geometry.world, geometry.rows, geometry.searchers
    reach = 2.0 * np.sin(near_km / EARTH_RADIUS_KM / 2.0) * 1.001
    owns, partners = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for side in np.unique(world.group[searchers]):
        here = searchers[world.group[searchers] == side]
        there = rows[world.group[rows] != side]
        tree = cKDTree(world.point[there])
        found = cKDTree(world.point[here]).query_ball_tree(tree, reach)
        owns.append(np.repeat(here, [len(near) for near in found]))
        partners.append(there[np.array([p for near in found for p in near], dtype=np.int64)])
    return np.stack([np.concatenate(owns), np.concatenate(partners)])


def namesakes(geometry: Geometry) -> Integers:
    """Rows of searchers and of places of another group with the same name, shape (2, pairs)."""
    world = geometry.world
    bearers: dict[int, list[int]] = {}
    for row in geometry.rows.tolist():
        bearers.setdefault(int(world.name_number[row]), []).append(row)
    pairs = [
        (row, other)
        for row in geometry.searchers.tolist()
        for other in bearers[int(world.name_number[row])]
        if world.group[other] != world.group[row]
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2).T
