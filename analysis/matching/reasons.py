"""Why a place is a likely partner, in plain words, from the terms of the law."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.matching.asked import land_of
from analysis.matching.law import Chooser, Weights, fellows
from analysis.matching.registers import Register
from simulation.climate import response, touched
from simulation.luck.exact import Floats
from simulation.past import load_countries, load_laender
from simulation.past.bonds.regions import load_partner_regions
from simulation.places.traits import TRAITS

SAID = 1.5
"""A term is a reason where it makes a place so many times as likely as a middling one of its
country."""
ALIKE = 1.5
"""Places are alike in size where the larger has at most so many times the other's inhabitants."""
FELT = 0.1
"""Log effect from which an event of the past is still a reason."""
FEW = 12
"""An event that touches more countries than this is no reason for one of them."""
ROLES = {
    "seat": "both are the seat of a region or state",
    "centre": "both are the centre of their district",
    "port": "both are ports on the sea",
    "spa": "both are spas",
}
GROUPS = {
    "hanse": "both belong to the New Hanseatic League",
    "douzelage": "both belong to the ring Douzelage",
}


@dataclass(frozen=True)
class Reason:
    """One reason for a place, or against it.

    Attributes
    ----------
    kind : near, size, role, name, region, group, shared, language, history; held or full
        speak against
    words : in plain words
    factor : how many times as likely it makes the place as a middling one of its country, or
        the country as it would be without; None where the appeal of the country holds it
    """

    kind: str
    words: str
    factor: float | None


class Reasons:
    """Reasons for the candidates of one place.

    Parameters
    ----------
    chooser : Chooser
    weights : Weights
        Of all candidates.
    register : Register, optional
    """

    def __init__(self, chooser: Chooser, weights: Weights, register: Register | None) -> None:
        self.chooser, self.weights, self.register = chooser, weights, register
        self.world = chooser.world
        self._shared = register.shared(chooser.row) if register else {}
        self._fellows = fellows(chooser.world, chooser.row)

    def of(self, place: int) -> tuple[Reason, ...]:
        """Reasons for one candidate, by its place in `Weights.rows`; the weightiest first."""
        finders: tuple[Callable[[int], list[Reason]], ...] = (
            self._near,
            self._size,
            self._role,
            self._name,
            self._region,
            self._group,
            self._in_common,
        )
        found = [reason for finder in finders for reason in finder(place)]
        found.sort(key=lambda reason: -(reason.factor or 1.0))
        return (*found, *self._of_country(str(self._country[place])))

    def against(self, place: int) -> tuple[Reason, ...]:
        """What makes a candidate less likely than places alone say."""
        if self.register is None:
            return ()
        row, name = int(self.weights.rows[place]), self.world.frame["name"]
        found = []
        group = int(self.world.group[row])
        mine = sorted(self.register.of(self.chooser.row))
        held = [name[p] for p in mine if int(self.world.group[p]) == group and p != row]
        if held:
            factor = float(np.exp(self.chooser.parameters.choice.held))
            there = ", ".join(held[:3]) + (" ..." if len(held) > 3 else "")
            found.append(Reason("held", f"you have a partner there already: {there}", factor))
        ready = self.register.readiness(row, self.chooser.parameters.consent)
        count = len(self.register.of(row))
        if count:
            found.append(Reason("full", f"has {_counted(count)} already", ready))
        return tuple(found)

    @cached_property
    def _country(self) -> NDArray[np.str_]:
        """Country of each candidate."""
        codes: NDArray[np.str_] = np.array(self.world.group_country, dtype=np.str_)
        return codes[self.world.group[self.weights.rows]]

    def _gain(self, term: str, place: int) -> float:
        """How many times as likely a term makes a place as a middling one of its country."""
        values = self.weights.terms[term]
        if term not in self._middle:
            group = self.world.group[self.weights.rows]
            count = np.bincount(group, minlength=len(self.world.groups))
            total = np.bincount(group, weights=values, minlength=len(self.world.groups))
            self._middle[term] = (total / np.maximum(count, 1))[group]
        return float(np.exp(values[place] - self._middle[term][place]))

    @cached_property
    def _middle(self) -> dict[str, Floats]:
        return {}

    def _near(self, place: int) -> list[Reason]:
        gain = self._gain("distance", place)
        if gain < SAID:
            return []
        km = self.weights.km
        here = self._country == self._country[place]
        farther = float((km[here] > km[place]).sum()) / max(int(here.sum()) - 1, 1)
        share = f"{100 * farther:.0f} %" if farther < 0.995 else "nearly all"
        country = country_name(str(self._country[place]))
        return [Reason("near", f"near: nearer than {share} of the places in {country}", gain)]

    def _size(self, place: int) -> list[Reason]:
        row = int(self.weights.rows[place])
        ratio = float(self.world.population[row] / self.world.population[self.chooser.row])
        both = self._gain("similar", place) * self._gain("mass", place)
        if max(ratio, 1.0 / ratio) <= ALIKE:
            return [Reason("size", "alike in size", both)]
        if ratio > 1.0 and both >= SAID:
            times = f"{ratio:.0f}" if ratio >= 2.0 else f"{ratio:.1f}"
            return [Reason("size", f"large: {times} times your inhabitants", both)]
        return []

    def _role(self, place: int) -> list[Reason]:
        row, choice = int(self.weights.rows[place]), self.chooser.parameters.choice
        both = self.world.traits[row] & self.world.traits[self.chooser.row]
        return [
            Reason("role", ROLES[trait], float(np.exp(choice.traits.get(trait, 0.0))))
            for number, trait in enumerate(TRAITS)
            if both[number]
        ]

    def _name(self, place: int) -> list[Reason]:
        effect = float(self.weights.terms["name"][place])
        return [Reason("name", "of the same name", float(np.exp(effect)))] if effect > 0.0 else []

    def _region(self, place: int) -> list[Reason]:
        row = int(self.weights.rows[place])
        here = self.world.regions[int(self.world.region[row])]
        own = self.chooser.row
        land, code = land_of(self.world, own), self.world.frame["code"][own] or ""
        return [
            Reason(
                "region",
                f"partner regions: {self._land} and {pairing.name} since {pairing.start}",
                float(np.exp(self.weights.terms["region"][place])),
            )
            for pairing in load_partner_regions(parts=True)
            if pairing.land == land
            and pairing.covers(code)
            and f"{pairing.country}:{pairing.region}" == here
            and pairing.holds(self.chooser.year - 1)
        ]

    def _group(self, place: int) -> list[Reason]:
        factor = float(np.exp(self.weights.terms["group"][place]))
        groups = self._fellows.get(int(self.weights.rows[place]), [])
        return [
            Reason("group", GROUPS.get(group, "together they call themselves Europastadt"), factor)
            for group in groups
        ]

    def _in_common(self, place: int) -> list[Reason]:
        through = self._shared.get(int(self.weights.rows[place]), [])
        if not through:
            return []
        names = ", ".join(self.world.frame["name"][row] for row in through[:3])
        factor = float(np.exp(self.weights.terms["shared"][place]))
        return [Reason("shared", f"a partner in common: {names}", factor)]

    def _of_country(self, country: str) -> tuple[Reason, ...]:
        """Reasons that all places of a country share; its appeal holds them, told once."""
        if country not in self._told:
            found = []
            if _countries()[country]["german_speaking"]:
                found.append(Reason("language", "German is spoken there", None))
            found.extend(Reason("history", words, effect) for words, effect in self._felt(country))
            self._told[country] = tuple(found)
        return self._told[country]

    @cached_property
    def _told(self) -> dict[str, tuple[Reason, ...]]:
        return {}

    def _felt(self, country: str) -> list[tuple[str, float]]:
        """Events of the past that still draw this Land to a country and few others."""
        chooser, land = self.chooser, int(self.world.land[self.chooser.row])
        group = self.world.group_country.index(country)
        found = []
        for event in chooser.climates.events:
            felt = response(chooser.year, event.date, chooser.climates.responses[event.id])
            if felt < FELT or not touched(self.world, event.id, chooser.year)[land, group]:
                continue
            acts = [a for a in event.acts if country in a.countries_of(chooser.year)]
            if all(len(act.countries_of(chooser.year)) <= FEW for act in acts):
                roots = any(act.what == "root" for act in acts)
                words = "families here have roots there" if roots else event.title.split(";")[0]
                found.append((words, float(np.exp(felt))))
        return found

    @cached_property
    def _land(self) -> str:
        names = dict(load_laender().select("land", "name").iter_rows())
        return str(names[land_of(self.world, self.chooser.row)])


@cache
def _countries() -> dict[str, dict[str, Any]]:
    """Facts of each country, by its code."""
    return {row["country"]: row for row in load_countries().iter_rows(named=True)}


def country_name(code: str) -> str:
    """English name of a country."""
    return str(_countries()[code]["name"])


def _counted(count: int) -> str:
    return "one partner" if count == 1 else f"{count} partners"
