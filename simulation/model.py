"""The model: a Mesa model whose step is one year, in the order in which things happen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

import mesa
import numpy as np
from numpy.typing import NDArray

from simulation import abroad, collector, life, pairing, policy, regions
from simulation.choice import Sampler, samplers_of
from simulation.climate import Climates
from simulation.ledger import Ledger
from simulation.life import mergers
from simulation.luck import Luck
from simulation.motives import motive_of_countries
from simulation.municipality import Municipality, as_stated
from simulation.parameters import Parameters
from simulation.plain import plain
from simulation.search import search
from simulation.ties import SPONSORSHIP, Ties
from simulation.ways import board, contacts, groups, projects, sponsorships
from simulation.world import World

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Part = TypeVar("Part")

MANY = 64
"""Pairs of one place above which its own partners are gone through, and not the pairs."""


class TwinningModel(mesa.Model):  # type: ignore[type-arg]
    """Municipalities that look for partners, year by year.

    Parameters
    ----------
    parameters : Parameters
        The law's numbers.
    world : World
        Real places.
    seed : int
        All luck is a function of it and of stable identities; Mesa's own random
        numbers are never drawn from.
    agent_class : type of Municipality
        Whose decisions run: a subclass that decides otherwise makes another history.

    Attributes
    ----------
    year : int
        The year that `step` simulates next.
    agent_class : type of Municipality
    agent_of_row : dict of int to Municipality
        Those there are: places that search, that were asked, or that hold a tie.
    degree : (n,) living ties of each place
    ties_abroad : (n,) those of them that cross a border of today
    held : (n, groups) living ties of each place by country of the partner
    waiting : (n,) whether the place waits for an inner-German tie
    """

    def __init__(
        self,
        parameters: Parameters,
        world: World,
        seed: int,
        agent_class: type[Municipality] = Municipality,
    ) -> None:
        super().__init__(rng=0)
        self.parameters = parameters
        self.world = world
        self.luck = Luck(seed)
        self.ledger = Ledger()
        self.ties = Ties()
        self.climates = Climates(world, parameters)
        self.year = parameters.start
        count = len(world.ids)
        self.degree: Integers = np.zeros(count, dtype=np.int64)
        self.ties_abroad: Integers = np.zeros(count, dtype=np.int64)
        self.held = np.zeros((count, len(world.groups)), dtype=np.int16)
        self.waiting = np.zeros(count, dtype=np.bool_)
        self.agent_class = agent_class
        self._parts: dict[Any, Any] = {}
        ids = plain(world).ids
        self.agent_of_row: dict[int, Municipality] = {
            row: agent_class(self, row, ids[row]) for row in world.searchers.tolist()
        }

    @collector.put_off()
    def step(self) -> None:
        """One year: history, policy, search, choice, consent, deepening, life."""
        climate = self.climates.of(self.year)
        contacts.renew(self, climate)
        policy.act(self, climate)
        searches = search(self, climate)
        met, searches = board.meet(self, searches, climate)
        chosen = pairing.choose(self, searches, climate)
        refused = pairing.ask(self, [*met, *chosen])
        board.advertise(self, climate, refused)
        abroad.search(self, climate)
        sponsorships.take(self, climate)
        projects.advance(self, climate)
        groups.gather(self, climate)
        life.deepen(self, climate)
        mergers.merge(self, climate)
        life.live(self, climate)
        self.year += 1

    @cached_property
    def samplers(self) -> Mapping[bool, Sampler]:
        """One sampler for municipalities (False) and one for districts (True)."""
        return samplers_of(self.world, self.parameters.choice)

    @cached_property
    def reach(self) -> regions.Reach:
        """What lies within the reach of each searcher."""
        return regions.reach_of(self.world, self.samplers)

    @property
    def access(self) -> Floats:
        """Accessibility of each group to each searcher, shape (searchers, groups)."""
        return self.reach.groups

    @cached_property
    def group_motive(self) -> Integers:
        """Motive for which each group of the world is sought."""
        table = motive_of_countries()
        return np.array([table[country] for country in self.world.group_country])

    @cached_property
    def inner_german(self) -> list[int]:
        """Groups that lie in Germany."""
        return [g for g, country in enumerate(self.world.group_country) if country == "DE"]

    def part(self, kind: Callable[[TwinningModel], Part]) -> Part:
        """What a system keeps between years: one object of its class, made at first asking."""
        if kind not in self._parts:
            self._parts[kind] = kind(self)
        return cast("Part", self._parts[kind])

    def agent_at(self, row: int) -> Municipality:
        """The agent of a place, made at first asking."""
        agent = self.agent_of_row.get(row)
        if agent is None:
            agent = self.agent_class(self, row, plain(self.world).ids[row])
            self.agent_of_row[row] = agent
        return agent

    def as_stated(self, *decisions: str) -> bool:
        """Whether its places take these decisions as `Municipality` does: then none is asked."""
        return as_stated(self.agent_class, *decisions)

    def eligible(self, one: int, other: int) -> bool:
        """Whether two places may found a tie: not one place, and no living twinning yet.

        A sponsorship is no hindrance: it becomes the twinning.
        """
        known = self.ties.between(one, other)
        if known is None:
            return one != other
        return bool(self.ties.rows("kind")[known] == SPONSORSHIP)

    def are_eligible(
        self, ones: Sequence[int], others: Sequence[int], tied: Sequence[bool] | None = None
    ) -> list[bool]:
        """`eligible` of many pairs: most know nothing of each other, which is quickly seen.

        `tied` tells which pairs a living tie joins, where that is known.
        """
        if len(ones) > MANY and ones.count(ones[0]) == len(ones):
            agent = self.agent_of_row.get(ones[0])
            held = [] if agent is None else [*agent.ties.values()]
            free: list[bool] = (~np.isin(others, [ones[0], *held])).tolist()
            return free
        known = self.ties.any_between(ones, others) if tied is None else tied
        return [
            one != other and not (joined and not self.eligible(one, other))
            for one, other, joined in zip(ones, others, known, strict=True)
        ]

    def linked_neighbours(self, some: Integers | None = None) -> NDArray[np.float64]:
        """Share of the nearest municipalities that have a living tie, of all searchers or some."""
        near = self.world.neighbours if some is None else self.world.neighbours[some]
        linked = np.count_nonzero((self.degree > 0)[near], axis=1)
        share: NDArray[np.float64] = linked / near.shape[1]
        return share

    def attach(self, tie: int, a: int, b: int) -> None:
        """Make a tie known at both ends and count it there."""
        self.agent_at(a).ties[tie] = b
        self.agent_at(b).ties[tie] = a
        self._count_one(a, b, +1)

    def detach(self, tie: int, a: int, b: int) -> None:
        """Take an ended tie from both ends and out of their counts."""
        del self.agent_at(a).ties[tie]
        del self.agent_at(b).ties[tie]
        self._count_one(a, b, -1)

    def _count_one(self, a: int, b: int, change: int) -> None:
        """`count` of one tie, without the cost of arrays."""
        places = plain(self.world)
        abroad = places.country[a] != places.country[b]
        for one, other in ((a, b), (b, a)):
            self.degree[one] += change
            if abroad:
                self.ties_abroad[one] += change
            self.held[one, places.group[other]] += change

    def count(self, ends: Integers, change: int) -> None:
        """Count ties in, or out, at both `ends` (2, k): each place with the other's country."""
        group, country = self.world.group[ends], self.country_of_group
        abroad = np.not_equal(*country[group])
        np.add.at(self.degree, ends, change)
        np.add.at(self.ties_abroad, ends[:, abroad], change)
        flat = ends * self.held.shape[1] + group[::-1]  # several times as fast as by two indices
        np.add.at(self.held.reshape(-1), flat, change)

    @cached_property
    def country_of_group(self) -> Integers:
        """A number for the country of each group: the two sides of Germany share one."""
        order = sorted(set(self.world.group_country))
        return np.array([order.index(country) for country in self.world.group_country])
