"""Appeal of countries and sizes of events, from recorded counts by country and year.

A Poisson regression with log link: dated rows of the register by partner country and year
(1946-1996), offset by the model's own exposure. Event sizes are drawn towards zero by one
common distribution (partial pooling); its spread is estimated with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray

from analysis.estimation.exposure import ALL_YEARS, FIRST, LAST, YEARS, Exposure
from analysis.estimation.shapes import kind_of
from analysis.recorded import country_totals, country_year
from simulation.climate import WARMING, Climates, response
from simulation.parameters import Parameters, Response
from simulation.past import Event
from simulation.run import cached_world
from simulation.world import World

Floats = NDArray[np.float64]

START_SPREAD = 0.7
MOST_SPREAD = 0.8
"""First guess and cap of the standard deviation of event sizes on the log scale. Left
free it grows well beyond, for events of one year and country then take large sizes of opposite
sign, which the counts cannot tell apart; 0.8 is a factor of two either way."""
UMBRELLA_PRECISION = 2.0**-2
"""The umbrella stands for the slow rise of the practice itself: it is not pooled."""
PRIOR_RESTRICTED = (-2.3, 1.0)
"""Weak prior (mean, sd) of ln(share that passes a restricted border)."""


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
    estimates : appeal by country, then the restricted share (log), then events
    spread : standard deviation of event sizes
    log_likelihood : Poisson, at the penalised optimum
    penalised : the same plus the log density of event sizes
    dispersion : Pearson chi-square per degree of freedom, by which errors are widened
    """

    estimates: list[Estimate]
    spread: float
    log_likelihood: float
    penalised: float
    dispersion: float

    def value(self, name: str) -> float:
        """Value of one estimate by name."""
        return next(e.value for e in self.estimates if e.name == name)


def observed(world: World) -> Floats:
    """Rows of the record by cell, shape (groups, years + 1); before 1946 they are left out.

    The last column holds what is later than the fitted years or has no year.
    """
    counts = np.zeros((len(world.groups), len(YEARS) + 1))
    place = {group: index for index, group in enumerate(world.groups)}
    for country, year, links in country_year().select("country", "year", "links").iter_rows():
        if year is not None and FIRST <= year <= LAST and country in place:
            counts[place[country], year - FIRST] = links
    for country, links in country_totals().iter_rows():
        if country in place:
            counts[place[country], -1] = links - counts[place[country]].sum()
    return counts


def touch(event: Event, world: World, settings: Response, shown: Exposure) -> Floats:
    """Response of each cell to an event of size one, shape (groups, years + 1).

    An event that only some Länder feel counts by their share in the flow.
    """
    unit = Response(size=1.0, delay=settings.delay, half_life=settings.half_life)
    effect = np.zeros((len(world.groups), len(ALL_YEARS)))
    for column, year in enumerate(ALL_YEARS):
        strength = response(year, event.date, unit)
        if strength == 0.0:
            continue
        touched = np.zeros((len(world.laender), len(world.groups)), dtype=np.bool_)
        for act in event.acts:
            if act.what in WARMING:
                land = np.isin(world.laender, act.laender)
                country = np.isin(world.group_country, act.countries_of(year))
                touched |= land[:, None] & country[None, :]
        effect[:, column] = strength * (touched * shown.by_land[:, :, column]).sum(axis=0)
    result: Floats = np.einsum("gcy,gy->gc", shown.mix, effect)
    return result


def restricted_weight(parameters: Parameters, world: World, shown: Exposure) -> Floats:
    """How much of each cell passes a restricted border: d ln flow / d ln restricted share."""
    step = 1.01
    gates = parameters.gates
    wider = gates.model_copy(update={"restricted": gates.restricted * step})
    here = Climates(world, parameters)
    there = Climates(world, parameters.model_copy(update={"gates": wider}))
    result = np.zeros((len(world.groups), len(ALL_YEARS)))
    for column, year in enumerate(ALL_YEARS):
        now, then = here.of(year).passing, there.of(year).passing
        slope = np.where(now > 0.0, np.log(np.maximum(then, 1e-300) / np.maximum(now, 1e-300)), 0)
        result[:, column] = (slope / np.log(step) * shown.by_land[:, :, column]).sum(axis=0)
    weight: Floats = np.einsum("gcy,gy->gc", shown.mix, result)
    return weight


def fit(
    parameters: Parameters,
    shown: Exposure,
    events: Sequence[Event],
    responses: dict[str, Response],
) -> FlowFit:
    """Estimate appeal, the restricted share and event sizes around `parameters`.

    Parameters
    ----------
    parameters : what the exposure was simulated with
    shown : the exposure
    events : whose sizes are estimated
    responses : delay and half-life of each
    """
    world = cached_world("germany")
    abroad = [g for g, country in enumerate(world.group_country) if country != "DE"]
    counts = observed(world)[abroad]
    expected = shown.expected[abroad]
    columns = [touch(e, world, responses[e.id], shown)[abroad] for e in events]
    current = np.array([parameters.events.get(e.id, Response()).size for e in events])
    common = restricted_weight(parameters, world, shown)[abroad]
    base = np.array([np.log(parameters.gates.restricted)])
    use = (expected > 0.0).ravel()
    country = np.repeat(np.arange(len(abroad)), len(YEARS) + 1)[use]
    appeal = np.array([parameters.appeal[world.groups[g]] for g in abroad])
    design = np.column_stack(
        [np.eye(len(abroad))[country], *[c.ravel()[use] for c in (common, *columns)]]
    )
    theta = np.concatenate([appeal, base, current])
    offset = np.log(expected.ravel()[use]) - design @ theta
    names = [f"appeal.{world.groups[g]}" for g in abroad]
    names += ["gates.restricted", *[f"events.{e.id}" for e in events]]
    alone = [f"events.{e.id}" for e in events if kind_of(e) == "umbrella"]
    return _pooled(counts.ravel()[use], design, offset, theta, names, alone)


def _pooled(
    counts: Floats,
    design: Floats,
    offset: Floats,
    theta: Floats,
    names: list[str],
    alone: list[str],
) -> FlowFit:
    """Poisson regression whose event sizes, but those of `alone`, share one distribution."""
    model = sm.GLM(counts, design, family=sm.families.Poisson(), offset=offset)
    total = design.shape[1]
    pooled = np.array([n.startswith("events.") and n not in alone for n in names])
    events = int(pooled.sum())
    centre = np.zeros(total)
    precision = np.full(total, 1e-4)
    precision[[names.index(name) for name in alone]] = UMBRELLA_PRECISION
    restricted = names.index("gates.restricted")
    centre[restricted], precision[restricted] = PRIOR_RESTRICTED[0], PRIOR_RESTRICTED[1] ** -2
    spread = START_SPREAD
    for _ in range(200):
        precision[pooled] = spread**-2
        theta, covariance = _newton(model, theta, centre, precision)
        free = np.sqrt(np.mean(theta[pooled] ** 2 + np.diag(covariance)[pooled]))
        update = min(float(free), MOST_SPREAD)
        if abs(update - spread) < 1e-4:
            break
        spread = update
    fitted = np.exp(offset + design @ theta)
    likelihood = float(model.loglike(theta))
    density = float(-0.5 * np.sum(theta[pooled] ** 2) / spread**2 - events * np.log(spread))
    pearson = float(np.sum((counts - fitted) ** 2 / fitted) / (len(counts) - total))
    # counts scatter more than Poisson around the fit: errors grow with the dispersion
    errors = np.sqrt(np.diag(covariance) * max(pearson, 1.0))
    estimates = [
        Estimate(name, float(value), float(error))
        for name, value, error in zip(names, theta, errors, strict=True)
    ]
    return FlowFit(estimates, spread, likelihood, likelihood + density, pearson)


def _newton(
    model: sm.GLM, theta: Floats, centre: Floats, precision: Floats
) -> tuple[Floats, Floats]:
    """Maximise the log likelihood with a normal penalty; returns optimum and covariance."""
    penalty = np.diag(precision)
    for _ in range(100):
        gradient = model.score(theta) - precision * (theta - centre)
        curvature = penalty - model.hessian(theta)
        step = np.linalg.solve(curvature, gradient)
        theta = theta + np.clip(step, -1.0, 1.0)
        if float(np.abs(step).max()) < 1e-8:
            break
    return theta, np.linalg.inv(penalty - model.hessian(theta))
