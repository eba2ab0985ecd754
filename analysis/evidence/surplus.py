"""What the errors of appeals, events and growth add to a country's ties on the average of draws.

Effects are on the log scale: a draw that is as far above as another is below adds more ties than
the other takes away. An appeal whose draws scatter evenly around its estimate would so leave its
country with too many ties on average, by some per cent. How many, the model's own exposure tells:
what each Land would send to a country in each year, under a draw and under the central history.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.direct import Fit
from analysis.estimation.counts.exposure import ALL_YEARS, Exposure, exposure, mean_of
from analysis.estimation.counts.rounds import SEEDS
from analysis.estimation.counts.seen import FULL, SPLIT
from scenarios import Scenario
from scenarios.runs import with_values
from simulation import rates
from simulation.climate import Climates
from simulation.run import cached_world

Floats = NDArray[np.float64]
Surplus = Callable[[Scenario, pl.DataFrame], dict[str, float]]
"""(central history, draws of what counts tell) -> log of the mean surplus, by country."""


def surplus(base: Scenario, draws: pl.DataFrame, exposed: Exposure) -> dict[str, float]:
    """Log of the ties that a country has on average of the draws over those it should have.

    Parameters
    ----------
    base : the central history
    draws : one column a number (dotted path), one row a draw; others keep their values
    exposed : that of the central history

    Returns
    -------
    dict of float
        By country; none that has no exposure.
    """
    world = cached_world("germany")
    rows = np.einsum("gc,gcy->gy", exposed.expected, exposed.mix)
    usual = _searched(base)
    ratio = np.zeros(rows.shape)
    for values in draws.iter_rows(named=True):
        with np.errstate(invalid="ignore", divide="ignore"):
            more = np.where(usual > 0.0, _searched(with_values(base, values)) / usual, 1.0)
        ratio += np.einsum("lgy,lgy->gy", exposed.by_land, more)
    total, drawn = rows.sum(axis=1), (rows * ratio / draws.height).sum(axis=1)
    there = zip(world.group_country, total.tolist(), drawn.tolist(), strict=True)
    return {code: float(np.log(after / before)) for code, before, after in there if before > 0.0}


def _searched(scenario: Scenario) -> Floats:
    """What a year makes of a place's own rate, shape (16, groups, years)."""
    climates = Climates(cached_world("germany"), scenario)
    years = [climates.of(year).flow * _growth(scenario, year) for year in ALL_YEARS]
    return np.stack(years, axis=-1)


def _growth(scenario: Scenario, year: int) -> float:
    return float(np.exp(rates.growth(year, scenario.rate)))


def measured(fit: Fit, workers: int = 2) -> Surplus:
    """What tells the surplus of a fit, by runs of its central history."""

    def told(base: Scenario, draws: pl.DataFrame) -> dict[str, float]:
        seen = SPLIT if fit == "split" else FULL
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            found = mean_of(base, SEEDS, executor, seen)
        return surplus(base, draws, exposure(base, found, seen))

    return told
