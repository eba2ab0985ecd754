"""Conditional logit on sampled alternatives, with errors clustered by the place that chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.single_ties.logit import LogitFit, conditional_logit
from analysis.models.gravity.design import independent
from analysis.models.results import LEVEL, Coefficient, ModelError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BLOCK = 500
"""Sets that are looked at together."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fitted choice.

    Attributes
    ----------
    terms, params, covariance : of the terms that could be estimated
    clusters : number of places that choose
    fit : measures of the whole
    notes : what was left out, and why
    """

    terms: tuple[str, ...]
    params: Floats
    covariance: Floats
    clusters: int
    fit: Mapping[str, float]
    notes: tuple[str, ...]

    def rows(self, labels: Mapping[str, str]) -> tuple[Coefficient, ...]:
        """Coefficients with 90 % intervals and two-sided p values."""
        from scipy.stats import t

        freedom = max(self.clusters - 1, 1)
        reach = float(t.ppf(0.5 + LEVEL / 2, freedom))
        made = []
        for number, term in enumerate(self.terms):
            value, error = float(self.params[number]), float(self.covariance[number, number]) ** 0.5
            p = float(2 * t.sf(abs(value) / error, freedom))
            low, high = value - reach * error, value + reach * error
            made.append(Coefficient(term, labels.get(term, term), value, error, low, high, p))
        return tuple(made)

    @property
    def errors(self) -> str:
        """How the errors were made."""
        return f"clustered by German place ({self.clusters} clusters)"


def fitted_choice(
    design: Floats,
    offset: Floats,
    clusters: Integers,
    terms: Sequence[str],
    labels: Mapping[str, str],
) -> Fitted:
    """Fit the choice of the first alternative of each set.

    Terms that do not differ within sets, follow from others, or tell the partner without fail are
    left out, with a note on each.

    Parameters
    ----------
    design : (sets, alternatives, terms)
    offset : (sets, alternatives), -inf where a set is smaller
    clusters : (sets,) number of the place that chooses
    terms : names of the columns
    labels : the same for people

    Raises
    ------
    ModelError
        If nothing can be estimated, or some combination of terms tells the partner without fail.
    """
    used, notes = _estimable(design, offset, terms, labels)
    if not used:
        raise ModelError("no term differs between a partner and its alternatives")
    # a copy of what is large only where a term is left out
    some = design if len(used) == len(terms) else design[:, :, used]
    first = np.zeros(len(design), dtype=np.int64)
    try:
        fit = conditional_logit(some, first, offset=offset)
    except (ArithmeticError, np.linalg.LinAlgError):
        fit = None
    if fit is None or not (np.diag(fit.covariance) > 0.0).all():
        raise ModelError(
            "some combination of terms tells the partner from its alternatives without fail; give "
            "more ties"
        )
    covariance, count = clustered(fit, some, offset, clusters)
    nothing = -np.log(np.exp(offset - offset[:, :1]).sum(axis=1)).sum()
    measures = {
        "log likelihood": fit.log_likelihood,
        "McFadden R2": 1.0 - fit.log_likelihood / float(nothing),
        "alternatives in a set, mean": float(np.isfinite(offset).sum() / len(offset)),
    }
    names = tuple(terms[number] for number in used)
    return Fitted(names, fit.params, covariance, count, measures, tuple(notes))


def clustered(
    fit: LogitFit, design: Floats, offset: Floats, clusters: Integers
) -> tuple[Floats, int]:
    """Covariance when choices of one cluster are not independent, and the number of clusters.

    The sandwich of summed scores, times clusters / (clusters - 1). With a single cluster, that of
    independent choices.
    """
    utility = offset + design @ fit.params
    weight = np.exp(utility - utility.max(axis=1, keepdims=True))
    share = weight / weight.sum(axis=1, keepdims=True)
    scores = design[:, 0] - np.einsum("sa,sac->sc", share, design)
    known, place = np.unique(clusters, return_inverse=True)
    count = len(known)
    if count < 2:
        return fit.covariance, count
    sums = np.zeros((count, design.shape[2]))
    np.add.at(sums, place, scores)
    result: Floats = fit.covariance @ (sums.T @ sums) @ fit.covariance * (count / (count - 1))
    return result, count


def _estimable(
    design: Floats, offset: Floats, terms: Sequence[str], labels: Mapping[str, str]
) -> tuple[list[int], list[str]]:
    """Numbers of the terms that can be estimated, and notes on the others."""
    used: list[int] = []
    notes: list[str] = []
    there = np.isfinite(offset)[:, 1:]
    for number, term in enumerate(terms):
        gap = (design[:, 1:, number] - design[:, :1, number])[there]
        name = labels.get(term, term)
        if not np.any(gap != 0.0):
            notes.append(f"'{name}' is the same for a partner and its alternatives: left out.")
        elif not (np.any(gap > 0.0) and np.any(gap < 0.0)):
            amount = "more" if np.any(gap < 0.0) else "less"
            notes.append(
                f"'{name}' is left out: no alternative has {amount} of it than the partner, so its "
                "estimate would be infinite."
            )
        else:
            used.append(number)
    if not used:
        return used, notes
    triangle = _triangle(design, there, used)
    kept, dropped = independent(triangle, [terms[number] for number in used])
    notes += [f"'{labels.get(term, term)}' {why} and is left out." for term, why in dropped.items()]
    return [used[number] for number in kept], notes


def _triangle(design: Floats, there: NDArray[np.bool_], used: Sequence[int]) -> Floats:
    """Square matrix whose columns depend on each other as the gaps to the partner do.

    The triangle of their QR decomposition, block by block: the gaps of all are large.
    """
    result = np.zeros((0, len(used)))
    for start in range(0, len(design), BLOCK):
        part = design[start : start + BLOCK][:, :, used]
        gaps = (part[:, 1:] - part[:, :1])[there[start : start + BLOCK]]
        result = np.linalg.qr(np.vstack([result, gaps]), mode="r")
    return result
