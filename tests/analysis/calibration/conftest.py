"""A stand-in for the model, quick and of a known law, in the cells of the record."""

from functools import cache
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from analysis.calibration import bank, inference
from analysis.calibration import summaries as module
from analysis.calibration.parameters import parameters
from analysis.calibration.summaries import summaries
from scenarios.runs import carrying, choose

INVERSE = {
    "root": lambda x: np.maximum(x, 0.0) ** 2,
    "angle": lambda x: np.sin(np.clip(x, 0.0, np.pi / 2)) ** 2,
    "log": np.exp,
    "fisher": np.tanh,
    "plain": lambda x: x,
}
LOUD = ("choice.held", "rate.size", "rate.level")
"""The parameters that the stand-in hears; the record is their value in the middle of the prior."""
ESTIMATES = {"choice.held": (-1.75, 0.3), "rate.load": (-1.0, 0.1)}
"""On single ties: the first repeats what the patterns say, the second is their only source."""


@cache
def used(fit="full"):
    return summaries(fit, ties=False)


def unit(scenario, name):
    """A parameter in units of its prior."""
    value = scenario.model_dump()
    for part in name.split("."):
        value = value[part]
    low, high = parameters()[name].prior
    return (value - low) / (high - low)


def stand_in(history):
    """Summaries: the record plus four errors for each loud parameter, plus luck of one error."""
    chosen = used()
    told = np.array([unit(history.parameters, name) - 0.5 for name in LOUD])
    effects = np.random.default_rng(7).standard_normal((chosen.cells.height, len(LOUD)))
    luck = np.random.default_rng(history.seed).standard_normal(chosen.cells.height)
    x = chosen.recorded + chosen.error * (4.0 * effects @ told + luck)
    values = [float(INVERSE[s](v)) for s, v in zip(chosen.cells["scale"], x, strict=True)]
    fitted = chosen.cells.select("pattern", "cell").with_columns(value=pl.Series(values))
    # ties grow with the level, and less than the pilot minds
    ties = 500.0 * np.exp(0.5 * told[LOUD.index("rate.level")])
    return pl.concat([fitted, pl.DataFrame({"pattern": "countries", "cell": "FR", "value": ties})])


@pytest.fixture(scope="module")
def quick_model():
    """Put the stand-in in the model's place, in this process."""

    def simulate(scenario, seed, world):
        return SimpleNamespace(parameters=scenario, seed=seed, world=world)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(carrying, "simulate", simulate)
        patch.setattr(bank, "summary", stand_in)
        for where in (module, inference):
            patch.setattr(where, "shipped_estimates", lambda _fit: ESTIMATES)
        yield


@pytest.fixture(scope="session")
def base():
    return choose("history")
