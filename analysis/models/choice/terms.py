"""What may make a place the partner: terms of the choice, as the law of the model has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.models.choice.alternatives import NEAR_KM, Pool
from analysis.models.gravity.cells import known_places
from analysis.models.material import Material
from simulation.choice.effects import FLOOR_KM, REFERENCE_KM
from simulation.luck import great_circle_km, unit_vectors
from simulation.places.traits import TRAITS, traits_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

DISTANCE = "ln_distance"
HELD = "held"
PAIR = ("near", "similar", "mass", *(f"traits.{trait}" for trait in TRAITS))
WITHIN = (DISTANCE, *PAIR)
"""Terms of the choice within a country."""

_TRAIT_LABELS = {
    "seat": "both seats of a region (0/1)",
    "centre": "both centres of a district (0/1)",
    "port": "both ports (0/1)",
    "spa": "both spas (0/1)",
}
LABELS = {
    DISTANCE: "ln distance (km / 100)",
    "near": "further slope of ln distance below 50 km",
    "similar": "|ln ratio of inhabitants|",
    "mass": "ln inhabitants of the partner",
    **{f"traits.{trait}": _TRAIT_LABELS[trait] for trait in TRAITS},
    HELD: "has a living tie with that country already (0/1)",
}


@dataclass(frozen=True, eq=False)
class Places:
    """Municipalities as arrays, in the order of their ids.

    Attributes
    ----------
    frame : id, country, inhabitants, lat, lon
    """

    frame: pl.DataFrame

    @classmethod
    def of(cls, material: Material) -> Places:
        """The municipalities of a material.

        Raises
        ------
        ModelError
            If a place has no inhabitants.
        """
        known = known_places(material.places, material.world, material.source)
        return cls(known.filter(pl.col("level") != "district").sort("id"))

    @cached_property
    def ids(self) -> Integers:
        """Stable ids, ascending, (n,)."""
        return self.frame["id"].to_numpy().astype(np.int64)

    @cached_property
    def points(self) -> Floats:
        """Unit vectors, (n, 3)."""
        return unit_vectors(self.frame["lat"].to_numpy(), self.frame["lon"].to_numpy())

    @cached_property
    def size(self) -> Floats:
        """Ln inhabitants, (n,)."""
        return np.log(self.frame["inhabitants"].to_numpy().astype(np.float64))

    @cached_property
    def traits(self) -> Flags:
        """Roles and natures, (n, traits)."""
        return traits_of(self.frame)

    @cached_property
    def pools(self) -> dict[str, Pool]:
        """Places abroad, by country."""
        countries = self.frame["country"].to_numpy()
        found = {}
        for country in sorted(set(countries.tolist()) - {"DE"}):
            rows = np.flatnonzero(countries == country).astype(np.int64)
            found[country] = Pool(rows, self.ids[rows], self.points[rows])
        return found

    def rows(self, ids: Integers) -> Integers:
        """Row of each id; -1 for what is no municipality."""
        place = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[place] == ids, place, -1)

    def design(self, home: Integers, alternatives: Integers) -> Floats:
        """Terms of `WITHIN` for alternatives of each tie.

        Parameters
        ----------
        home : (ties,) rows
        alternatives : (ties, alternatives) rows; where -1, anything finite comes back

        Returns
        -------
        (ties, alternatives, terms)
        """
        own = home[:, None]
        km = great_circle_km(self.points[own], self.points[alternatives])
        size = self.size[alternatives]
        columns = [
            np.log(np.maximum(km, FLOOR_KM) / REFERENCE_KM),
            np.log(np.clip(km, FLOOR_KM, NEAR_KM) / NEAR_KM),
            np.abs(size - self.size[own]),
            size,
        ]
        shared = self.traits[own] & self.traits[alternatives]
        columns += [shared[..., number].astype(np.float64) for number in range(len(TRAITS))]
        return np.stack(columns, axis=-1)
