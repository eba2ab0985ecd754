"""Two laws of counts with a log link: Poisson pseudo maximum likelihood and negative binomial."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.contest.scores import negative_binomial_log_score
from analysis.models.gravity.design import Design
from analysis.models.gravity.errors import Clusters
from analysis.models.results import LEVEL, Coefficient, ModelError

Floats = NDArray[np.float64]

ALPHA = "alpha"
EFFECT = "effect of "
"""Begins the names of columns that are estimated but not shown: one for each region."""
STARTS = (0.5, 0.05, 5.0)
"""Values of alpha to begin with, one after the other."""
SMALL_STEP = 1e-3
"""A gradient per observation above this is no maximum."""


@dataclass(frozen=True, eq=False)
class Counted:
    """A fitted law of counts.

    Attributes
    ----------
    terms : of the design, and `alpha` of a negative binomial
    params, covariance : of the terms
    freedom : degrees of freedom of the t distribution for intervals
    expected : (observations,) expected counts
    fit : measures of the whole
    """

    terms: tuple[str, ...]
    params: Floats
    covariance: Floats
    freedom: float
    expected: Floats
    fit: Mapping[str, float]

    def rows(self, labels: Mapping[str, str]) -> tuple[Coefficient, ...]:
        """Coefficients with 90 % intervals and two-sided p values, effects left aside."""
        from scipy.stats import t

        reach = float(t.ppf(0.5 + LEVEL / 2, self.freedom))
        made = []
        for number, term in enumerate(self.terms):
            if term.startswith(EFFECT):
                continue
            value = float(self.params[number])
            error = float(self.covariance[number, number]) ** 0.5
            # alpha is a variance: zero is the end of what is possible, and no t test is about it
            p = None if term == ALPHA else float(2 * t.sf(abs(value) / error, self.freedom))
            low, high = value - reach * error, value + reach * error
            made.append(Coefficient(term, labels.get(term, term), value, error, low, high, p))
        return tuple(made)


def poisson(
    counts: Floats, design: Design, clusters: Clusters, offset: Floats | None = None
) -> Counted:
    """Poisson pseudo maximum likelihood (Santos Silva and Tenreyro 2006).

    Parameters
    ----------
    counts : (observations,)
    design : what can be estimated
    clusters : of the observations
    offset : (observations,) ln exposure

    Raises
    ------
    ModelError
        If the fit does not converge.
    """
    import statsmodels.api as sm

    scaled, back = _scaled(design.matrix)
    law = sm.GLM(counts, scaled, family=sm.families.Poisson(), offset=offset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # convergence is asked for below
        fit = law.fit(maxiter=200, tol=1e-10, tol_criterion="params", **clusters.keywords())
    if not fit.converged or not np.isfinite(fit.params).all():
        raise ModelError("the Poisson fit does not converge; give more ties or fewer terms")
    measures = {
        "log likelihood": float(fit.llf),
        "deviance explained": 1.0 - float(fit.deviance) / float(fit.null_deviance),
        "Pearson dispersion": float(fit.pearson_chi2) / max(float(fit.df_resid), 1.0),
        **_shares(counts),
    }
    return _counted(design.terms, clusters, fit, back, np.asarray(fit.fittedvalues), measures)


def negative_binomial(
    counts: Floats,
    design: Design,
    clusters: Clusters,
    base: Counted,
    offset: Floats | None = None,
) -> Counted:
    """Negative binomial by maximum likelihood: variance mu + alpha mu^2 (NB2).

    Parameters
    ----------
    counts, design, clusters, offset : as in `poisson`
    base : the Poisson fit of the same

    Raises
    ------
    ModelError
        If there is no overdispersion to estimate, or the fit does not converge.
    """
    from statsmodels.discrete.discrete_model import NegativeBinomial

    scaled, back = _scaled(design.matrix)
    if ((counts - base.expected) ** 2 - counts).sum() <= 0.0:
        raise ModelError("counts spread no more than Poisson counts do, so alpha is zero")
    law = NegativeBinomial(counts, scaled, loglike_method="nb2", offset=offset)
    start = np.linalg.solve(back, base.params)
    fit = _maximum(law, start, len(counts), clusters)
    alpha, expected = float(fit.params[-1]), np.asarray(fit.predict())
    # not the fit's own, which is no number where next to nothing is expected and nothing came
    likelihood = float(negative_binomial_log_score(counts, expected, alpha).sum())
    measures = {
        "log likelihood": likelihood,
        "log likelihood gained over Poisson": likelihood - base.fit["log likelihood"],
        "alpha": alpha,
        **_shares(counts),
    }
    whole = np.eye(len(back) + 1)
    whole[:-1, :-1] = back
    return _counted((*design.terms, ALPHA), clusters, fit, whole, expected, measures)


def _maximum(law: Any, start: Floats, observations: int, clusters: Clusters) -> Any:
    """The fit at the maximum of the likelihood, from one start or another."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # convergence is asked for below
        for alpha in STARTS:
            begin = np.append(start, alpha)
            try:
                found = law.fit(
                    start_params=begin, method="bfgs", maxiter=2000, gtol=1e-6, disp=False
                )
                # Newton's steps from there give the last digits
                fit = law.fit(
                    start_params=np.asarray(found.params),
                    method="newton",
                    maxiter=50,
                    tol=1e-10,
                    disp=False,
                    **clusters.keywords(),
                )
            except (np.linalg.LinAlgError, ValueError):
                continue
            params = np.asarray(fit.params)
            if not np.isfinite(params).all() or params[-1] <= 0.0:
                continue
            if float(np.abs(law.score(params)).max()) < SMALL_STEP * observations**0.5:
                return fit
    raise ModelError("the negative binomial fit does not converge; its Poisson table stands")


def _counted(
    terms: tuple[str, ...],
    clusters: Clusters,
    fit: Any,
    back: Floats,
    expected: Floats,
    measures: Mapping[str, float],
) -> Counted:
    """What a fit on scaled columns says of the columns as they are."""
    params = back @ np.asarray(fit.params)
    covariance = back @ np.asarray(fit.cov_params()) @ back.T
    if not (np.isfinite(covariance).all() and (np.diag(covariance) > 0.0).all()):
        raise ModelError("the errors cannot be computed; give more ties or fewer terms")
    freedom = clusters.freedom(len(expected), len(terms))
    return Counted(terms, params, covariance, freedom, expected, measures)


def _scaled(matrix: Floats) -> tuple[Floats, Floats]:
    """Columns with mean 0 and spread 1 beside the constant, and what takes coefficients back."""
    mean, spread = matrix[:, 1:].mean(axis=0), matrix[:, 1:].std(axis=0)
    back = np.eye(matrix.shape[1])
    back[1:, 1:] = np.diag(1.0 / spread)
    back[0, 1:] = -mean / spread
    return np.column_stack([matrix[:, 0], (matrix[:, 1:] - mean) / spread]), back


def _shares(counts: Floats) -> dict[str, float]:
    return {"ties": float(counts.sum()), "share of empty cells": float((counts == 0).mean())}
