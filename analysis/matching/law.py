"""The law of choice for one place and one year, before consent, without a simulated history.

The weight of a candidate is that of `simulation.choice`: the appeal of its country to the place's
Land in that year, what pairings of regions make of country and region, a partner in the country
already, distance, likeness of size, the candidate's own size, traits and name in common, a group
or a partner in common. Prior contacts are those of a history; here they weigh alike.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulation import regions
from simulation.choice import Law, effects
from simulation.choice.remoteness import log_remoteness
from simulation.climate import Climate, Climates
from simulation.luck import exp, great_circle_km, log
from simulation.luck.exact import Floats
from simulation.parameters import Parameters
from simulation.past.bonds.multilateral import load_members
from simulation.world import World

Integers = NDArray[np.int64]

PAIR_TERMS = ("distance", "similar", "mass", "trait", "name", "region", "group", "shared")
"""What tells places of one country apart, in the order in which it is added up."""


@dataclass(frozen=True)
class Weights:
    """What every place abroad of the chooser's level weighs.

    Attributes
    ----------
    rows : (n,) candidates: rows of the world
    km : (n,) distance
    terms : for each of `PAIR_TERMS`, (n,) log weights
    country : (groups,) factor of each country as a whole, 0 where nothing is sought
    weight : (n,) all together; only ratios mean something
    """

    rows: Integers
    km: Floats
    terms: dict[str, Floats]
    country: Floats
    weight: Floats


class Chooser:
    """One German place that looks for a partner.

    Parameters
    ----------
    world : World
    parameters : Parameters
        The law's numbers.
    row : int
        Of the place.
    year : int
        In which it looks.
    """

    def __init__(self, world: World, parameters: Parameters, row: int, year: int) -> None:
        self.world, self.parameters, self.row, self.year = world, parameters, row, year
        self.law = Law(world, parameters.choice, districts=bool(world.is_district[row]))
        abroad = world.land[self.law.rows] < 0
        self.rows: Integers = self.law.rows[abroad]
        self.climates = Climates(world, parameters)

    def weights(
        self,
        partners: Collection[int] = (),
        shared: Collection[int] = (),
        motive: int | None = None,
    ) -> Weights:
        """Weigh every place abroad.

        Parameters
        ----------
        partners : collection of int
            Rows that the place is tied to: they weigh nothing more, their countries less.
        shared : collection of int
            Rows that have a partner in common with it.
        motive : int, optional
            Index into `simulation.motives.NAMES`; all motives together if left out.
        """
        world, rows = self.world, self.rows
        terms = pair_terms(self.law, self.row, rows)
        km = great_circle_km(world.point[self.row], world.point[rows])
        reach = self._reach(terms, km)
        terms["region"] = self._regions(reach)
        groups = self.parameters.groups
        fellow, common = (groups.fellow, groups.shared) if groups.active else (0.0, 0.0)
        terms["group"] = np.where(np.isin(rows, sorted(fellows(world, self.row))), fellow, 0.0)
        terms["shared"] = np.where(np.isin(rows, sorted(shared)), common, 0.0)
        total = np.zeros(len(rows))
        for name in PAIR_TERMS:
            total = total + terms[name]
        pair = exp(total - self.law.reference_mass[world.group[rows]])
        pair = np.where(np.isin(rows, [self.row, *partners]), 0.0, pair)
        country = self._countries(partners)
        return Weights(rows, km, terms, country, self._mixed(pair, reach, country, motive))

    def _mixed(self, pair: Floats, reach: Floats, country: Floats, motive: int | None) -> Floats:
        """Weights of all motives together: each as often as the place searches out of it.

        How often it does goes by what lies within reach, as in `simulation.search`.
        """
        world, group = self.world, self.world.group[self.rows]
        within = np.bincount(group, weights=reach, minlength=len(world.groups))
        shares = self.climate.motives[int(world.land[self.row])]
        total = np.zeros(len(pair))
        for number in range(shares.shape[1]) if motive is None else (motive,):
            weight = pair * (country * shares[:, number])[group]
            rate = float((within * country * shares[:, number]).sum())
            if weight.sum() > 0.0:
                total = total + rate * weight / weight.sum()
        return total

    @cached_property
    def climate(self) -> Climate:
        """That of the year."""
        return self.climates.of(self.year)

    def _countries(self, partners: Collection[int]) -> Floats:
        """Factor of each country as a whole."""
        world, choice = self.world, self.parameters.choice
        flow = self.climate.flow[int(world.land[self.row])]
        held = np.zeros(len(world.groups))
        held[[int(world.group[row]) for row in partners]] = 1.0
        lift = regions.lift(world, self.year, choice)[int(world.part[self.row])]
        remote = log_remoteness(world, world.point[[self.row]])[0]
        factor = flow * exp(effects.held(held, choice)) * lift * exp(effects.remote(remote, choice))
        result: Floats = np.where(np.array(world.group_country) == "DE", 0.0, factor)
        return result

    def _reach(self, terms: dict[str, Floats], km: Floats) -> Floats:
        """What each candidate adds to what lies within reach in its country.

        Place by place what `simulation.choice.access` takes over map cells: traits count only
        in what nearness and a common name add.
        """
        world, law, rows = self.world, self.law, self.rows
        group, own = world.group[rows], np.full(len(rows), world.size[self.row])
        far = exp(law.pair_base(km, own, world.size[rows], group) - law.reference_mass[group])
        places = terms["distance"] + terms["similar"] + terms["mass"] + terms["name"]
        near = exp(places - law.reference_mass[group])
        result: Floats = far + exp(terms["trait"]) * np.maximum(near - far, 0.0)
        return result

    def _regions(self, reach: Floats) -> Floats:
        """Log weight of each candidate by whether its region has a pairing with the Land."""
        world, part = self.world, int(self.world.part[self.row])
        region, group = world.region[self.rows], world.group[self.rows]
        by_region = np.bincount(region, weights=reach, minlength=len(world.regions))
        by_group = np.bincount(group, weights=reach, minlength=len(world.groups))
        whole = by_group[world.region_group]
        share = by_region / np.where(whole > 0.0, whole, 1.0)
        count = regions.pairings(world, self.year)[part][world.region_group]
        flags = regions.paired(world, self.year)[part]
        factor = effects.region(flags, share, count, self.parameters.choice)
        result: Floats = log(factor)[region]
        return result


def pair_terms(law: Law, row: int, rows: Integers) -> dict[str, Floats]:
    """Log weights of one place with others that follow from the places alone."""
    world, choice = law.world, law.choice
    own = np.full(len(rows), row, dtype=np.int64)
    km = great_circle_km(world.point[row], world.point[rows])
    size = np.full(len(rows), world.size[row])
    return {
        "distance": effects.distance(km, law.slope[world.group[rows]], choice),
        "similar": effects.similar_size(size, world.size[rows], choice),
        "mass": effects.mass(world.size[rows], choice),
        "trait": law.likeness(own, rows),
        "name": law.namesake(own, rows),
    }


def fellows(world: World, row: int) -> dict[int, list[str]]:
    """Rows of the places that belong to a group of this place's, with the names of the groups."""
    mine = {m.group for m in load_members() if m.id == int(world.ids[row])}
    found: dict[int, list[str]] = {}
    for member in load_members():
        other = world.row_of.get(member.id)
        if member.group in mine and other is not None and other != row:
            found.setdefault(other, []).append(member.group)
    return found
