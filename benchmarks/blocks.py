"""Exact draws from the law of choice, as cheaply as NumPy allows: rejection over map blocks.

A proposal picks a cell of a country, a size class and a member by upper bounds, and is accepted
with the ratio of true weight to bound. What the law adds below `near_km` is listed pair by pair and
drawn directly. Written for the benchmark alone; shares no line with the model's sampler.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from benchmarks.places import EARTH_RADIUS_KM, Floats, Integers, Places

CELL = np.array([0.45, 0.7])
"""Height and width of a cell in degrees."""
FAR = 10.0
"""How much larger cells are outside Europe."""
SIZE_STEP = 0.8
"""Width of a size class in ln(inhabitants)."""
TRIES = 2
"""Proposals at once for each searcher in the first round; twice as many in each later one."""
MOST = 512
"""No more than that at once."""


class Cells:
    """Cells of some places: `of` (n,), `country`, `centre` and `radius` (km) of each cell."""

    def __init__(self, places: Places, rows: Integers) -> None:
        lat, lon = places.degrees[rows].T
        inside = (lat > 34.0) & (lat < 72.0) & (lon > -25.0) & (lon < 46.0)
        step = np.where(inside, 1.0, FAR)[:, None] * CELL
        line, column = np.floor((places.degrees[rows] + [90.0, 180.0]) / step).astype(np.int64).T
        key = ((places.country[rows] * 2 + inside) * 1024 + line) * 1024 + column
        _, first, self.of = np.unique(key, return_index=True, return_inverse=True)
        self.country = places.country[rows][first]
        point = places.point[rows]
        sums = np.stack([np.bincount(self.of, weights=axis) for axis in point.T], axis=-1)
        self.centre: Floats = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        self.radius = np.zeros(len(first))
        np.maximum.at(self.radius, self.of, arc_km(point, self.centre[self.of]))


def arc_km(one: Floats, other: Floats) -> Floats:
    """Great-circle distances (km) between unit vectors."""
    gap = one - other
    chord = np.sqrt(np.einsum("...k,...k->...", gap, gap))
    result: Floats = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0))
    return result


def classes_of(size: Floats) -> tuple[Integers, Floats, Floats]:
    """Size class of each place, least and largest size of each class."""
    _, number = np.unique(np.floor(size / SIZE_STEP), return_inverse=True)
    low, high = np.full(number.max() + 1, np.inf), np.full(number.max() + 1, -np.inf)
    np.minimum.at(low, number, size)
    np.maximum.at(high, number, size)
    return number, low, high


def flat(weights: Floats) -> Floats:
    """Running totals of each row as fractions plus the row's number: one array to bisect."""
    running = np.cumsum(weights, axis=1)
    running /= np.maximum(running[:, -1:], np.finfo(float).tiny)
    running += np.arange(len(weights))[:, None]
    return running.ravel()


class Blocks:
    """Draws partners for searchers; places and searchers are counted in their own order."""

    def __init__(self, places: Places) -> None:
        self.places, choice = places, places.settings.law.choice
        if choice.near > 0.0 or choice.mass < 0.0 or choice.similar > 0.0:
            raise ValueError("core.toml: bounds need near <= 0, similar <= 0 and mass >= 0")
        self.searchers, self.rows = places.searchers, places.eligible
        own, cells = Cells(places, self.searchers), Cells(places, self.rows)
        self.own_class, *own_range = classes_of(places.size[self.searchers])
        there, *range_ = classes_of(places.size[self.rows])
        (own_low, own_high), (low, high) = own_range, range_
        gap = np.maximum(np.maximum(low - own_high[:, None], own_low[:, None] - high), 0.0)
        self.bound_size = np.exp(choice.similar * gap + choice.mass * high)
        self.bound_km = self._bound_distances(own, cells)
        shape = (len(cells.country), len(low))
        block = cells.of * shape[1] + there
        self.count = np.bincount(block, minlength=shape[0] * shape[1])
        self.members = np.argsort(block, kind="stable")
        self.first = np.cumsum(self.count) - self.count
        self.cell, (self.cell_count, self.classes) = own.of, shape
        self._lay(own, shape)
        self._list_near()
        self._gather()

    def _bound_distances(self, own: Cells, cells: Cells) -> Floats:
        """Largest weight of the distance between two cells, the country's offset included."""
        near_km = self.places.settings.law.choice.near_km
        low = arc_km(own.centre[:, None, :], cells.centre)
        low -= own.radius[:, None] + cells.radius
        np.maximum(low, near_km, out=low)
        low = self.places.slope[cells.country] * np.log(low / 100.0)
        return np.exp(low + self.places.offset[cells.country])

    def _lay(self, own: Cells, shape: tuple[int, int]) -> None:
        """Running totals over cells for each kind of searcher, over classes for each cell."""
        inner = self.bound_size[:, None, :] * self.count.reshape(shape)
        kinds, self.kind = np.unique(
            own.of * len(self.bound_size) + self.own_class, return_inverse=True
        )
        cell, size = np.divmod(kinds, len(self.bound_size))
        weight = self.bound_km[cell] * inner.sum(axis=2)[size]
        self.base = weight.sum(axis=1)[self.kind]
        self.by_cell, self.by_class = flat(weight), flat(inner.reshape(-1, shape[1]))

    def _list_near(self) -> None:
        """Pairs below `near_km` and what they weigh above the base law."""
        places, choice = self.places, self.places.settings.law.choice
        reach = 2.0 * np.sin(choice.near_km / EARTH_RADIUS_KM / 2.0)
        tree = cKDTree(places.point[self.searchers])
        found = tree.sparse_distance_matrix(
            cKDTree(places.point[self.rows]), reach, output_type="ndarray"
        )
        order = np.argsort(found["i"], kind="stable")
        own, partner = found["i"][order], found["j"][order]
        one, other = self.searchers[own], self.rows[partner]
        country = places.country[other]
        km = places.km(places.point[one], places.point[other])
        rest = places.by_size(places.size[one], places.size[other]) + places.offset[country]
        base = places.slope[country] * np.log(np.maximum(km, choice.near_km) / 100.0)
        excess = np.exp(places.by_distance(km, country) + rest) - np.exp(base + rest)
        self.near_running = np.cumsum(np.append(0.0, excess))
        ends = np.searchsorted(own, np.arange(len(self.searchers) + 1))
        self.near_start = self.near_running[ends[:-1]]
        self.near_total = self.near_running[ends[1:]] - self.near_start
        self.near_partner = partner

    def _gather(self) -> None:
        """What a proposal looks up, one array each, in the order of searchers or places."""
        places, choice = self.places, self.places.settings.law.choice
        self.own_point, self.own_size = places.point[self.searchers], places.size[self.searchers]
        self.point, self.size = places.point[self.rows], places.size[self.rows]
        self.country = places.country[self.rows]
        self.slope = places.slope[self.country]
        known = places.offset[self.country] + choice.mass * self.size
        self.known: Floats = known - self.slope * np.log(100.0)
        self.near_km, self.similar = float(choice.near_km), float(choice.similar)
        self.fall = float(np.exp(choice.held))

    def propose(
        self, who: Integers, rng: np.random.Generator
    ) -> tuple[Integers, NDArray[np.bool_]]:
        """One proposal for each searcher, and whether it is accepted; held countries apart."""
        u = rng.random((5, len(who)))
        kind, own_class = self.kind[who], self.own_class[who]
        cell = np.searchsorted(self.by_cell, kind + u[0], side="right") - kind * self.cell_count
        line = own_class * self.cell_count + cell
        size = np.searchsorted(self.by_class, line + u[1], side="right") - line * self.classes
        block = cell * self.classes + size
        partner = self.members[self.first[block] + (u[2] * self.count[block]).astype(np.int64)]
        km = np.maximum(arc_km(self.own_point[who], self.point[partner]), self.near_km)
        gap = np.abs(self.size[partner] - self.own_size[who])
        weight = self.known[partner] + self.slope[partner] * np.log(km) + self.similar * gap
        bound = self.bound_km[self.cell[who], cell] * self.bound_size[own_class, size]
        accepted = u[3] * bound < np.exp(weight)
        near = self.near_total[who]
        goal = u[4] * (near + self.base[who])
        close = np.flatnonzero(goal < near)
        if len(close):
            goal = self.near_start[who[close]] + goal[close]
            at = np.searchsorted(self.near_running, goal, side="right") - 1
            partner[close], accepted[close] = self.near_partner[at], True
        return partner, accepted

    def draw(
        self,
        who: Integers,
        held: NDArray[np.integer],
        living: set[tuple[int, int]],
        rng: np.random.Generator,
    ) -> Integers:
        """One eligible place for each searcher.

        `held` (searchers, countries) counts living ties, `living` holds their pairs.
        """
        found = np.full(len(who), -1)
        pending, tries = np.arange(len(who)), TRIES
        while len(pending):
            entry = np.repeat(pending, tries)
            tries = min(2 * tries, MOST)  # few are left, and most of a round's cost is its calls
            partner, accepted = self.propose(who[entry], rng)
            again = held[who[entry], self.country[partner]] > 0
            accepted[again] &= rng.random(np.count_nonzero(again)) < self.fall
            offers = np.flatnonzero(accepted)
            pairs = zip(who[entry[offers]].tolist(), partner[offers].tolist(), strict=True)
            offers = offers[[pair not in living for pair in pairs]]
            first = offers[np.diff(entry[offers], prepend=-1) != 0]
            found[entry[first]] = partner[first]
            pending = pending[found[pending] < 0]
        return found
