"""Appeal of countries and sizes of events, from recorded counts by country and year.

A Poisson regression with log link: dated rows of the register by partner country and year
(1946-1996), and rows by Land and country of the Länder that are not kept back, offset by the
model's own exposure. Event sizes are drawn towards zero by one
common distribution (partial pooling); its spread is estimated with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.counts.exposure import ALL_YEARS, Exposure
from analysis.estimation.counts.penalised import dispersion, is_pooled, pearson, pooled
from analysis.estimation.counts.problem import LAND_SPREAD, PRIORS, Problem
from analysis.estimation.counts.seen import observed, observed_by_land
from simulation.climate import Climates, response, touched
from simulation.parameters import Parameters, Response
from simulation.past import Event
from simulation.rates import growth
from simulation.run import cached_world
from simulation.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A number with its standard error and where it stands among the parameters."""

    name: str
    value: float
    error: float


@dataclass(frozen=True)
class FlowFit:
    """Result of one regression.

    Attributes
    ----------
    estimates : appeal by country, then the restricted share (log), growth, then events
    spread : standard deviation of event sizes
    log_likelihood : Poisson, at the penalised optimum
    penalised : the same plus the log density of event sizes
    dispersion : Pearson chi-square per degree of freedom, by which errors are widened
    covariance : (estimates, estimates) of the estimates, in their order, widened as their errors
    """

    estimates: list[Estimate]
    spread: float
    log_likelihood: float
    penalised: float
    dispersion: float
    covariance: Floats

    def value(self, name: str) -> float:
        """Value of one estimate by name."""
        return next(e.value for e in self.estimates if e.name == name)


def response_by_land(event: Event, world: World, settings: Response) -> Floats:
    """What an event of size one adds to the log flow, shape (16, groups, all years)."""
    unit = Response(size=1.0, delay=settings.delay, half_life=settings.half_life)
    effect = np.zeros((len(world.laender), len(world.groups), len(ALL_YEARS)))
    for column, year in enumerate(ALL_YEARS):
        strength = response(year, event.date, unit)
        if strength == 0.0:
            continue
        effect[:, :, column] = strength * touched(world, event.id, year)
    return effect


def restricted_weight(parameters: Parameters, world: World) -> Floats:
    """Slope of ln flow on ln restricted share, shape (16, groups, all years)."""
    step = 1.01
    gates = parameters.gates
    wider = gates.model_copy(update={"restricted": gates.restricted * step})
    here = Climates(world, parameters)
    there = Climates(world, parameters.model_copy(update={"gates": wider}))
    result = np.zeros((len(world.laender), len(world.groups), len(ALL_YEARS)))
    for column, year in enumerate(ALL_YEARS):
        now, then = here.of(year).passing, there.of(year).passing
        slope = np.where(now > 0.0, np.log(np.maximum(then, 1e-300) / np.maximum(now, 1e-300)), 0)
        result[:, :, column] = slope / np.log(step)
    return result


def growth_by_year(parameters: Parameters, world: World) -> Floats:
    """Slope of ln flow on the growth of all rates, shape (16, groups, all years)."""
    unit = parameters.rate.model_copy(update={"growth": 1.0})
    slope = np.array([growth(year, unit) for year in ALL_YEARS])
    return np.broadcast_to(slope, (len(world.laender), len(world.groups), len(ALL_YEARS)))


def in_cells(effect: Floats, world: World, shown: Exposure, abroad: list[int]) -> Floats:
    """An effect by Land, group and year as each cell feels it: national cells, then by Land.

    What only some Länder or years feel counts by their share in what the cell expects.
    """
    everywhere = np.einsum("lgy,lgy->gy", effect, shown.by_land)
    national = np.einsum("gcy,gy->gc", shown.mix, everywhere)[abroad]
    own = effect[[world.laender.index(land) for land in shown.seen.laender]]
    by_land = np.einsum("lgy,lgy->lg", shown.laender_mix, own)[:, abroad]
    return np.concatenate([national.ravel(), by_land.ravel()])


def fit(
    parameters: Parameters,
    shown: Exposure,
    events: Sequence[Event],
    responses: dict[str, Response],
) -> FlowFit:
    """Estimate appeal, the restricted share and event sizes around `parameters`."""
    return solved(problem(parameters, shown, events, responses))


def problem(
    parameters: Parameters,
    shown: Exposure,
    events: Sequence[Event],
    responses: dict[str, Response],
) -> Problem:
    """Lay out the regression of recorded rows on the model's own exposure.

    Parameters
    ----------
    parameters : what the exposure was simulated with
    shown : the exposure
    events : whose sizes are estimated
    responses : delay and half-life of each
    """
    world = cached_world("germany")
    abroad = [g for g, country in enumerate(world.group_country) if country != "DE"]
    seen = shown.seen
    blocks = (observed(world, seen)[abroad], observed_by_land(world, seen)[:, abroad])
    counts = np.concatenate([block.ravel() for block in blocks])
    expected = np.concatenate([shown.expected[abroad].ravel(), shown.laender[:, abroad].ravel()])
    effects = [restricted_weight(parameters, world), growth_by_year(parameters, world)]
    effects += [response_by_land(event, world, responses[event.id]) for event in events]
    columns = [in_cells(effect, world, shown, abroad) for effect in effects]
    free, names = _intercepts(blocks, [world.groups[g] for g in abroad], seen.laender)
    current = [parameters.events.get(e.id, Response()).size for e in events]
    theta = np.array(
        [
            *[parameters.appeal[world.groups[g]] for g in abroad],
            *np.zeros(free.shape[1] - len(abroad)),
            np.log(parameters.gates.restricted),
            parameters.rate.growth,
            *current,
        ]
    )
    names += [*PRIORS, *[f"events.{e.id}" for e in events]]
    design = np.column_stack([free, *columns])
    use = expected > 0.0
    offset = np.log(expected[use]) - design[use] @ theta
    weight = np.ones(len(counts))
    weight[blocks[0].size :] = 1.0 / (1.0 + LAND_SPREAD**2 * expected[blocks[0].size :])
    groups = np.array(abroad)
    groups = np.concatenate(
        [np.repeat(groups, blocks[0].shape[1]), np.tile(groups, len(blocks[1]))]
    )
    return Problem(
        *(counts[use], design[use], offset, theta, names, weight[use]),
        groups[use].astype(np.int64),
        seen.alike,
    )


def _intercepts(
    blocks: tuple[Floats, Floats], groups: list[str], laender: tuple[str, ...]
) -> tuple[Floats, list[str]]:
    """Appeal of each country in every cell; in those by Land, besides, what the law misses.

    A Land can have more ties than the model gives it, and a country more or fewer in the fitted
    Länder than elsewhere: both are left open there, so that only how countries differ between
    the Länder speaks to the events, and national counts alone to the appeals.
    """
    national, by_land = blocks
    country = np.repeat(np.arange(len(groups)), national.shape[1])
    here = np.tile(np.arange(len(groups)), len(by_land))
    land = np.repeat(np.arange(len(by_land)), len(groups))
    appeal = np.eye(len(groups))[np.concatenate([country, here])]
    own = np.concatenate([np.zeros_like(appeal[: len(country)]), np.eye(len(groups))[here]])
    lands = np.concatenate([np.zeros((len(country), len(by_land))), np.eye(len(by_land))[land]])
    names = [f"appeal.{group}" for group in groups]
    if not laender:
        return appeal, names
    names += [f"misfit.{group}" for group in groups]
    names += [f"misfit.{land}" for land in laender]
    return np.column_stack([appeal, own, lands]), names


def solved(given: Problem) -> FlowFit:
    """Poisson regression whose event sizes, but those of stocks, share one distribution."""
    found, spread = pooled(given)
    sizes = found.theta[is_pooled(given.names)]
    density = float(-0.5 * np.sum(sizes**2) / spread**2 - len(sizes) * np.log(spread))
    # counts scatter more than Poisson around the fit: errors grow with the dispersion
    covariance = found.covariance * dispersion(given, found)
    told = [place for place, name in enumerate(given.names) if not name.startswith("misfit.")]
    errors = np.sqrt(np.diag(covariance))
    estimates = [Estimate(given.names[k], float(found.theta[k]), float(errors[k])) for k in told]
    likelihood = found.log_likelihood
    return FlowFit(
        *(estimates, spread, likelihood, likelihood + density, pearson(given, found)),
        covariance[np.ix_(told, told)],
    )
