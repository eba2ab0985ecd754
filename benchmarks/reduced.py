"""This model reduced to its core law: its own step, with all else switched off in its settings.

Two things have no switch. All countries are sought out of one motive here, since a search is
drawn for each motive apart; and its clock for choices is put around `pairing.choose` from outside.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.places import Integers, Outcome, Places, frame
from benchmarks.settings import Table
from simulation import pairing
from simulation.climate import Climate, Climates
from simulation.model import TwinningModel
from simulation.motives import NAMES
from simulation.municipality import Proposal
from simulation.parameters import Parameters
from simulation.past import load_events
from simulation.run import lay_out
from simulation.search import Searches
from simulation.ties import ENDED
from simulation.world import World

EXCHANGE = NAMES.index("exchange")
"""The motive that seeks every country."""


class OneMotive(Climates):
    """Climates in which every country is sought out of one motive."""

    @property
    def _home(self) -> Integers:
        return np.full(len(self.world.groups), EXCHANGE)


class CoreModel(TwinningModel):
    """The model with one motive."""

    def __init__(self, parameters: Parameters, world: World, seed: int) -> None:
        super().__init__(parameters, world, seed)
        self.climates = OneMotive(world, parameters)

    @property
    def group_motive(self) -> Integers:
        """Home motive of each group of the world."""
        return np.full(len(self.world.groups), EXCHANGE)


def parameters(settings: Table, level: float) -> Parameters:
    """The law of `core.toml`, and its switches."""
    law: dict[str, Any] = {**settings.law.content, **settings.switches.content}
    district = law.pop("district")
    rate = {**law["rate"], "level": level, "district": district}
    events = {event.id: {"active": False} for event in load_events()}
    return Parameters.model_validate({**law, "rate": rate, "events": events})


def model_of(
    settings: Table, places: Places, level: float, seed: int, world: str, copies: int = 1
) -> CoreModel:
    """The model before its first year, set up as `simulation.run.begin` does."""
    appeal = {country: settings.law.content["appeal"][country] for country in places.countries}
    chosen = parameters(settings, level).model_copy(update={"appeal": appeal})
    model = CoreModel(chosen, World(world, frame(world, copies)), seed)
    lay_out(model)
    return model


def prepare(
    settings: Table, places: Places, level: float, seed: int, world: str, copies: int = 1
) -> Callable[[], Outcome]:
    """Set the model up; what is returned runs the years."""
    model = model_of(settings, places, level, seed, world, copies)
    return lambda: run(model)


def run(model: CoreModel) -> Outcome:
    """The years, with a clock around the choices."""
    draws, choosing, choose = 0, 0.0, pairing.choose

    def timed(model: TwinningModel, searches: list[Searches], climate: Climate) -> list[Proposal]:
        nonlocal draws, choosing
        draws += sum(len(some.rows) for some in searches)
        began = time.process_time()
        proposals = choose(model, searches, climate)
        choosing += time.process_time() - began
        return proposals

    with mock.patch.object(pairing, "choose", timed):
        while model.year <= model.parameters.until:
            model.step()
    ties = model.ties
    asker = ties.rows("initiator").copy()
    asked = ties.rows("a") + ties.rows("b") - asker
    living = ties.rows("status") != ENDED
    return Outcome(draws, asker, asked, ties.rows("form").copy(), living, choosing)
