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
    """Fit by Newton's method.

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
    params = np.zeros(count)
    for _ in range(100):
        utility = given + design @ params
        utility -= utility.max(axis=1, keepdims=True)
        weight = np.exp(utility)
        share = weight / weight.sum(axis=1, keepdims=True)
        mean = np.einsum("sa,sac->sc", share, design)
        gradient = (taken - mean).sum(axis=0) - penalty * params
        second = np.einsum("sa,sac,sad->cd", share, design, design, optimize=True)
        curvature = second - mean.T @ mean + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        if float(np.abs(step).max()) < TOLERANCE:
            likelihood = float(np.log(share[np.arange(sets), chosen]).sum())
            return LogitFit(params, np.linalg.inv(curvature), likelihood)
        params = params + np.clip(step, -2.0, 2.0)
    raise ArithmeticError("conditional logit: no convergence in 100 steps")
