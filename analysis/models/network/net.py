"""The network of one replication as arrays: places that have a tie, and pairs that are tied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.str_]

GERMANY = "DE"
UNKNOWN = ""
"""Land of a place abroad, in `Net.land`."""


def igraph() -> Any:
    """The library, loaded when it is needed; it has no types."""
    return import_module("igraph")


@dataclass(frozen=True, eq=False)
class Net:
    """An undirected simple graph whose nodes are places, numbered in the order of their ids.

    Attributes
    ----------
    ids : of the places that have a tie, ascending, shape (n,)
    u, v : nodes at both ends of each tie, shape (m,); `u` is the German end of a tie abroad
    country, land : of each place, shape (n,); land is "" abroad
    population : people, NaN where unknown, shape (n,)
    again : number of ties left out because their pair was tied before
    """

    ids: Integers
    u: Integers
    v: Integers
    country: Words
    land: Words
    population: Floats
    again: int

    @property
    def places(self) -> int:
        """Number of places that have a tie."""
        return len(self.ids)

    @property
    def ties(self) -> int:
        """Number of tied pairs."""
        return len(self.u)

    @cached_property
    def german(self) -> Flags:
        """Whether a place is German, shape (n,)."""
        result: Flags = self.country == GERMANY
        return result

    @cached_property
    def abroad(self) -> Flags:
        """Whether a tie has one German end and one abroad, shape (m,)."""
        return self.german[self.u] & ~self.german[self.v]

    @property
    def two_sided(self) -> bool:
        """Whether every tie joins Germany with a place abroad, so that the graph is bipartite."""
        return bool(self.abroad.all())

    @cached_property
    def degree(self) -> Integers:
        """Ties of each place, shape (n,)."""
        return self.at_places(np.ones(self.ties, dtype=np.int64)).astype(np.int64)

    @cached_property
    def adjacency(self) -> Any:
        """Symmetric sparse matrix of zeros and ones, shape (n, n)."""
        rows, columns = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        ones = np.ones(len(rows), dtype=np.int64)
        return sparse.csr_array((ones, (rows, columns)), shape=(self.places, self.places))

    @cached_property
    def graph(self) -> Any:
        """The same in igraph."""
        return igraph().Graph(n=self.places, edges=np.column_stack([self.u, self.v]))

    def at_places(self, values: Integers | Floats) -> Floats:
        """Sum over the ties of each place of a number that each tie has, shape (n,)."""
        return np.bincount(self.u, values, self.places) + np.bincount(self.v, values, self.places)


def net_of(ties: pl.DataFrame, places: pl.DataFrame) -> Net:
    """Build the network of `Replication.ties`.

    Parameters
    ----------
    ties : polars.DataFrame
        The columns home and away: ids of both ends.
    places : polars.DataFrame
        The columns id, country, land and population; all ends are in it.
    """
    pair = ("low", "high")
    ends = ties.select(
        "home",
        "away",
        low=pl.min_horizontal("home", "away"),
        high=pl.max_horizontal("home", "away"),
    )
    once = ends.unique(pair, keep="first", maintain_order=True).sort(pair)
    home, away = once["home"].to_numpy(), once["away"].to_numpy()
    ids = np.unique(np.concatenate([home, away]))
    known = places.filter(pl.col("id").is_in(pl.Series(ids).implode())).sort("id")
    return Net(
        ids=ids,
        u=np.searchsorted(ids, home),
        v=np.searchsorted(ids, away),
        country=_words(known["country"].fill_null(UNKNOWN).to_list()),
        land=_words(known["land"].fill_null(UNKNOWN).to_list()),
        population=known["population"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        again=ties.height - once.height,
    )


def _words(values: Sequence[str]) -> Words:
    return np.array(values, dtype=np.str_)
