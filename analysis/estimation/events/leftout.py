"""Each event left out once: what the others say of its size, and of the rows that followed it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp
from scipy.stats import nbinom, norm

from analysis.estimation.counts.penalised import priors, solve
from analysis.estimation.counts.problem import Problem
from analysis.estimation.events.columns import Layout, at_size, felt_in, only

Floats = NDArray[np.float64]

LEVEL = 0.9
Z = float(norm.ppf(0.5 + LEVEL / 2.0))
MOST_TAU = 3.0
NODES = 7
"""Sizes at which the distribution of a size is summed up (Gauss-Hermite)."""
WINDOW = 10
"""Years from the event on whose rows are predicted."""


@dataclass(frozen=True)
class Foretold:
    """The size of one event as the others let it be expected.

    Attributes
    ----------
    mean, spread : of the distribution that the other sizes are drawn from
    error : of `mean`
    wide : standard deviation of what an estimate of this size should differ from `mean` by
    """

    mean: float
    spread: float
    error: float
    wide: float

    def holds(self, size: float) -> bool:
        """Whether the interval of 90 % holds an estimate."""
        return abs(size - self.mean) <= Z * self.wide

    def gain(self, size: float, error: float) -> float:
        """Log score of an estimate over that of 'no event', in nats."""
        score = norm.logpdf(size, self.mean, self.wide) - norm.logpdf(size, 0.0, error)
        return float(score)


def foretold(sizes: Floats, covariance: Floats, place: int, among: list[int]) -> Foretold:
    """Predict one size from others, all estimated without pooling.

    A normal distribution of sizes, estimated by restricted likelihood with the whole covariance
    of the estimates; errors that the left-out size shares with the others are allowed for.

    Parameters
    ----------
    sizes : (events,) estimates
    covariance : (events, events) of their errors
    place : of the event that is left out
    among : places of the others
    """
    own, noise = sizes[among], covariance[np.ix_(among, among)]
    one = np.ones(len(among))

    def restricted(tau: float) -> float:
        total = noise + tau**2 * np.eye(len(among))
        weight = np.linalg.solve(total, one)
        mean = weight @ own / weight.sum()
        rest = own - mean
        squares = rest @ np.linalg.solve(total, rest)
        return float(np.linalg.slogdet(total)[1] + np.log(weight.sum()) + squares)

    best = minimize_scalar(restricted, bounds=(0.0, MOST_TAU), method="bounded")
    spread = float(best.x)
    total = noise + spread**2 * np.eye(len(among))
    weight = np.linalg.solve(total, one)
    weight /= weight.sum()
    error = float(weight @ total @ weight)
    shared = 2.0 * float(weight @ covariance[among, place])
    wide = spread**2 + float(covariance[place, place]) + error - shared
    return Foretold(float(weight @ own), spread, error**0.5, max(wide, 1e-12) ** 0.5)


@dataclass(frozen=True)
class Followed:
    """The rows of the ten years from an event on, predicted without looking at them.

    Attributes
    ----------
    rows : recorded
    cells : countries and years
    pooled, none : expected rows with the size foretold, and without the event
    gain : log score of the first over the second, nats
    """

    rows: float
    cells: int
    pooled: float
    none: float
    gain: float


def followed(
    given: Problem,
    where: Layout,
    name: str,
    year: int,
    size: Foretold,
    spread: float,
    alpha: float,
) -> Followed | None:
    """Predict an event's first ten years where it is felt; None where no cell is.

    Everything else is estimated on the other cells, anew for each size that is tried, so that
    what came later does not speak of the size but only of the countries.

    Parameters
    ----------
    given, where : the problem and its layout
    name : of the event's parameter
    year : of the event
    size : what the other events foretell
    spread : of pooled sizes
    alpha : overdispersion of the counts
    """
    cells = felt_in(given, where, name, year, WINDOW)
    if not cells.any():
        return None
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    sure = (size.spread**2 + size.error**2) ** 0.5
    tried = [*(size.mean + sure * nodes), 0.0]
    family = sm.families.NegativeBinomial(alpha=max(alpha, 1e-4))
    scores, expected = [], []
    start = None
    for value in tried:
        held = at_size(given, name, value)
        rest = only(held, ~cells)
        found = solve(rest, *priors(rest.names, spread), family, start)
        start = found.theta
        inside = only(held, cells)
        mean = np.exp(inside.offset + inside.design @ found.theta)
        shape = 1.0 / family.alpha
        scores.append(float(nbinom.logpmf(inside.counts, shape, shape / (shape + mean)).sum()))
        expected.append(float(mean.sum()))
    weights = weights / weights.sum()
    together = float(logsumexp(scores[:-1], b=weights))
    return Followed(
        rows=float(given.counts[cells].sum()),
        cells=int(cells.sum()),
        pooled=float(weights @ np.array(expected[:-1])),
        none=expected[-1],
        gain=together - scores[-1],
    )
