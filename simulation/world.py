"""The world of one run: real places as arrays, who searches, and who lies near whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation.luck import log, unit_vectors
from simulation.past import load_laender
from simulation.places import load_boroughs, load_places

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WORLDS: tuple[str, ...] = ("germany", "toy")

REFERENCE_SIZE = {"municipality": 20_000.0, "district": 150_000.0}
"""Inhabitants at which a size effect is zero: a middling town, a middling district."""

NEIGHBOURS = 15
"""Nearest municipalities that a council looks at (imitation)."""


@dataclass(frozen=True, eq=False)  # a world is itself: what hangs on it is cached by identity
class World:
    """Places in rows, in the order of their stable ids.

    Attributes
    ----------
    name : str
        `germany` or `toy`.
    frame : polars.DataFrame
        The shipped table, one row a place.
    """

    name: str
    frame: pl.DataFrame

    @cached_property
    def ids(self) -> Integers:
        """Stable ids, ascending, shape (n,)."""
        return self.frame["id"].to_numpy().astype(np.int64)

    @cached_property
    def row_of(self) -> dict[int, int]:
        """Row of each id."""
        return {int(identity): row for row, identity in enumerate(self.ids)}

    @cached_property
    def is_district(self) -> Flags:
        """True for districts and their partners abroad, shape (n,)."""
        return (self.frame["level"] == "district").to_numpy()

    @cached_property
    def laender(self) -> tuple[str, ...]:
        """Codes of the sixteen Länder, ascending."""
        return tuple(load_laender()["land"].sort().to_list())

    @cached_property
    def land(self) -> NDArray[np.int16]:
        """Index into `laender`, -1 abroad, shape (n,)."""
        order = {code: index for index, code in enumerate(self.laender)}
        codes = self.frame["land"].to_list()
        return np.array([order[code] if code else -1 for code in codes], dtype=np.int16)

    @cached_property
    def land_is_east(self) -> Flags:
        """True for the Länder of the former GDR, shape (16,)."""
        rows = load_laender().sort("land")
        return rows["east"].cast(pl.Boolean).to_numpy()

    @cached_property
    def east(self) -> Flags:
        """True for places in the eastern Länder, shape (n,)."""
        return np.where(self.land >= 0, self.land_is_east[self.land], False)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """What a country effect can differ by: countries, with Germany's two sides apart."""
        abroad = sorted(set(self.frame["country"].to_list()) - {"DE"})
        return (*abroad, "DE:east", "DE:west")

    @cached_property
    def group_country(self) -> tuple[str, ...]:
        """Country of each group."""
        return tuple(group.split(":")[0] for group in self.groups)

    @cached_property
    def group(self) -> NDArray[np.int16]:
        """Index into `groups`, shape (n,)."""
        order = {name: index for index, name in enumerate(self.groups)}
        sides = np.where(self.east, order["DE:east"], order["DE:west"])
        countries = self.frame["country"].to_list()
        abroad = np.array([order.get(country, 0) for country in countries])
        return np.where(self.land >= 0, sides, abroad).astype(np.int16)

    @cached_property
    def population(self) -> Floats:
        """Inhabitants, imputed where unknown, shape (n,)."""
        return self.frame["population_imputed"].to_numpy().astype(np.float64)

    @cached_property
    def boroughs(self) -> Integers:
        """Boroughs that look for partners of their own, shape (n,); 1 where a place is one."""
        known = load_boroughs()
        german = (self.frame["country"] == "DE").to_list()
        codes = zip(self.frame["code"].to_list(), german, strict=True)
        return np.array([known.get(code, 1) if here else 1 for code, here in codes])

    @cached_property
    def log_boroughs(self) -> Floats:
        """Natural log of `boroughs`, shape (n,)."""
        return log(self.boroughs.astype(np.float64))

    @cached_property
    def size(self) -> Floats:
        """ln(inhabitants / reference of its level), shape (n,)."""
        reference = np.where(
            self.is_district, REFERENCE_SIZE["district"], REFERENCE_SIZE["municipality"]
        )
        return log(self.population / reference)

    @cached_property
    def point(self) -> Floats:
        """Unit vectors, shape (n, 3)."""
        return unit_vectors(self.frame["lat"].to_numpy(), self.frame["lon"].to_numpy())

    @cached_property
    def searchers(self) -> Integers:
        """Rows of the places that search: German municipalities and districts."""
        return np.flatnonzero(self.land >= 0).astype(np.int64)

    @cached_property
    def neighbours(self) -> Integers:
        """Rows of the nearest German municipalities of each searcher, shape (s, k)."""
        from scipy.spatial import cKDTree

        towns = self.searchers[~self.is_district[self.searchers]]
        k = min(NEIGHBOURS, len(towns) - 1)
        _, nearest = cKDTree(self.point[towns]).query(self.point[self.searchers], k=k + 1)
        near = towns[nearest]
        # a place is its own nearest neighbour; where another shares its point, drop the last
        own = near == self.searchers[:, None]
        own[~own.any(axis=1), -1] = True
        result: Integers = near[~own].reshape(len(self.searchers), k)
        return result


def load_world(name: str) -> World:
    """Load a world by name.

    Raises
    ------
    ValueError
        If there is no world of that name.
    """
    if name not in WORLDS:
        raise ValueError(f"world '{name}': expected one of {', '.join(WORLDS)}")
    return World(name, load_places(name))
