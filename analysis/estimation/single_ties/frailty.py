"""Counts of places that differ for good: Poisson regression with a lognormal factor of each place.

The factor (frailty, unobserved heterogeneity) has mean one and stays the same in all periods. Its
spread and the effect of what a place has done so far can be told apart only together: a place with
many ties is both one that searches more and one that has less need (Heckman 1981, "Heterogeneity
and state dependence"; Cameron & Trivedi 2013, "Regression Analysis of Count Data", chapter 9). The
factor is summed out by Gauss-Hermite quadrature.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln, logsumexp, xlogy
from statsmodels.tools.numdiff import approx_fprime

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NODES = 41
START = 0.7
"""Spread at which the search begins: at 0 the likelihood is flat in it."""
TOLERANCE = 1e-6
"""Of the last Newton step, in units of the parameters."""
STEPS = 12
UNTOLD = "the rate cannot be estimated: its covariates cannot be told apart"


@dataclass(frozen=True)
class Counts:
    """Counts in rows, each of one place in one period.

    Attributes
    ----------
    ties : (rows,) counts
    design : (rows, k) covariates, intercepts among them
    offset : (rows,) log of the years that a row spans
    place : (rows,) number of the place, 0 .. places - 1
    weight : (places,) how many places each stands for
    cluster : (places,) number of the district, within which places may be alike
    """

    ties: Floats
    design: Floats
    offset: Floats
    place: Integers
    weight: Floats
    cluster: Integers

    def of_places(self, kept: NDArray[np.bool_]) -> Counts:
        """The rows of some places, numbered anew."""
        number = np.cumsum(kept) - 1
        rows = kept[self.place]
        return Counts(
            *(self.ties[rows], self.design[rows], self.offset[rows], number[self.place[rows]]),
            *(self.weight[kept], self.cluster[kept]),
        )


@dataclass(frozen=True)
class FrailtyFit:
    """Coefficients and spread, with the covariance of both, clustered.

    `params` holds the coefficients of the design, then the spread; `by_place` the weighted log
    likelihood of each place; `alone` are the coefficients of the Poisson regression without
    spread, `plain` its log likelihood, `dispersion` its Pearson statistic per degree of freedom.
    """

    params: Floats
    alone: Floats
    covariance: Floats
    by_place: Floats
    plain: float
    dispersion: float

    @property
    def bse(self) -> Floats:
        """Standard errors."""
        result: Floats = np.sqrt(np.diag(self.covariance))
        return result

    @property
    def log_likelihood(self) -> float:
        """Of all places."""
        return float(self.by_place.sum())


def fit_frailty(counts: Counts) -> FrailtyFit:
    """Find the maximum of the likelihood, and how sure it is; a plain regression is the start.

    Raises
    ------
    ValueError
        If no maximum is found: a covariate is a sum of others, or nothing varies.
    """
    if np.linalg.matrix_rank(counts.design) < counts.design.shape[1]:
        raise ValueError(UNTOLD)
    weight = counts.weight[counts.place]
    plain = sm.GLM(
        counts.ties,
        counts.design,
        family=sm.families.Poisson(),
        offset=counts.offset,
        freq_weights=weight,
    ).fit()

    alone: Floats = np.asarray(plain.params)

    def downhill(params: Floats) -> Floats:
        result: Floats = -scores(counts, params).sum(axis=0)
        return result

    found = minimize(
        lambda params: -by_place(counts, params).sum(),
        np.append(plain.params, START),
        jac=downhill,
        method="BFGS",
    )
    params: Floats = found.x
    for _ in range(STEPS):  # the last digits by Newton, whose curvature the errors need anyway
        curvature = approx_fprime(params, downhill, centered=True)
        if np.linalg.matrix_rank(curvature) < len(params):
            break
        step = np.linalg.solve(curvature, downhill(params))
        params = params - step
        if float(np.abs(step).max()) < TOLERANCE:
            params[-1] = abs(params[-1])  # the likelihood is even in the spread
            dispersion = float(plain.pearson_chi2 / (weight.sum() - counts.design.shape[1]))
            covariance, own = _covariance(counts, params), by_place(counts, params)
            return FrailtyFit(params, alone, covariance, own, float(plain.llf), dispersion)
    raise ValueError(UNTOLD)


def by_place(counts: Counts, params: Floats) -> Floats:
    """Weighted log likelihood of each place, shape (places,)."""
    mean, _, log_nodes = _summed_out(counts, params)
    own = xlogy(counts.ties, mean) - gammaln(counts.ties + 1.0)
    result: Floats = counts.weight * (_sum(counts, own) + logsumexp(log_nodes, axis=1))
    return result


def scores(counts: Counts, params: Floats) -> Floats:
    """Gradient of each place's weighted log likelihood, shape (places, k + 1)."""
    mean, factor, log_nodes = _summed_out(counts, params)
    nodes, _ = _quadrature()
    chance = np.exp(log_nodes - logsumexp(log_nodes, axis=1, keepdims=True))
    expected = (chance * factor).sum(axis=1)
    residual = counts.ties - mean * expected[counts.place]
    columns = [_sum(counts, column * residual) for column in counts.design.T]
    total, ties = _sum(counts, mean), _sum(counts, counts.ties)
    within = (chance * (ties[:, None] - total[:, None] * factor) * (nodes - params[-1])).sum(axis=1)
    result: Floats = counts.weight[:, None] * np.column_stack([*columns, within])
    return result


def _summed_out(counts: Counts, params: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean of each row, factor at each node, and what each place adds to the log at each node."""
    spread = params[-1]
    nodes, log_weight = _quadrature()
    mean = np.exp(counts.design @ params[:-1] + counts.offset)
    log_factor = spread * nodes - 0.5 * spread * spread
    factor = np.exp(log_factor)
    total, ties = _sum(counts, mean), _sum(counts, counts.ties)
    log_nodes = ties[:, None] * log_factor - total[:, None] * factor + log_weight
    return mean, factor, log_nodes


def _quadrature() -> tuple[Floats, Floats]:
    """Nodes of a standard normal, and the logs of their weights."""
    nodes, weight = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, np.log(weight / weight.sum())


def _sum(counts: Counts, values: Floats) -> Floats:
    """Sums by place."""
    result: Floats = np.bincount(counts.place, values, len(counts.weight))
    return result


def _covariance(counts: Counts, params: Floats) -> Floats:
    """Sandwich: curvature around the spread of the districts' scores."""
    curvature = approx_fprime(params, lambda at: -scores(counts, at).sum(axis=0), centered=True)
    bread = np.linalg.inv(0.5 * (curvature + curvature.T))
    _, cluster = np.unique(counts.cluster, return_inverse=True)
    clusters = int(cluster.max()) + 1
    own = np.zeros((clusters, len(params)))
    np.add.at(own, cluster, scores(counts, params))
    result: Floats = bread @ (own.T @ own) @ bread * (clusters / (clusters - 1.0))
    return result
