"""One finished history: `simulate` runs the years, `History` answers questions about them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation import abroad, pairing, policy, tables
from simulation.choice import Pairs, Sampler
from simulation.life.halts import Meetings, meetings
from simulation.model import TwinningModel
from simulation.motives import MOTIVES, REUNIFICATION
from simulation.municipality import Municipality
from simulation.parameters import Parameters
from simulation.past import whole as past
from simulation.search import search_rates
from simulation.ways import contacts, groups, maps
from simulation.world import World, load_world

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class History:
    """A finished run.

    Attributes
    ----------
    parameters, world, seed : what it was made of
    model : the Mesa model after its last year
    seconds : set-up and years, wall-clock seconds
    """

    parameters: Parameters
    world: World
    seed: int
    model: TwinningModel
    seconds: dict[str, float]

    @cached_property
    def ledger(self) -> pl.DataFrame:
        """Every change, in order: year, event, tie, a, b, detail (canonical JSON)."""
        return self.model.ledger.frame()

    @cached_property
    def ties(self) -> pl.DataFrame:
        """Every tie that ever existed, as it stands after the last year.

        `vitality` is that of its activities in a year without hindrance: the ledger tells no more.
        """
        return tables.with_distance(tables.replay(self.ledger), self.world)

    def ties_at(self, year: int) -> pl.DataFrame:
        """Every tie founded by the end of `year`, as it stood then."""
        if year >= self.parameters.until:
            return self.ties
        return tables.with_distance(tables.replay(self.ledger, year), self.world)

    @cached_property
    def yearly(self) -> pl.DataFrame:
        """Stocks, flows, people meeting and money, by year, motive and form."""
        told = self.ledger, self.ties, self.parameters.start, self.parameters.until
        settings = self.parameters.life, self.parameters.money
        spent = tables.yearly_money(*told, settings, self._meetings)
        key = ["year", "motive", "form"]
        return self.stocks.join(spent, on=key, how="left", maintain_order="left", validate="1:1")

    @cached_property
    def stocks(self) -> pl.DataFrame:
        """What `yearly` holds without its money, which takes as long again to add up."""
        told = self.ledger, self.ties, self.parameters.start, self.parameters.until
        return tables.yearly(*told, self._meetings)

    @cached_property
    def _meetings(self) -> Meetings:
        """Which meetings the events of this history let pass."""
        return meetings(self.model.climates, self.parameters.start, self.parameters.until)

    @cached_property
    def groups(self) -> pl.DataFrame:
        """Memberships in multilateral groups."""
        return tables.groups(self.ledger)

    @cached_property
    def spending(self) -> pl.DataFrame:
        """What the policy spent, by year and measure."""
        return tables.spending(self.ledger)

    @cached_property
    def municipalities(self) -> pl.DataFrame:
        """The places of the world."""
        return tables.municipalities(self.world)

    def choice_probabilities(
        self, place: int, candidates: Sequence[int] | None, year: int
    ) -> Floats:
        """Chance that a search of `place` in `year` ends at each candidate, before consent.

        The law itself, over *all* places of its level: the chances of a few candidates do
        not add up to one. Motives weigh as their rates of that year do; what the place
        holds already is taken from this history at the end of the year before.

        Parameters
        ----------
        place : int
            Id of a German municipality or district.
        candidates : sequence of int, optional
            Ids; None stands for every place of the same level, in the order of their ids.
        year : int

        Returns
        -------
        array of float, one for each candidate

        Raises
        ------
        ValueError
            If an id is unknown, or the place is not one that searches.
        """
        row = self._row(place)
        if self.world.land[row] < 0:
            raise ValueError(
                f"place {place} lies abroad: the chances of German places alone can be asked for"
            )
        sampler = self.model.samplers[bool(self.world.is_district[row])]
        chance = np.zeros(len(self.world.ids))
        chance[sampler.law.rows] = _law_at(self, row, sampler, year)
        if candidates is None:
            return chance[sampler.law.rows]
        return chance[[self._row(candidate) for candidate in candidates]]

    def before(self, year: int) -> TwinningModel:
        """The model as it stands when the searches of `year` begin; run anew at first asking.

        What a search depends on (ties, prior contacts, groups) is thus what it was in this history.
        """
        if year not in self._models:
            model = TwinningModel(
                self.parameters, self.world, self.seed, type(self.model.agent_at(0))
            )
            while model.year < year:
                model.step()
            contacts.renew(model, model.climates.of(year))
            policy.act(model, model.climates.of(year))
            self._models[year] = model
        return self._models[year]

    @cached_property
    def _models(self) -> dict[int, TwinningModel]:
        """Models of single years that were asked for."""
        return {}

    def _row(self, place: int) -> int:
        row = self.world.row_of.get(int(place))
        if row is None:
            raise ValueError(f"place {place}: no such id in the world '{self.world.name}'")
        return row


def _law_at(history: History, row: int, sampler: Sampler, year: int) -> Floats:
    """Chances over the places of the sampler's law, all motives together."""
    model = history.before(year)
    climate = model.climates.of(year)
    searcher = int(np.searchsorted(history.world.searchers, row))
    rates = search_rates(model, climate)[searcher]
    total = np.zeros(len(sampler.law.rows))
    for motive in range(len(MOTIVES)):
        if motive != REUNIFICATION and rates[motive] > 0.0:
            one = np.array([row])
            factors = pairing.region_factors(model, one, motive, climate)[0]
            extra = Pairs(*groups.listed(model, one, motive))
            weight = sampler.scan_weights(row, factors, model.are_eligible, extra)
            total += rates[motive] * weight / weight.sum()
    result: Floats = total / total.sum() if total.sum() > 0.0 else total
    return result


@cache
def cached_world(name: str) -> World:
    """The world of that name, built once a process."""
    return load_world(name)


def begin(
    parameters: Parameters,
    seed: int,
    world: str,
    agent_class: type[Municipality] = Municipality,
) -> TwinningModel:
    """A model that stands before its first year, with all that is laid out once."""
    model = TwinningModel(parameters, cached_world(world), seed, agent_class)
    lay_out(model)
    return model


def lay_out(model: TwinningModel) -> None:
    """Read the past, and find what the law and the systems know of the world, whatever the seed."""
    past.read()
    _ = model.samplers, model.reach, model.world.neighbours, model.world.part
    abroad.lay_out(model)
    maps.lay_out(model)


def simulate(
    parameters: Parameters,
    seed: int = 1,
    world: str = "germany",
    until: int | None = None,
    *,
    agent_class: type[Municipality] = Municipality,
    progress: Callable[[int], None] | None = None,
) -> History:
    """Run one history from its first to its last year.

    Parameters
    ----------
    parameters : Parameters
        A scenario is one of them.
    seed : int
        0 .. 2**32 - 1; same seed, same history.
    world : {"germany", "europe", "toy"}
    until : int, optional
        Last year, in place of the scenario's own.
    agent_class : type of Municipality
        Whose decisions run.
    progress : callable, optional
        Called with each year that is done.

    Raises
    ------
    ValueError
        If the seed, the world, the years, an event or a country is not possible.
    """
    if until is not None:
        parameters = type(parameters).model_validate({**dict(parameters), "until": until})
    began = time.perf_counter()
    model = begin(parameters, seed, world, agent_class)
    ready = time.perf_counter()
    while model.year <= parameters.until:
        model.step()
        if progress is not None:
            progress(model.year - 1)
    done = time.perf_counter()
    seconds = {"setup": ready - began, "years": done - ready}
    return History(parameters, model.world, seed, model, seconds)
