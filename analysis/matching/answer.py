"""Likely partners of a place: the law of choice, asked for now, with reasons in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from analysis.matching.asked import find, land_of
from analysis.matching.law import Chooser, Weights
from analysis.matching.listed import read_listed
from analysis.matching.mistakes import MatchError
from analysis.matching.question import Question
from analysis.matching.reasons import Reason, Reasons, country_name
from analysis.matching.registers import FREE, FULL, LOADED, Register, read_register
from scenarios import load
from simulation.luck.exact import Floats
from simulation.parameters import Parameters
from simulation.world import World, load_world

SCENARIO = "history"
"""Its last year is taken for now."""
NO_REGISTER = (
    "Who is free, who is full and which partners are shared is not known without a register of "
    "ties: give one with --register."
)


@dataclass(frozen=True)
class Candidate:
    """A place as a partner.

    Attributes
    ----------
    rank : among all places of the countries asked for, by probability; None where that is zero
    id, name, country : of the place
    lat, lon : degrees
    population : people, or None where unknown
    distance_km : from the place that asks
    probability : that a search in these countries ends there, before consent
    probability_everywhere : the same among all places of all countries
    partners : ties that the register holds of it; None without a register
    state : free or full by what it carries; None without a register
    readiness : chance of a yes as a share of that of a place without ties; None without a register
    reasons, against : in words
    """

    rank: int | None
    id: int
    name: str
    country: str
    lat: float
    lon: float
    population: int | None
    distance_km: float
    probability: float
    probability_everywhere: float
    partners: int | None
    state: str | None
    readiness: float | None
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]

    @property
    def country_name(self) -> str:
        """English name of its country."""
        return country_name(self.country)


@dataclass(frozen=True)
class Answer:
    """Likely partners of a place.

    Attributes
    ----------
    question : Question
    place : id, name, land, level, lat, lon, population and partners of the place that asks
    year : taken for now
    countries : ISO codes that were looked at; empty for all
    compared : places that had a chance
    candidates : the likeliest first
    register : name, SHA-256 and counts of the register; None without one
    notes : what a reader must know
    """

    question: Question
    place: dict[str, Any]
    year: int
    countries: tuple[str, ...]
    compared: int
    candidates: tuple[Candidate, ...]
    register: dict[str, Any] | None
    notes: tuple[str, ...]

    def content(self) -> dict[str, Any]:
        """What `--json` prints: plain values, canonical when written with sorted keys."""
        asked = self.question
        return {
            "place": self.place,
            "scenario": SCENARIO,
            "year": self.year,
            "filters": {
                "among": None if asked.among is None else asked.among.name,
                "countries": list(self.countries),
                "motive": asked.motive,
                "size": list(asked.size),
                "top": asked.top,
            },
            "compared": self.compared,
            "candidates": [_plain(candidate) for candidate in self.candidates],
            "register": self.register,
            "notes": list(self.notes),
        }


def match(question: Question, world: str | World = "germany") -> Answer:
    """Rank places abroad as partners of a German place of a world, or the one of that name.

    Raises
    ------
    MatchError
        If the question cannot be answered; says what would be right.
    """
    question.check()
    here = load_world(world) if isinstance(world, str) else world
    codes = question.codes(here)
    asked = find(question.place, here)
    register = read_register(question.register, here) if question.register else None
    listed = read_listed(question.among, here) if question.among else None
    parameters = load(SCENARIO)
    chooser = Chooser(here, parameters, asked.row, parameters.until)
    partners = register.of(asked.row) if register else frozenset()
    shared = register.shared(asked.row) if register else {}
    weights = chooser.weights(partners, shared, question.motive_number)
    ranked = _Ranked(chooser, weights, codes, question)
    places = ranked.best(question) if listed is None else ranked.of(listed)
    told = _Telling(ranked, register, parameters)
    return Answer(
        question=question,
        place=_place(here, asked.row, register),
        year=parameters.until,
        countries=codes,
        compared=ranked.compared,
        candidates=tuple(told.candidate(row) for row in places),
        register=_told_of(register),
        notes=tuple(_notes(asked.note, here, asked.row, register, codes)),
    )


class _Ranked:
    """All candidates with their chances and ranks."""

    def __init__(
        self, chooser: Chooser, weights: Weights, codes: tuple[str, ...], question: Question
    ) -> None:
        self.chooser, self.weights, self.world = chooser, weights, chooser.world
        whole = weights.weight.sum()
        countries = np.array(self.world.group_country)[self.world.group[weights.rows]]
        inside = np.isin(countries, codes) if codes else np.ones(len(countries), dtype=np.bool_)
        scope = np.where(inside, weights.weight, 0.0)
        if scope.sum() <= 0.0:
            out_of = f" out of the motive {question.motive}" if question.motive else ""
            where = f" in {', '.join(codes)}" if codes else ""
            raise MatchError(
                f"in {chooser.year} no place of {land_of(self.world, chooser.row)} looks for "
                f"partners{where}{out_of}; leave a filter out"
            )
        self.chance: Floats = scope / scope.sum()
        self.everywhere: Floats = weights.weight / whole
        self.order = np.lexsort((self.world.ids[weights.rows], -self.chance))
        self.rank = np.empty(len(scope), dtype=np.int64)
        self.rank[self.order] = np.arange(1, len(scope) + 1)
        self.compared = int(np.count_nonzero(self.chance > 0.0))
        self.place_of = {int(row): place for place, row in enumerate(weights.rows)}

    def best(self, question: Question) -> list[int]:
        """Rows of the likeliest candidates of the size that is asked for."""
        rows = self.weights.rows[self.order]
        fits = (self.chance[self.order] > 0.0) & question.fits(self.world.population[rows])
        return [int(row) for row in rows[fits][: question.top]]

    def of(self, listed: list[int]) -> list[int]:
        """All listed rows, the likeliest first; those that cannot be partners come last."""
        last = len(self.rank) + 1
        places = {row: self.place_of.get(row) for row in listed}
        return sorted(
            listed,
            key=lambda row: last if (place := places[row]) is None else int(self.rank[place]),
        )


class _Telling:
    """What is told of single candidates."""

    def __init__(self, ranked: _Ranked, register: Register | None, parameters: Parameters) -> None:
        self.ranked, self.register, self.parameters = ranked, register, parameters
        self.reasons = Reasons(ranked.chooser, ranked.weights, register)

    def candidate(self, row: int) -> Candidate:
        """One candidate, by its row in the world."""
        ranked = self.ranked
        world, place = ranked.world, ranked.place_of.get(row)
        facts = world.frame.row(row, named=True)
        ready = self.register.readiness(row, self.parameters.consent) if self.register else None
        chance = 0.0 if place is None else float(ranked.chance[place])
        return Candidate(
            rank=int(ranked.rank[place]) if place is not None and chance > 0.0 else None,
            id=facts["id"],
            name=facts["name"],
            country=facts["country"],
            lat=facts["lat"],
            lon=facts["lon"],
            population=facts["population"],
            distance_km=_km(ranked.chooser, row),
            probability=chance,
            probability_everywhere=0.0 if place is None else float(ranked.everywhere[place]),
            partners=len(self.register.of(row)) if self.register else None,
            state=None if ready is None else (FREE if ready >= LOADED else FULL),
            readiness=ready,
            reasons=() if place is None else self.reasons.of(place),
            against=self._against(row, place),
        )

    def _against(self, row: int, place: int | None) -> tuple[Reason, ...]:
        """What speaks against a candidate; above all what makes it none."""
        chooser = self.ranked.chooser
        if self.register and row in self.register.of(chooser.row):
            return (Reason("partner", "is your partner already", 0.0),)
        if place is None:
            world = self.ranked.world
            at_home = bool(world.land[row] >= 0)
            what = "lies in Germany; the law is that of partners abroad"
            level = "districts choose districts, and municipalities municipalities"
            return (Reason("none", what if at_home else level, 0.0),)
        if self.ranked.chance[place] <= 0.0:
            return (Reason("none", "not in a country or for a motive that is asked for", 0.0),)
        return self.reasons.against(place)


def _km(chooser: Chooser, row: int) -> float:
    from simulation.luck import great_circle_km

    points = chooser.world.point
    return float(great_circle_km(points[chooser.row], points[[row]])[0])


def _place(world: World, row: int, register: Register | None) -> dict[str, Any]:
    """What is told of the place that asks."""
    facts = world.frame.row(row, named=True)
    own = sorted(register.of(row)) if register else None
    columns = ("id", "name", "land", "level", "lat", "lon", "population")
    names = None if own is None else [world.frame["name"][other] for other in own]
    return {**{name: facts[name] for name in columns}, "partners": names}


def _told_of(register: Register | None) -> dict[str, Any] | None:
    if register is None:
        return None
    return {
        "file": register.name,
        "sha256": register.sha256,
        "ties": len(register.ties),
        "unplaced": register.unplaced,
    }


def _notes(
    reading: str | None,
    world: World,
    row: int,
    register: Register | None,
    codes: tuple[str, ...],
) -> list[str]:
    """What a reader must know of an answer."""
    notes = [reading] if reading else []
    where = f"in {' or '.join(country_name(code) for code in codes)}" if codes else "abroad"
    notes.append(
        f"Probability: that a search {where} ends there, before the other side is asked; the law "
        "is that of the default history, whose numbers were estimated on recorded ties."
    )
    if register is None:
        return [*notes, NO_REGISTER]
    unplaced = f" ({register.unplaced:,} more have an end that is no place of the model)"
    notes.append(
        f"Register {register.name}: {len(register.ties):,} ties"
        f"{unplaced if register.unplaced else ''}. Full means that the model gives a place that "
        f"carries so many partners less than {100 * LOADED:.0f} % of the readiness of one without."
    )
    own = [world.frame["name"][other] for other in sorted(register.of(row))]
    if own:
        notes.append(f"Left out as partners already: {', '.join(own)}.")
    return notes


def _plain(candidate: Candidate) -> dict[str, Any]:
    """A candidate for JSON: fewer digits than a processor might disagree on."""
    found = asdict(candidate)
    for name in ("probability", "probability_everywhere", "readiness"):
        found[name] = _digits(found[name], 6)
    found["distance_km"] = round(candidate.distance_km, 1)
    for name in ("reasons", "against"):
        found[name] = [{**reason, "factor": _digits(reason["factor"], 3)} for reason in found[name]]
    return found


def _digits(number: float | None, digits: int) -> float | None:
    return None if number is None else float(f"{number:.{digits}g}")
