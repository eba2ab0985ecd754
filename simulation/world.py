"""The world of one run: real places as arrays, who searches, and who lies near whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation.luck import log, unit_vectors
from simulation.past import load_laender
from simulation.past.bonds.regions import load_partner_regions, region_of_area
from simulation.places import load_boroughs, load_places
from simulation.places.traits import name_key, traits_of

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WORLDS: tuple[str, ...] = ("germany", "europe", "toy")
EUROPE = "europe"
NOT_CALIBRATED: Mapping[str, str] = MappingProxyType(
    {
        EUROPE: "The world 'europe' is not calibrated: how other countries seek each other is "
        "extrapolated from the German side."
    }
)
"""What must be said of every result of a world that nothing was fitted on."""

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
        `germany`, `europe` or `toy`.
    frame : polars.DataFrame
        The shipped table, one row a place.
    european : bool
        Whether the places of other European countries search too, see `simulation.abroad`.
    """

    name: str
    frame: pl.DataFrame
    european: bool = False

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
    def regions(self) -> tuple[str, ...]:
        """What pairings of Länder can single out: parts of groups, in the order of the groups.

        Abroad the rest of a country (FR) and its partner regions (FR:fr_bourgogne), at home the
        Länder (DE:DE-BY).
        """
        return tuple(name for name, _ in self._regions)

    @cached_property
    def region_group(self) -> Integers:
        """Index into `groups` of each region, ascending."""
        return np.array([group for _, group in self._regions], dtype=np.int64)

    @cached_property
    def region_land(self) -> Integers:
        """Index into `laender` of each region that is a Land, -1 abroad, (regions,)."""
        order = {f"DE:{code}": index for index, code in enumerate(self.laender)}
        return np.array([order.get(name, -1) for name in self.regions], dtype=np.int64)

    @cached_property
    def _regions(self) -> list[tuple[str, int]]:
        paired = sorted({(r.country, r.region) for r in load_partner_regions(parts=True)})
        found: list[tuple[str, int]] = []
        for number, group in enumerate(self.groups):
            if group.startswith("DE:"):
                here = group == "DE:east"
                names = [
                    f"DE:{c}"
                    for c, e in zip(self.laender, self.land_is_east, strict=True)
                    if bool(e) == here
                ]
            else:
                names = [group, *(f"{c}:{region}" for c, region in paired if c == group)]
            found.extend((name, number) for name in names)
        return found

    @cached_property
    def region(self) -> NDArray[np.int16]:
        """Index into `regions`, shape (n,)."""
        order = {name: index for index, name in enumerate(self.regions)}
        paired = load_partner_regions(parts=True)
        areas = self.frame["area"].to_list()
        named = {area: region_of_area(area, paired) for area in sorted(set(areas) - {None})}
        result = np.zeros(len(self.ids), dtype=np.int16)
        places = zip(
            self.frame["country"].to_list(), self.frame["land"].to_list(), areas, strict=True
        )
        for row, (country, land, area) in enumerate(places):
            part = land if country == "DE" else named.get(area)
            result[row] = order[f"{country}:{part}" if part else country]
        return result

    @cached_property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Länder, and parts of them that have pairings of their own: (Land, prefix of the code)."""
        own = sorted(
            {(row.land, key) for row in load_partner_regions(parts=True) for key in row.ags}
        )
        return (*((land, "") for land in self.laender), *own)

    @cached_property
    def part(self) -> NDArray[np.int16]:
        """Index into `parts` of each German place, -1 abroad, shape (n,)."""
        result = self.land.copy()
        codes = self.frame["code"].to_list()
        for number, (land, prefix) in enumerate(self.parts):
            if prefix:
                for row in np.flatnonzero(self.land == self.laender.index(land)).tolist():
                    if (codes[row] or "").startswith(prefix):
                        result[row] = number
        return result

    @cached_property
    def traits(self) -> Flags:
        """Roles and natures of each place, shape (n, traits), see `simulation.places.traits`."""
        return traits_of(self.frame)

    @cached_property
    def name_key(self) -> tuple[str, ...]:
        """Name under which each place is compared with others."""
        return tuple(name_key(name) for name in self.frame["name"].to_list())

    @cached_property
    def name_number(self) -> Integers:
        """A number for each `name_key`; that of a district is its own, (n,)."""
        number = {key: place for place, key in enumerate(sorted(set(self.name_key)))}
        shared = np.array([number[key] for key in self.name_key], dtype=np.int64)
        own = len(number) + np.arange(len(shared))
        return np.where(self.is_district, own, shared)

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

    @property
    def coarseness(self) -> float:
        """How much larger the cells of the law of choice are than those laid out for Germany."""
        return 1.0

    @cached_property
    def searches(self) -> Flags:
        """True for the places that search by the German law: German ones, shape (n,)."""
        return self.land >= 0

    @cached_property
    def searchers(self) -> Integers:
        """Rows of the places that search: German municipalities and districts."""
        return np.flatnonzero(self.searches).astype(np.int64)

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
    return World(name, load_places(name), european=name == EUROPE)


def labelled(name: str) -> str:
    """A world's name as pages show it: `europe (not calibrated)`."""
    return f"{name} (not calibrated)" if name in NOT_CALIBRATED else name
