"""The plain Mesa peer: the core law as one would write it first, in good faith.

Places and ties are objects. Each place decides in a step of its own whether it searches; it then
computes a NumPy row of weights over all eligible places and draws from it. What does not change is
computed once and kept in arrays, so a row costs one distance, two logarithms and one exponential.
Luck is that of Mesa's generator.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import mesa
import numpy as np

from benchmarks.places import Floats, Outcome, Places
from benchmarks.settings import Table, growth

CONTACT, FRIENDSHIP, PARTNERSHIP = range(3)


class Tie:
    """Two places, a form, and its years."""

    def __init__(self, asker: Searcher, asked: Place, form: int, year: int) -> None:
        self.asker, self.asked = asker, asked
        self.form = form
        self.formed = year
        self.living = True

    def deepen(self, year: int, draw: float, forms: Table) -> None:
        """Contact to friendship to partnership; a friendship lapses or is renewed at its term."""
        if self.form == CONTACT:
            if draw < forms.contact_to_partnership:
                self.form, self.formed = PARTNERSHIP, year
            elif draw < forms.contact_to_partnership + forms.contact_to_friendship:
                self.form, self.formed = FRIENDSHIP, year
        elif self.form == FRIENDSHIP:
            deeper = forms.friendship_to_partnership
            if draw < deeper:
                self.form, self.formed = PARTNERSHIP, year
            elif year - self.formed >= forms.friendship_term:
                if draw < deeper + (1.0 - deeper) * forms.renewal:
                    self.formed = year
                else:
                    self.end()

    def end(self) -> None:
        self.living = False
        del self.asker.ties[self.asked.place]
        del self.asked.ties[self.asker.place]


class Place(mesa.Agent):  # type: ignore[type-arg]
    """A place that is asked: it knows its ties."""

    model: Twinning

    def __init__(self, model: Twinning, place: int) -> None:
        super().__init__(model)
        self.place = place
        self.inhabitants = float(model.places.inhabitants[place])
        self.ties: dict[int, Tie] = {}

    def consents(self) -> bool:
        consent = self.model.consent
        strain = len(self.ties) / (1.0 + self.inhabitants / consent.capacity)
        chance: float = consent.base * math.exp(-consent.load * strain)
        return bool(self.model.rng.random() < chance)


class Searcher(Place):
    """A place that searches, draws a partner and asks it."""

    def __init__(self, model: Twinning, place: int, base_rate: float) -> None:
        super().__init__(model, place)
        self.base_rate = base_rate
        self.wanted: int | None = None

    def step(self) -> None:
        """Search, by chance; draw a partner."""
        self.wanted = None
        load = self.model.load * math.log(1.0 + len(self.ties))
        rate = math.exp(self.base_rate + self.model.growth + load)
        if self.model.rng.random() < 1.0 - math.exp(-rate):
            began = time.process_time()
            self.wanted = self.choose()
            self.model.choosing += time.process_time() - began
            self.model.draws += 1

    def choose(self) -> int:
        """One out of all eligible places, as their number."""
        total = np.cumsum(self.weights())
        return int(np.searchsorted(total, self.model.rng.random() * total[-1], side="right"))

    def weights(self) -> Floats:
        """A row of weights over all eligible places."""
        model, places = self.model, self.model.places
        km = places.km(model.point, places.point[self.place])
        gap = np.abs(model.size - places.size[self.place])
        log_weight = model.known + model.slope * np.log(km / 100.0)
        close = np.flatnonzero(km < model.choice.near_km)
        log_weight[close] += model.choice.near * np.log(km[close] / model.choice.near_km)
        weight: Floats = np.exp(log_weight + model.choice.similar * gap)
        if self.ties:
            held = np.zeros(len(places.countries), dtype=np.bool_)
            held[[places.country[other] for other in self.ties]] = True
            weight[held[model.country]] *= math.exp(model.choice.held)
            weight[[model.number[other] for other in self.ties]] = 0.0
        return weight

    def ask(self) -> None:
        """Ask the partner that was drawn; found a tie if it consents."""
        if self.wanted is not None:
            asked = self.model.place_at(int(self.model.places.eligible[self.wanted]))
            if asked.consents():
                self.model.found(self, asked)


class Twinning(mesa.Model):  # type: ignore[type-arg]
    """All places that search, and those that were asked once."""

    def __init__(self, settings: Table, places: Places, level: float, seed: int) -> None:
        super().__init__(rng=seed)
        law = settings.law
        self.places, self.law, self.year = places, law, int(law.start)
        self.choice, self.consent, self.load = law.choice, law.consent, float(law.rate.load)
        there = places.eligible
        self.point, self.size = places.point[there], places.size[there]
        self.country = places.country[there]
        self.slope = places.slope[self.country]
        self.known = places.offset[self.country] + law.choice.mass * self.size
        self.number = dict(zip(there.tolist(), range(len(there)), strict=True))
        self.draws, self.choosing, self.growth = 0, 0.0, 0.0
        self.ties: list[Tie] = []
        self.living: list[Tie] = []
        self.asked: dict[int, Place] = {}
        rates = places.base_rate(law.rate, level).tolist()
        for place, rate in zip(places.searchers.tolist(), rates, strict=True):
            Searcher(self, place, rate)
        self.searchers = self.agents.select(agent_type=Searcher)

    def step(self) -> None:
        """One year."""
        self.growth = growth(self.year, self.law.rate)
        older = self.living
        self.living = list(older)
        self.searchers.do("step")
        self.searchers.do("ask")
        draws = self.rng.random((2, len(older))).tolist()
        ending = self.law.ending
        chance = [ending.contact, ending.friendship, ending.partnership]
        for tie, deepens, ends in zip(older, *draws, strict=True):
            tie.deepen(self.year, deepens, self.law.forms)
            if tie.living and ends < chance[tie.form]:
                tie.end()
        self.living = [tie for tie in self.living if tie.living]
        self.year += 1

    def place_at(self, place: int) -> Place:
        """The agent of a place abroad, made at first asking."""
        if place not in self.asked:
            self.asked[place] = Place(self, place)
        return self.asked[place]

    def found(self, asker: Searcher, asked: Place) -> None:
        draw, forms = self.rng.random(), self.law.forms
        form = CONTACT
        if draw < forms.partnership_at_once:
            form = PARTNERSHIP
        elif draw < forms.partnership_at_once + forms.friendship_at_once:
            form = FRIENDSHIP
        tie = Tie(asker, asked, form, self.year)
        asker.ties[asked.place] = tie
        asked.ties[asker.place] = tie
        self.ties.append(tie)
        self.living.append(tie)


def prepare(settings: Table, places: Places, level: float, seed: int) -> Callable[[], Outcome]:
    """Set the model up; what is returned runs the years."""
    model = Twinning(settings, places, level, seed)

    def run() -> Outcome:
        while model.year <= settings.law.until:
            model.step()
        ends = [(tie.asker.place, tie.asked.place) for tie in model.ties]
        asker, asked = places.rows[np.array(ends, dtype=np.int64).reshape(-1, 2)].T
        form = np.array([tie.form for tie in model.ties], dtype=np.int64)
        living = np.array([tie.living for tie in model.ties], dtype=np.bool_)
        return Outcome(model.draws, asker, asked, form, living, model.choosing)

    return run
