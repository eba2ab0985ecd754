"""Linear mixed model of vitality: ties with one country are alike beyond what terms say."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.models.results import ModelError
from analysis.models.vitality.living import Floats, Living, Term
from analysis.models.vitality.ordered import refuse_collinear

NONE = 1e-8
"""Variance between countries that counts as none (vitality runs from 0 to 1)."""
COUNTRIES = 5
"""Countries below which their scatter cannot be told."""


@dataclass(frozen=True, eq=False)
class Mixed:
    """A fitted mixed model.

    Attributes
    ----------
    terms : those that vary within countries
    effects : of the terms on vitality (0-1)
    covariance : of the effects
    between, within : variance between countries, and of ties within one
    log_likelihood : restricted
    countries : how many
    notes : what a reader must know
    """

    terms: tuple[Term, ...]
    effects: Floats
    covariance: Floats
    between: float
    within: float
    log_likelihood: float
    countries: int
    notes: tuple[str, ...]


def mixed(found: Living, source: str) -> Mixed:
    """Fit vitality on the terms with a random intercept for each partner country.

    Raises
    ------
    ModelError
        If there are too few countries, terms are collinear, or the fit does not settle.
    """
    from statsmodels.regression.mixed_linear_model import MixedLM

    countries = np.array(found.country)
    many = len(set(found.country))
    if many < COUNTRIES:
        raise ModelError(
            f"{source}: its living ties are with {many} countries, but a scatter of countries is "
            f"told from {COUNTRIES} on"
        )
    terms = tuple(t for k, t in enumerate(found.terms) if _varies(found.design[:, k], countries))
    design = found.design[:, [found.terms.index(term) for term in terms]]
    refuse_collinear(design, terms, source)
    centred = design - design.mean(axis=0)
    order = np.argsort(countries, kind="stable")
    design = np.column_stack([np.ones(len(centred)), centred])[order]
    model = MixedLM(found.vitality[order], design, groups=countries[order])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # its gradient methods stop short where the variance of countries is near zero, L-BFGS
        # even at an infinite likelihood; one variance is found as well without a gradient
        fit = model.fit(reml=True, method="powell", xtol=1e-10, ftol=1e-14)
    between, within = float(np.asarray(fit.cov_re)[0, 0]), float(fit.scale)
    effects = np.asarray(fit.fe_params)[1:]
    covariance = _covariance(design, countries[order], between, within)[1:, 1:]
    alike = between <= NONE
    settled = np.isfinite([*effects, between, within, fit.llf]).all()
    if not (settled and fit.converged and np.all(np.diag(covariance) > 0.0)):
        raise ModelError(f"{source}: the mixed model of vitality does not settle")
    gone = [term.label for term in found.terms if term not in terms]
    notes = (
        *(f"'{label}' does not vary within a country and is left out." for label in gone),
        *(("Countries do not differ beyond the terms: their variance is zero.",) if alike else ()),
    )
    numbers = (between, within, float(fit.llf))
    return Mixed(terms, effects, covariance, *numbers, many, notes)


def _covariance(
    design: Floats, countries: NDArray[np.str_], between: float, within: float
) -> Floats:
    """Covariance of generalised least squares, given the variances.

    statsmodels inverts the curvature in effects and variance together, which means nothing where
    the variance lies at zero.
    """
    information = design.T @ design
    for country in np.unique(countries):
        rows = design[countries == country]
        total = rows.sum(axis=0)
        weight = between / (within + len(rows) * between)
        information = information - weight * np.outer(total, total)
    result: Floats = within * np.linalg.inv(information)
    return result


def _varies(column: Floats, countries: NDArray[np.str_]) -> bool:
    """Whether a term differs between ties with one country at all."""
    return any(np.ptp(column[countries == one]) > 0.0 for one in np.unique(countries))
