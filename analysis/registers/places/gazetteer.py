"""The places of the frame under all their names, country by country."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.names.keys import Keys, keys_of
from analysis.names.spelling import Trigrams
from analysis.names.table import TABLE
from simulation.luck import great_circle_km, unit_vectors
from simulation.places import load_places

Named = list[tuple[int, int]]
"""Rows of the frame, each with the kind of the name."""


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The frame under all its names.

    Attributes
    ----------
    frame : polars.DataFrame
        Places, one row each; the columns of `simulation.places.load_places`.
    names : polars.DataFrame
        id, key, kind.
    """

    frame: pl.DataFrame
    names: pl.DataFrame

    @cached_property
    def row_of(self) -> dict[int, int]:
        """Row of each id."""
        return {identity: row for row, identity in enumerate(self.frame["id"].to_list())}

    @cached_property
    def ids(self) -> list[int]:
        """Id of each row."""
        found: list[int] = self.frame["id"].to_list()
        return found

    @cached_property
    def countries(self) -> list[str]:
        """Country of each row."""
        found: list[str] = self.frame["country"].to_list()
        return found

    @cached_property
    def laender(self) -> list[str | None]:
        """Land of each row, None abroad."""
        found: list[str | None] = self.frame["land"].to_list()
        return found

    @cached_property
    def areas(self) -> list[str]:
        """Area of each row, empty where there is none."""
        return [area or "" for area in self.frame["area"].to_list()]

    @cached_property
    def size(self) -> list[float]:
        """People of each row."""
        return [float(people) for people in self.frame["population_imputed"].to_list()]

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Unit vectors of the rows, (n, 3)."""
        return unit_vectors(self.frame["lat"].to_numpy(), self.frame["lon"].to_numpy())

    @cached_property
    def row_of_code(self) -> dict[tuple[str, str], int]:
        """Row of each official code in its country; of districts, that of the district."""
        coded = self.frame.with_row_index().drop_nulls("code").select("index", "country", "code")
        return {(country, code): row for row, country, code in coded.iter_rows()}

    @cached_property
    def known(self) -> frozenset[str]:
        """Countries of the frame."""
        return frozenset(self.countries)

    @cached_property
    def _named(self) -> dict[str, dict[str, Named]]:
        found: dict[str, dict[str, Named]] = {country: defaultdict(list) for country in self.known}
        for identity, key, kind in self.names.iter_rows():
            row = self.row_of.get(identity)
            if row is not None:  # a small world does not hold them all
                found[self.countries[row]][key].append((row, kind))
        return found

    def named(self, country: str, key: str) -> Named:
        """Rows of a country that bear a name, with the kind of the name."""
        return self._named[country].get(key, [])

    def alike(self, country: str, keys: list[str]) -> list[list[tuple[str, float]]]:
        """For each key the names of a country that are spelt much like it, with the likeness."""
        if country not in self._spelt:
            self._spelt[country] = Trigrams(sorted(self._named[country]))
        return self._spelt[country].alike(keys)

    @cached_property
    def _spelt(self) -> dict[str, Trigrams]:
        return {}

    @cached_property
    def _keys(self) -> dict[int, Keys]:
        return {}

    def keys(self, row: int) -> Keys:
        """Keys of the own name of a row."""
        if row not in self._keys:
            self._keys[row] = keys_of(self.frame["name"][row])
        return self._keys[row]

    def km(self, row: int, lat: float, lon: float) -> float:
        """Great-circle distance of a row from a point in degrees, km."""
        there = unit_vectors(np.array([lat]), np.array([lon]))
        return float(great_circle_km(self.points[[row]], there)[0])

    def km_between(self, row: int, other: int) -> float:
        """Great-circle distance of two rows, km."""
        return float(great_circle_km(self.points[[row]], self.points[[other]])[0])


def load_gazetteer(world: str = "germany") -> Gazetteer:
    """The gazetteer of a world's places."""
    return Gazetteer(load_places(world), pl.read_parquet(TABLE))
