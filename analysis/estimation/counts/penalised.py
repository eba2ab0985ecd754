"""Poisson and negative-binomial regression with normal priors, over a problem laid out before.

The families, and so every likelihood and variance, are those of statsmodels; what stands here is
the penalty, which its generalised linear models do not take.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from analysis.estimation.counts.problem import (
    MISFIT_SPREAD,
    MOST_SPREAD,
    PRIORS,
    START_SPREAD,
    STOCK_PRECISION,
    STOCKS,
    Problem,
)
from analysis.estimation.counts.shapes import kind_of
from simulation.past import load_events

Floats = NDArray[np.float64]

FLAT = 1e-4
"""Precision of what has no prior to speak of: appeals."""
LOOSE_SPREAD = 3.0
"""Prior sd of a size that is told without the others: a factor of twenty either way. It only keeps
an event without a row in reach from running off."""
YEAR_SPREAD = 1.0
"""Prior sd of what all countries have in common in a year, where that is left open."""
MOST_ALPHA = 3.0
"""Largest overdispersion that is tried."""
STEPS, ENOUGH = 100, 1e-8


@dataclass(frozen=True)
class Solution:
    """One penalised fit.

    Attributes
    ----------
    theta : (parameters,) optimum
    fitted : (cells,) expected rows
    scores : (cells,) slope of each cell's log likelihood in its log mean, weighted
    information : (parameters, parameters) expected information of the counts alone
    precision : (parameters,) of the priors
    log_likelihood : of the counts, weighted
    """

    theta: Floats
    fitted: Floats
    scores: Floats
    information: Floats
    precision: Floats
    log_likelihood: float

    @property
    def covariance(self) -> Floats:
        """Inverse of information and priors together; not widened by any dispersion."""
        result: Floats = np.linalg.inv(self.information + np.diag(self.precision))
        return result


def stocks() -> frozenset[str]:
    """Names of the events that are no shocks and are not pooled."""
    return frozenset(f"events.{event.id}" for event in load_events() if kind_of(event) in STOCKS)


def is_pooled(names: Collection[str], loose: Collection[str] = ()) -> NDArray[np.bool_]:
    """Which parameters are event sizes that share one distribution."""
    apart = stocks()
    return np.array([n.startswith("events.") and n not in apart and n not in loose for n in names])


def priors(names: list[str], spread: float, loose: Collection[str] = ()) -> tuple[Floats, Floats]:
    """Centre and precision of every parameter, as in the fit that ships.

    Parameters
    ----------
    names : of the parameters
    spread : standard deviation of pooled sizes
    loose : names told without the others, and columns added by hand
    """
    centre, precision = np.zeros(len(names)), np.full(len(names), FLAT)
    apart = stocks()
    for place, name in enumerate(names):
        if name in loose:
            precision[place] = LOOSE_SPREAD**-2
        elif name in apart:
            precision[place] = STOCK_PRECISION
        elif name.startswith("misfit."):
            precision[place] = MISFIT_SPREAD**-2
        elif name.startswith("year."):
            precision[place] = YEAR_SPREAD**-2
        elif name in PRIORS:
            centre[place], precision[place] = PRIORS[name][0], PRIORS[name][1] ** -2
    precision[is_pooled(names, loose)] = spread**-2
    return centre, precision


def solve(
    given: Problem,
    centre: Floats,
    precision: Floats,
    family: sm.families.Family | None = None,
    start: Floats | None = None,
) -> Solution:
    """Maximise the log likelihood less the penalty by Fisher scoring; Poisson by default.

    Raises
    ------
    ValueError
        If it does not come to rest.
    """
    family = family or sm.families.Poisson()
    theta = np.array(given.theta if start is None else start)
    for _ in range(STEPS):
        found = _at(theta, given, precision, family)
        gradient = given.design.T @ found.scores - precision * (theta - centre)
        step = np.linalg.solve(found.information + np.diag(precision), gradient)
        if float(np.abs(step).max()) < ENOUGH:
            return found
        theta = theta + np.clip(step, -1.0, 1.0)
    raise ValueError(f"events: the regression does not come to rest in {STEPS} steps")


def _at(theta: Floats, given: Problem, precision: Floats, family: sm.families.Family) -> Solution:
    """Likelihood, its slope and its information at one point."""
    fitted = np.exp(given.offset + given.design @ theta)
    slope = fitted / family.variance(fitted)  # d log-likelihood / d log-mean, for each row missed
    scores = given.weight * (given.counts - fitted) * slope
    information = (given.design.T * (given.weight * fitted * slope)) @ given.design
    likelihood = float(family.loglike(given.counts, fitted, freq_weights=given.weight))
    return Solution(theta, fitted, scores, information, precision, likelihood)


def pooled(given: Problem, most: float = MOST_SPREAD) -> tuple[Solution, float]:
    """The fit that ships, under any cap of the spread of sizes; returns the spread too.

    Event sizes, but those of stocks, share one distribution about zero; where appeals are `alike`
    they share one of their own.
    """
    spread, start = min(START_SPREAD, most), given.theta
    sizes = is_pooled(given.names)
    appeals = np.array([name.startswith("appeal.") for name in given.names])
    common = _common(start[appeals], np.ones(int(appeals.sum())))
    for _ in range(200):
        centre, precision = priors(given.names, spread)
        if given.alike:
            centre[appeals], precision[appeals] = common
        found = solve(given, centre, precision, start=start)
        start, variance = found.theta, np.diag(found.covariance)
        update = min(float(np.sqrt(np.mean(start[sizes] ** 2 + variance[sizes]))), most)
        moved = _common(start[appeals], variance[appeals])
        still = not given.alike or np.allclose(moved, common, atol=1e-4)
        if abs(update - spread) < 1e-4 and still:
            break
        spread, common = update, moved
    return found, spread


def _common(values: Floats, variance: Floats) -> tuple[float, float]:
    """Mean and precision of the distribution that several estimates share."""
    mean = float(values.mean())
    return mean, float(1.0 / np.mean((values - mean) ** 2 + variance))


def pearson(given: Problem, found: Solution) -> float:
    """Pearson chi-square of the national cells per degree of freedom."""
    national = given.weight == 1.0
    residual = (given.counts - found.fitted)[national] ** 2 / found.fitted[national]
    return float(residual.sum() / (national.sum() - given.design.shape[1]))


def dispersion(given: Problem, found: Solution) -> float:
    """By how much counts scatter more than a Poisson would around the fit; never below one."""
    return max(pearson(given, found), 1.0)


def negative_binomial(
    given: Problem, centre: Floats, precision: Floats, start: Floats
) -> tuple[Solution, float]:
    """The same regression with a variance of ``mean + alpha mean^2``, alpha by likelihood."""
    family = sm.families.NegativeBinomial

    def penalised(alpha: float) -> float:
        found = solve(given, centre, precision, family(alpha=alpha), start)
        return -found.log_likelihood + 0.5 * float(precision @ (found.theta - centre) ** 2)

    best = minimize_scalar(penalised, bounds=(1e-4, MOST_ALPHA), method="bounded")
    alpha = float(best.x)
    return solve(given, centre, precision, family(alpha=alpha), start), alpha
