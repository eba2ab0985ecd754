"""Delivery: who applies to a measure, and whom its money reaches.

A policy spends whole EUR. Of a measure's money, administration and fixed costs come first, then
those in support for their term, then applicants in an order of chance until nothing is left. The
last one gets what is left, and as much of the effect: two policies with one budget spend the same
wherever enough apply.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.climate import Climate
from simulation.ledger import ADMINISTERED, SUPPORTED
from simulation.life.state import ends_of, going_on, identity, initiator
from simulation.luck import Purpose, threshold
from simulation.parameters import Measure, Policy
from simulation.policy.outside import outside
from simulation.policy.who import among, places

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass
class Supported:
    """A tie or place in support: its last year, and whether that changes anything for it."""

    until: int
    acts: bool


@dataclass
class Delivery:
    """What a measure keeps between years.

    Attributes
    ----------
    meant : (n,) places that it means
    going : those in support, by number of the tie or row of the place, oldest first
    """

    meant: Flags
    going: dict[int, Supported] = field(default_factory=dict)


class Deliveries:
    """The deliveries of all measures, by name."""

    def __init__(self, model: TwinningModel) -> None:
        self.model = model
        self._by_name: dict[str, Delivery] = {}

    def of(self, name: str, measure: Measure) -> Delivery:
        """The delivery of a measure, made at first asking."""
        if name not in self._by_name:
            self._by_name[name] = Delivery(places(self.model.world, measure.who))
        return self._by_name[name]


def shared_out(policy: Policy) -> dict[str, int]:
    """Money of each measure a year, whole EUR: together the budget, as far as shares go.

    What rounding leaves goes to the largest remainders, in the order of the names.
    """
    exact = {name: m.share * policy.budget for name, m in sorted(policy.measures.items())}
    whole = {name: int(eur) for name, eur in exact.items()}
    left = round(sum(exact.values())) - sum(whole.values())
    for name in sorted(exact, key=lambda name: whole[name] - exact[name])[:left]:
        whole[name] += 1
    return whole


def overhead(measure: Measure, money: int) -> int:
    """EUR of a measure's money that go to administration and fixed costs."""
    return min(round(measure.administration * money) + measure.fixed, money)


def luck_of(name: str) -> int:
    """Number that keys the luck of a measure: of its name alone, so a mix does not change it."""
    return zlib.crc32(name.encode()) & 0xFFFF


def deliver(model: TwinningModel, climate: Climate) -> None:
    """Spend this year's money, and lay what it buys on those it reaches."""
    policy, year = model.parameters.policy, climate.year
    if not policy.since <= year <= policy.until:
        return
    for name, money in shared_out(policy).items():
        if money > 0:
            _Turn(model, climate, name, policy.measures[name]).spend(money)


class _Turn:
    """One measure in one year."""

    def __init__(self, model: TwinningModel, climate: Climate, name: str, measure: Measure) -> None:
        self.model, self.year, self.name, self.measure = model, climate.year, name, measure
        self.delivery = model.part(Deliveries).of(name, measure)
        self.of_ties = measure.unit == "tie"
        self.living = going_on(model, climate)

    def spend(self, money: int) -> None:
        """Pay for administration, those in support, then who applies."""
        costs = overhead(self.measure, money)
        if costs:
            self.model.ledger.append_nobody(self.year, ADMINISTERED, measure=self.name, eur=costs)
        reached = self._pay(money - costs)
        acting = {unit: part for unit, part in reached.items() if self._acts(unit)}
        units = np.array(list(acting), dtype=np.int64)
        weight = np.array(list(acting.values()), dtype=np.float64)
        if self.of_ties:
            outside(self.model).on_ties(self.measure.what, units, weight)
            return
        outside(self.model).on_places(self.measure.what, units, weight)
        self._on_ties_of(dict(zip(units.tolist(), weight.tolist(), strict=True)))

    def _acts(self, unit: int) -> bool:
        return self.delivery.going[unit].acts

    def _pay(self, money: int) -> dict[int, float]:
        """Units that are reached, and the share (0-1) of their costs that is paid."""
        reached: dict[int, float] = {}
        cost = self.measure.cost
        in_turn = self._in_turn()
        # who comes when the money is out is not asked for, and so is promised nothing
        while money > 0 and (unit := next(in_turn, None)) is not None:
            eur = min(cost, money)
            money -= eur
            reached[unit] = eur / cost
            self._write(unit, eur)
        return reached

    def _in_turn(self) -> Iterator[int]:
        """Those in support for their term, then applicants in an order of chance.

        An applicant is entered only when asked for: the caller asks while there is money.
        """
        going = self.delivery.going
        eligible = self._eligible()
        there = set(self.living.tolist()) if self.of_ties else None
        for unit, supported in list(going.items()):
            if self.year > supported.until or (there is not None and unit not in there):
                del going[unit]
        yield from list(going)
        free = eligible[~np.isin(eligible, np.array(list(going), dtype=np.int64))]
        for unit in self._applicants(free).tolist():
            if self._wants(unit):
                going[unit] = Supported(self.year + self.measure.term - 1, self._moved(unit))
                yield unit

    def _eligible(self) -> Integers:
        meant, who = self.delivery.meant, self.measure.who
        if not self.of_ties:
            return np.flatnonzero(meant).astype(np.int64)
        return among(self.model, who, meant, self.living, self.year)

    def _applicants(self, units: Integers) -> Integers:
        """Those of the units that apply, first who drew lowest."""
        draws = self._draws(Purpose.SUPPORT, units)
        hit = np.flatnonzero(draws < threshold(self.measure.take_up))
        return units[hit[np.argsort(draws[hit], kind="stable")]]

    def _moved(self, unit: int) -> bool:
        """Whether support changes anything for a unit, or it does the same without."""
        draw = self._draws(Purpose.DEADWEIGHT, np.array([unit], dtype=np.int64))
        return bool(draw[0] >= threshold(self.measure.deadweight))

    def _draws(self, purpose: Purpose, units: Integers) -> Integers:
        luck, kind = self.model.luck, luck_of(self.name)
        if not self.of_ties:
            return luck.draws(purpose, self.year, self.model.world.ids[units], kind=kind)
        a, b, salt = identity(self.model, units)
        return luck.draws(purpose, self.year, a, other=b, salt=salt, kind=kind)

    def _wants(self, unit: int) -> bool:
        if self.of_ties:
            return initiator(self.model, unit).applies(unit, self.name)
        return self.model.agent_at(unit).takes_part(self.name)

    def _write(self, unit: int, eur: int) -> None:
        supported = self.delivery.going[unit]
        told = {"measure": self.name, "eur": eur, "until": supported.until, "acts": supported.acts}
        if self.of_ties:
            ends = ends_of(self.model, unit)
            self.model.ledger.append(self.year, SUPPORTED, unit, ends, **told)
        else:
            place = int(self.model.world.ids[unit])
            self.model.ledger.append_place(self.year, SUPPORTED, place, **told)

    def _on_ties_of(self, reached: Mapping[int, float]) -> None:
        """Lay effects on the ties of reached places; a tie between two counts the larger part."""
        table = self.model.ties
        weight = np.zeros(len(self.model.world.ids))
        weight[list(reached)] = list(reached.values())
        own = np.maximum(weight[table.rows("a")[self.living]], weight[table.rows("b")[self.living]])
        hit = own > 0.0
        outside(self.model).on_ties(self.measure.what, self.living[hit], own[hit])
