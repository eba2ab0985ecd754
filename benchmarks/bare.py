"""The bare lower bound: the core law in arrays, without Mesa, agents, ledger or keyed luck."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.blocks import Blocks
from benchmarks.places import Floats, Integers, Outcome, Places
from benchmarks.settings import Table, growth

CONTACT, FRIENDSHIP, PARTNERSHIP = range(3)


class History:
    """One history; ties are rows of arrays that have room for all that can be founded."""

    def __init__(self, settings: Table, places: Places, blocks: Blocks, seed: int) -> None:
        self.law, self.places, self.blocks = settings.law, places, blocks
        self.rng = np.random.default_rng(seed)
        searchers = len(places.searchers)
        self.degree = np.zeros(searchers, dtype=np.int64)
        self.load = np.zeros(len(places.eligible), dtype=np.int64)
        self.held = np.zeros((searchers, len(places.countries)), dtype=np.int16)
        self.country = blocks.country
        inhabitants = places.inhabitants[places.eligible]
        self.capacity = 1.0 + inhabitants / self.law.consent.capacity
        self.pairs: set[tuple[int, int]] = set()
        self.asker = self.asked = self.form = self.formed = np.zeros(0, dtype=np.int64)
        self.alive = np.zeros(0, dtype=np.bool_)
        self.draws, self.choosing = 0, 0.0

    def run(self, level: float) -> Outcome:
        base = np.exp(self.places.base_rate(self.law.rate, level))
        for year in range(self.law.start, self.law.until + 1):
            older = len(self.asker)
            who = self.search(base * np.exp(growth(year, self.law.rate)))
            began = time.process_time()
            partner = self.blocks.draw(who, self.held, self.pairs, self.rng)
            self.choosing += time.process_time() - began
            self.draws += len(who)
            agreed = self.consent(partner)
            self.found(who[agreed], partner[agreed], year)
            self.live(older, year)
        rows, places = self.places.rows, self.places
        asker, asked = rows[places.searchers[self.asker]], rows[places.eligible[self.asked]]
        return Outcome(self.draws, asker, asked, self.form, self.alive, self.choosing)

    def search(self, base: Floats) -> Integers:
        """Who searches."""
        with_ties = np.flatnonzero(self.degree)
        rate = base.copy()
        rate[with_ties] *= (1.0 + self.degree[with_ties]) ** self.law.rate.load
        return np.flatnonzero(self.rng.random(len(rate)) < 1.0 - np.exp(-rate))

    def consent(self, partner: Integers) -> Integers:
        """Indices of the proposals that are agreed; who is asked twice has heard the first."""
        settings = self.law.consent
        draw = self.rng.random(len(partner))
        pending, agreed = np.arange(len(partner)), []
        while len(pending):
            _, first = np.unique(partner[pending], return_index=True)
            asked = partner[pending[first]]
            strain = self.load[asked] / self.capacity[asked]
            yes = draw[pending[first]] < settings.base * np.exp(-settings.load * strain)
            self.load[asked[yes]] += 1
            agreed.append(pending[first[yes]])
            pending = np.delete(pending, first)
        return np.sort(np.concatenate(agreed)) if agreed else pending

    def found(self, asker: Integers, asked: Integers, year: int) -> None:
        """New ties; the asked ones' loads are counted already."""
        forms, draw = self.law.forms, self.rng.random(len(asker))
        friends = forms.partnership_at_once + forms.friendship_at_once
        form = np.where(draw < friends, FRIENDSHIP, CONTACT)
        form[draw < forms.partnership_at_once] = PARTNERSHIP
        self.degree[asker] += 1
        self.held[asker, self.country[asked]] += 1
        self.pairs.update(zip(asker.tolist(), asked.tolist(), strict=True))
        self.asker, self.asked = np.append(self.asker, asker), np.append(self.asked, asked)
        self.form = np.append(self.form, form)
        self.formed = np.append(self.formed, np.full(len(asker), year))
        self.alive = np.append(self.alive, np.ones(len(asker), dtype=np.bool_))

    def live(self, older: int, year: int) -> None:
        """Ties founded before this year deepen, lapse, end."""
        forms, ending = self.law.forms, self.law.ending
        ties = np.flatnonzero(self.alive[:older])
        draw, form = self.rng.random(len(ties)), self.form[ties]
        contact, friendship = form == CONTACT, form == FRIENDSHIP
        signed = forms.contact_to_partnership
        deeper = forms.friendship_to_partnership
        new = form.copy()
        new[contact & (draw < signed + forms.contact_to_friendship)] = FRIENDSHIP
        new[contact & (draw < signed)] = PARTNERSHIP
        new[friendship & (draw < deeper)] = PARTNERSHIP
        term = friendship & (draw >= deeper) & (year - self.formed[ties] >= forms.friendship_term)
        kept = draw < deeper + (1.0 - deeper) * forms.renewal
        self.form[ties] = new
        self.formed[ties[(new != form) | (term & kept)]] = year
        chance = np.array([ending.contact, ending.friendship, ending.partnership])[new]
        self.end(ties[(term & ~kept) | (self.rng.random(len(ties)) < chance)])

    def end(self, ties: Integers) -> None:
        asker, asked = self.asker[ties], self.asked[ties]
        self.alive[ties] = False
        np.subtract.at(self.degree, asker, 1)
        np.subtract.at(self.load, asked, 1)
        np.subtract.at(self.held, (asker, self.country[asked]), 1)
        self.pairs.difference_update(zip(asker.tolist(), asked.tolist(), strict=True))


def prepare(settings: Table, places: Places, level: float, seed: int) -> Callable[[], Outcome]:
    """Lay the map out; what is returned runs the years."""
    blocks = Blocks(places)
    history = History(settings, places, blocks, seed)
    return lambda: history.run(level)


def level_of(settings: Table, places: Places, draws: int, seed: int) -> float:
    """`rate.level` under which a history has about as many draws: within 1 %, or within two
    standard deviations of a Poisson number where those are wider.

    Raises
    ------
    RuntimeError
        If none is found, as when more draws are wanted than places can search.
    """
    blocks, level = Blocks(places), 0.0
    close = max(0.01, 2.0 / np.sqrt(draws))
    for attempt in range(30):
        made = History(settings, places, blocks, seed + attempt).run(level).draws
        if abs(made / draws - 1.0) < close:
            return level
        level += float(np.log(draws / max(made, 1)))
    raise RuntimeError(f"no rate.level leads to {draws} draws")
