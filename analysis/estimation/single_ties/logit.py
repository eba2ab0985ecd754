"""Conditional logit (McFadden 1974): one alternative chosen out of a set.

statsmodels' `ConditionalLogit` sums over subsets by recursion and takes minutes for sets of
sixty; with one choice a set the likelihood is a plain softmax. A test holds both against
each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TOLERANCE = 1e-8
ROUNDING = 1e-10
"""A fall of the likelihood by this share of it is no fall."""


@dataclass(frozen=True)
class LogitFit:
    """Optimum, covariance and log likelihood."""

    params: Floats
    covariance: Floats
    log_likelihood: float

    @property
    def errors(self) -> Floats:
        """Standard errors."""
        result: Floats = np.sqrt(np.diag(self.covariance))
        return result


def conditional_logit(
    design: Floats,
    chosen: NDArray[np.int64],
    *,
    offset: Floats | None = None,
    ridge: Floats | float = 0.0,
) -> LogitFit:
    """Fit by Newton's method; a step that overshoots is halved.

    Parameters
    ----------
    design : (sets, alternatives, coefficients)
    chosen : (sets,) which alternative was taken
    offset : (sets, alternatives), added to the utility; -inf takes an alternative out
    ridge : precision of a normal prior about zero, for all or each coefficient

    Raises
    ------
    ArithmeticError
        If it does not converge.
    """
    sets, _, count = design.shape
    given = np.zeros(design.shape[:2]) if offset is None else offset
    penalty = np.broadcast_to(np.asarray(ridge, dtype=np.float64), (count,))
    taken = design[np.arange(sets), chosen]
    params = step = last = np.zeros(count)
    best = -np.inf
    for _ in range(100):
        utility = given + design @ params
        utility -= utility.max(axis=1, keepdims=True)
        weight = np.exp(utility)
        reached = utility[np.arange(sets), chosen] - np.log(weight.sum(axis=1))
        value = float(reached.sum()) - 0.5 * float(penalty @ params**2)
        if value < best - ROUNDING * abs(best):
            step = 0.5 * step
            params = last + step
            continue
        best, last = value, params
        share = weight / weight.sum(axis=1, keepdims=True)
        mean = np.einsum("sa,sac->sc", share, design)
        gradient = (taken - mean).sum(axis=0) - penalty * params
        second = np.einsum("sa,sac,sad->cd", share, design, design, optimize=True)
        curvature = second - mean.T @ mean + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        if float(np.abs(step).max()) < TOLERANCE:
            likelihood = float(np.log(share[np.arange(sets), chosen]).sum())
            return LogitFit(params, np.linalg.inv(curvature), likelihood)
        step = np.clip(step, -2.0, 2.0)
        params = last + step
    raise ArithmeticError("conditional logit: no convergence in 100 steps")


def clustered(
    fit: LogitFit, design: Floats, chosen: NDArray[np.int64], clusters: NDArray[np.int64]
) -> Floats:
    """Covariance when choices of one cluster are not independent (sandwich of summed scores).

    Parameters
    ----------
    fit : of `conditional_logit` without offset
    design, chosen : what was fitted
    clusters : (sets,) number of the cluster of each set

    Returns
    -------
    (coefficients, coefficients)
    """
    utility = design @ fit.params
    weight = np.exp(utility - utility.max(axis=1, keepdims=True))
    share = weight / weight.sum(axis=1, keepdims=True)
    scores = design[np.arange(len(chosen)), chosen] - np.einsum("sa,sac->sc", share, design)
    sums = np.zeros((int(clusters.max()) + 1, design.shape[2]))
    np.add.at(sums, clusters, scores)
    result: Floats = fit.covariance @ (sums.T @ sums) @ fit.covariance
    return result
