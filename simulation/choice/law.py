"""The law of choice: the log weight of every pair, before consent.

weight(i, j) = appeal of j's country to i's Land in the year, times the share its border
lets pass, times exp(remote) of that country for i, times exp(distance + similar size + mass -
reference mass of the country), times exp(traits and name in common), times exp(held) where i has a
tie with that country, times exp(region) where i's Land has a pairing with j's region. The
reference mass is the sum of the pair weights that a reference place in the middle of Germany sees
in that country: it makes `appeal` the log rate of that place, whatever number of places the frame
holds abroad. What belongs to a country as a whole stands outside the pair weights that `Law`
computes; `Sampler` has remoteness (see `remoteness`), its callers the rest.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulation.choice import effects
from simulation.choice.geometry import geometry_of
from simulation.luck import exp, great_circle_km, log
from simulation.luck.exact import Floats
from simulation.luck.quick import EXACT, Functions
from simulation.parameters import Choice
from simulation.world import World


class Law:
    """Pair weights among the places of one level (municipalities, or districts).

    Parameters
    ----------
    world : World
        Where everything lies.
    choice : Choice
        The coefficients.
    districts : bool
        Whether this is the law among districts or among municipalities.
    """

    def __init__(self, world: World, choice: Choice, *, districts: bool) -> None:
        self.world = world
        self.choice = choice
        self.geometry = geometry_of(world, districts)
        self.rows: NDArray[np.int64] = self.geometry.rows

    @cached_property
    def slope(self) -> Floats:
        """Distance slope of each group of `world.groups`."""
        table = self.choice.distance
        return np.array([table.get(c, table["default"]) for c in self.world.group_country])

    def pair(
        self,
        km: Floats,
        own: Floats,
        partner: Floats,
        group: NDArray[np.integer],
        by: Functions = EXACT,
    ) -> Floats:
        """Log weight of pairs from distance (km), sizes and the partner's group."""
        return (
            effects.distance(km, self.slope[group], self.choice, by.log)
            + effects.similar_size(own, partner, self.choice)
            + effects.mass(partner, self.choice)
        )

    @cached_property
    def base_floor(self) -> Floats:
        """Distance (km) below which the base law of each group is flat.

        `near_km` where the law falls with distance below it, which is what makes the rest a
        positive excess; else the floor of the law itself.
        """
        falls = self.slope + self.choice.near < 0.0
        return np.where(falls, self.choice.near_km, effects.FLOOR_KM)

    def pair_base(
        self,
        km: Floats,
        own: Floats,
        partner: Floats,
        group: NDArray[np.integer],
        by: Functions = EXACT,
    ) -> Floats:
        """Log weight of pairs without what nearness adds (see `nearby`)."""
        return self.pair(np.maximum(km, self.base_floor[group]), own, partner, group, by)

    def base_weights(
        self, own: NDArray[np.int64], partner: NDArray[np.int64], by: Functions = EXACT
    ) -> Floats:
        """Weights of pairs of rows by `pair_base` and `likeness`, over the reference mass."""
        world, group = self.world, self.world.group.take(partner)
        km = by.km(world.point.take(own, axis=0), world.point.take(partner, axis=0))
        log_weight = self.pair_base(km, world.size.take(own), world.size.take(partner), group, by)
        return by.exp(log_weight + self.likeness(own, partner) - self.reference_mass.take(group))

    @cached_property
    def reference_mass(self) -> Floats:
        """Log of the pair weights a reference place sees, per group; 0 where there is none."""
        world, rows = self.world, self.rows
        group = world.group[rows]
        km = self.geometry.reference_km
        weight = exp(self.pair(km, np.zeros(len(rows)), world.size[rows], group))
        total = np.bincount(group, weights=weight, minlength=len(world.groups))
        return np.where(total > 0.0, log(np.where(total > 0.0, total, 1.0)), 0.0)

    def likeness(self, own: NDArray[np.int64], partner: NDArray[np.int64]) -> Floats:
        """Log weight of what pairs of rows have in common beside their size."""
        if not self.choice.traits:
            return np.zeros(len(partner))
        sort, table = self._traits
        return table.take(sort[own] * len(table) + sort[partner])

    @cached_property
    def _traits(self) -> tuple[NDArray[np.int64], Floats]:
        """Which traits each place has, as a number, and `likeness` by the numbers of both."""
        flags = self.world.traits
        bits = 1 << np.arange(flags.shape[1])
        every = np.arange(1 << flags.shape[1])
        both = (every[:, None] & every[None, :])[..., None] & bits != 0
        return flags @ bits, effects.same_trait(both, self.choice)

    def namesake(self, own: NDArray[np.int64], partner: NDArray[np.int64]) -> Floats:
        """Log weight of a common name of pairs of rows; zero for districts."""
        key = self.world.name_number
        return effects.same_name(key[own] == key[partner], self.choice)

    @cached_property
    def likeness_upper(self) -> Floats:
        """Largest `likeness` of each row of the world, (n,)."""
        return effects.same_trait_upper(self.world.traits, self.choice)

    def log_weights(self, row: int | NDArray[np.int64], partners: NDArray[np.int64]) -> Floats:
        """Log pair weights less the reference mass: one place against many, or pair by pair."""
        world = self.world
        own = np.broadcast_to(np.asarray(row, dtype=np.int64), partners.shape)
        km = great_circle_km(world.point[own], world.point[partners])
        group = world.group[partners]
        weight = self.pair(km, world.size[own], world.size[partners], group)
        weight = weight + self.likeness(own, partners) + self.namesake(own, partners)
        result: Floats = weight - self.reference_mass[group]
        return result
