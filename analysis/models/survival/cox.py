"""Cox models of the same episodes, and whether hazards stay proportional."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, rankdata

from analysis.models.survival.discrete import refuse_collinear, refuse_unsettled
from analysis.models.survival.episodes import Process, Term

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Proportionality:
    """Test that the effect of each term stays the same over time (Grambsch and Therneau 1994).

    Attributes
    ----------
    correlation : of the scaled Schoenfeld residuals of each term with the rank of time
    statistic, p : chi-square of each term with one degree of freedom
    whole, whole_p : of all terms together
    """

    correlation: Floats
    statistic: Floats
    p: Floats
    whole: float
    whole_p: float


@dataclass(frozen=True, eq=False)
class Cox:
    """A fitted Cox model: its terms, estimates, their covariance, partial log likelihood."""

    terms: tuple[Term, ...]
    effects: Floats
    covariance: Floats
    log_likelihood: float
    proportional: Proportionality


def cox(found: Process, source: str) -> Cox:
    """Fit a Cox model with a baseline of its own for each stratum; ties after Efron.

    Raises
    ------
    ModelError
        If terms are collinear or separate those with the event, or the fit does not settle.
    """
    from statsmodels.duration.hazard_regression import PHReg

    own = tuple(term for term in found.terms if term.name not in found.absorbed)
    found = replace(found, terms=own)
    rows = found.episodes
    names = [term.name for term in found.terms]
    terms = rows.select(names).to_numpy().astype(np.float64).reshape(rows.height, len(names))
    refuse_collinear(np.column_stack([terms, np.ones(rows.height)]), found, source)
    centred = terms - terms.mean(axis=0)
    # statsmodels counts who enters at the time of an event as at risk at it; here nobody is
    # before the year after, so entry is put between two years
    model = PHReg(
        rows["stop"].to_numpy().astype(np.float64),
        centred,
        status=rows["event"].to_numpy().astype(np.int64),
        entry=rows["start"].to_numpy() + 0.5,
        strata=rows["stratum"].to_numpy(),
        ties="efron",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit, settled = _settled(model)
    effects = np.asarray(fit.params)
    covariance = np.asarray(fit.cov_params()).reshape(len(names), len(names))
    refuse_unsettled(effects, covariance, settled, found, source)
    tested = _tested(fit, rows, covariance)
    return Cox(own, effects, covariance, float(model.loglike(effects)), tested)


def _settled(model: Any) -> tuple[Any, bool]:
    """Newton's method to full precision, and whether it arrived."""
    fit = model.fit(method="newton", tol=1e-10, maxiter=100)
    slope = np.asarray(model.score(fit.params))
    step = np.asarray(fit.cov_params()) @ slope
    return fit, bool(np.all(np.isfinite(step)) and float(slope @ step) < 1e-8)


def _tested(fit: Any, rows: Any, covariance: Floats) -> Proportionality:
    residuals = np.asarray(fit.schoenfeld_residuals)
    happens = rows["event"].to_numpy().astype(np.bool_)
    return proportional(residuals[happens], rows["stop"].to_numpy()[happens], covariance)


def proportional(
    residuals: Floats, times: NDArray[np.int64], covariance: Floats
) -> Proportionality:
    """Test Schoenfeld residuals for a course over the rank of time.

    Parameters
    ----------
    residuals : of those with the event, shape (events, terms)
    times : of their events
    covariance : of the coefficients
    """
    events = len(times)
    rank = rankdata(times).astype(np.float64)
    rank -= rank.mean()
    total = float(rank @ rank)
    if total == 0.0:  # all at one time: there is no course
        none = np.zeros(residuals.shape[1])
        return Proportionality(none, none, np.ones(len(none)), 0.0, 1.0)
    slope = rank @ residuals
    scaled = events * residuals @ covariance
    turned = rank @ scaled
    spread = np.sqrt(((scaled - scaled.mean(axis=0)) ** 2).sum(axis=0) * total)
    correlation = np.divide(turned, spread, out=np.zeros_like(turned), where=spread > 0.0)
    statistic = turned**2 / (events * np.diag(covariance) * total)
    whole = float(slope @ covariance @ slope) * events / total
    freedom = len(statistic)
    return Proportionality(
        correlation,
        statistic,
        np.asarray(chi2.sf(statistic, 1)),
        whole,
        float(chi2.sf(whole, freedom)),
    )
