"""Sampled alternatives: places that a partner competes with, drawn by stratum and by keyed luck.

There are too many places to compare a partner with all. Strata are those near the chooser and the
rest of each country. With k of the N places of a stratum in the set, the partner among them, and
ln(N / k) added to the utility of each, the estimates are those of all places (McFadden 1978, case
of stratified importance sampling: Ben-Akiva and Lerman 1985, ch. 9).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.luck import Luck, Purpose
from simulation.luck.exact import EARTH_RADIUS_KM

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEAR_KM = 50.0
"""Places nearer than this are a stratum of their own: there the law of distance is steeper."""
LUCK = Luck(4_026_531_839)
"""Of its own: no history is likely to have this seed."""
YEAR = 0
SMALL = 4
"""Pools up to this many times the places to be drawn are shuffled whole."""


@dataclass(frozen=True, eq=False)
class Pool:
    """The places of one country that may be partners.

    Attributes
    ----------
    rows : (n,) of the places, ascending by id
    ids : (n,) of the places
    points : (n, 3) unit vectors
    """

    rows: Integers
    ids: Integers
    points: Floats

    def near(self, points: Floats, km: float = NEAR_KM) -> list[list[int]]:
        """Positions of the places nearer than `km` to each of some points, ascending."""
        chord = 2.0 * np.sin(km / EARTH_RADIUS_KM / 2.0)
        found: list[list[int]] = self._tree.query_ball_point(points, chord, return_sorted=True)
        return found

    @cached_property
    def _tree(self) -> Any:
        from scipy.spatial import cKDTree

        return cKDTree(self.points)


@dataclass(frozen=True, eq=False)
class Chooser:
    """Those who choose, one row a tie.

    Attributes
    ----------
    home, away : (n,) ids of both ends: the keys of the luck
    points : (n, 3) unit vectors of the German end
    """

    home: Integers
    away: Integers
    points: Floats


@dataclass(frozen=True, eq=False)
class Sets:
    """Alternatives of each tie; the partner stands first.

    Attributes
    ----------
    rows : (ties, alternatives); -1 where a set is smaller
    offset : (ties, alternatives) ln(N / k) of the stratum; -inf where a set is smaller
    """

    rows: Integers
    offset: Floats


def sets(
    chooser: Chooser, chosen: Integers, pools: dict[str, Pool], near: int, far: dict[str, int]
) -> Sets:
    """Draw alternatives from some pools.

    Parameters
    ----------
    chooser : Chooser
    chosen : (ties,) row of the partner, which is in one of the pools
    pools : by country
    near : places at most from the stratum near by, of all pools together
    far : places at most from the rest of each pool

    Returns
    -------
    Sets
    """
    count = len(chosen)
    close = {name: pool.near(chooser.points) for name, pool in pools.items()}
    rows = [chosen[:, None]]
    own = np.zeros(count)  # what is added for the partner
    weights: list[Floats] = [own[:, None]]
    found, weight, taken = _near(chooser, chosen, pools, close, near)
    rows.append(found)
    weights.append(weight)
    own += taken
    for name in sorted(pools):
        found, weight, taken = _far(chooser, chosen, pools[name], close[name], far[name], name)
        rows.append(found)
        weights.append(weight)
        own += taken
    weights[0] = own[:, None]
    whole, offset = np.hstack(rows), np.hstack(weights)
    used = np.flatnonzero((whole >= 0).any(axis=0))
    return Sets(whole[:, used], offset[:, used])


def _near(
    chooser: Chooser,
    chosen: Integers,
    pools: dict[str, Pool],
    close: dict[str, list[list[int]]],
    most: int,
) -> tuple[Integers, Floats, Floats]:
    """Others of the stratum near by, what is added for each, and for the partner if it is one."""
    count = len(chosen)
    rows = np.full((count, most), -1, dtype=np.int64)
    added = np.full((count, most), -np.inf)
    own = np.zeros(count)
    for tie in range(count):
        parts = [(pools[name], close[name][tie]) for name in sorted(pools)]
        here = np.concatenate([pool.rows[some] for pool, some in parts])
        if not len(here):
            continue
        ids = np.concatenate([pool.ids[some] for pool, some in parts])
        among = here == chosen[tie]
        size = min(most, len(here))
        weight = np.log(len(here) / size)
        if among.any():
            own[tie] = weight
            here, ids, size = here[~among], ids[~among], size - 1
        if size < len(here):
            luck = _shuffle(chooser.home[tie : tie + 1], chooser.away[tie : tie + 1], ids)[0]
            here = here[np.argsort(luck, kind="stable")[:size]]
        rows[tie, : len(here)] = here
        added[tie, : len(here)] = weight
    return rows, added, own


def _far(
    chooser: Chooser,
    chosen: Integers,
    pool: Pool,
    close: list[list[int]],
    most: int,
    name: str,
) -> tuple[Integers, Floats, Floats]:
    """The same of the rest of a pool."""
    count, size = len(chosen), len(pool.rows)
    barred = np.array([len(some) for some in close], dtype=np.int64)
    place = np.searchsorted(pool.rows, chosen)
    inside = pool.rows[np.minimum(place, size - 1)] == chosen
    place = np.where(inside, place, -1)
    nearby = np.array(
        [bool(inside[tie]) and int(place[tie]) in close[tie] for tie in range(count)],
        dtype=np.bool_,
    )
    among = inside & ~nearby
    left = size - barred
    number = np.minimum(most, left)
    weight = np.log(np.maximum(left, 1) / np.maximum(number, 1))
    wanted = number - among
    if size <= SMALL * most:
        positions = _shuffled(chooser, pool, close, place, wanted)
    else:
        positions = _picked(chooser, size, close, place, wanted, name)
    there = positions >= 0
    rows = np.where(there, pool.rows[positions], -1)
    added = np.where(there, weight[:, None], -np.inf)
    return rows, added, np.where(among, weight, 0.0)


def _shuffled(
    chooser: Chooser, pool: Pool, close: list[list[int]], place: Integers, wanted: Integers
) -> Integers:
    """Positions of the first wanted places of a small pool, in an order of their own each."""
    luck = _shuffle(chooser.home, chooser.away, pool.ids)
    last = np.iinfo(np.int64).max
    for tie, some in enumerate(close):
        luck[tie, some] = last
    own = np.flatnonzero(place >= 0)
    luck[own, place[own]] = last
    order = np.argsort(luck, axis=1, kind="stable")[:, : int(wanted.max(initial=0))]
    return np.where(np.arange(order.shape[1]) < wanted[:, None], order, -1)


def _picked(
    chooser: Chooser,
    size: int,
    close: list[list[int]],
    place: Integers,
    wanted: Integers,
    name: str,
) -> Integers:
    """Positions of the first wanted places that luck names in a large pool, each once."""
    most = int(wanted.max(initial=0))
    tries = 2 * most + 8
    salt = int.from_bytes(name.encode("ascii"), "big") & 0xFFFFFFFF
    while True:
        luck = LUCK.fractions(
            Purpose.SCAN,
            YEAR,
            chooser.home[:, None],
            other=chooser.away[:, None],
            attempt=np.arange(tries)[None, :],
            salt=salt,
        )
        named = np.minimum((luck * size).astype(np.int64), size - 1)
        good = _first_times(named) & (named != place[:, None])
        for tie, some in enumerate(close):
            if some:
                good[tie] &= ~np.isin(named[tie], some)
        rank = np.cumsum(good, axis=1)
        if bool((rank[:, -1] >= wanted).all()):
            break
        tries *= 2  # what came first stays first
    result = np.full((len(named), most), -1, dtype=np.int64)
    taken = good & (rank <= wanted[:, None])
    tie, attempt = np.nonzero(taken)
    result[tie, rank[taken] - 1] = named[tie, attempt]
    return result


def _first_times(values: Integers) -> Flags:
    """Whether a value stands in its row for the first time."""
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    new = np.ones(values.shape, dtype=np.bool_)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    result = np.empty_like(new)
    np.put_along_axis(result, order, new, axis=1)
    return result


def _shuffle(home: Integers, away: Integers, ids: Integers) -> Integers:
    """Luck of each place for each tie, (ties, places)."""
    return LUCK.draws(
        Purpose.SCAN, YEAR, home[:, None], other=ids[None, :], salt=away[:, None], kind=1
    )
