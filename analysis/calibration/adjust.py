"""From a bank and a record to a posterior: learnt statistics, rejection, regression adjustment.

One statistic a parameter is learnt by ridge regression on the summaries (semi-automatic
approximate Bayesian computation: Fearnhead & Prangle 2012, "Constructing summary statistics for
approximate Bayesian computation"). The draws whose statistics lie nearest to the record's are kept
with Epanechnikov weights and moved along a local-linear regression to where they would lie if
their statistics were the record's (Beaumont, Zhang & Balding 2002, "Approximate Bayesian
computation in population genetics").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PENALTIES = np.logspace(-2, 6, 33)
"""Ridge penalties that are tried, for standardised features."""
ACCEPTED = 0.2
"""Share of the draws that is kept, where these are enough; see `EACH`."""
MOST = 0.8
"""Share of the draws that is kept at most."""
EACH = 25
"""Draws that are kept for each coefficient of the local regression, where the bank has them: its
own errors then add a few per cent to the width of a posterior, not a quarter."""
EXPLAINED_AT_LEAST = 0.05
"""Share of a parameter's variance under which its statistic says nothing worth listening to."""
FEWEST = 4
"""Draws for each coefficient under which nothing is inferred."""
EDGE = 1e-6
"""Draws lie this far inside the box in its units, so that a logit is finite."""


@dataclass(frozen=True)
class Ridge:
    """A ridge regression on features, its penalty chosen by generalised cross-validation.

    Attributes
    ----------
    squares : whether squares of the summaries stand beside them
    offset : prediction where all features are 0
    coefficients : by feature, shape (k,)
    left_out : prediction of each draw by all others, shape (n,)
    explained : share of the target's variance that `left_out` explains
    """

    squares: bool
    offset: float
    coefficients: Floats
    left_out: Floats
    explained: float


@dataclass(frozen=True)
class Statistics:
    """Statistics that were learnt from a bank, one a parameter.

    Attributes
    ----------
    usable : which summaries are used, shape (m,)
    centre, scale : of the usable summaries over the bank
    low, high : their range over the bank, standardised
    ridges : one a parameter
    """

    usable: NDArray[np.bool_]
    centre: Floats
    scale: Floats
    low: Floats
    high: Floats
    ridges: tuple[Ridge, ...]

    @property
    def speaking(self) -> NDArray[np.int64]:
        """Which statistics explain their parameter at all; the best where none does enough."""
        explained = np.array([ridge.explained for ridge in self.ridges])
        return np.flatnonzero(explained >= min(EXPLAINED_AT_LEAST, explained.max()))

    @property
    def of_bank(self) -> Floats:
        """Statistics of the bank's draws, each predicted by the others, shape (n, p).

        A draw's own fitted value would be nearer to its parameter than a record's ever is.
        """
        return np.column_stack([ridge.left_out for ridge in self.ridges])

    def of(self, record: Floats) -> Floats:
        """Statistics of one record, shape (p,)."""
        plain = (record[self.usable] - self.centre) / self.scale
        # beyond what any draw shows nothing was learnt, squares least of all
        plain = np.clip(np.where(np.isnan(plain), 0.0, plain), self.low, self.high)[None, :]
        return np.array(
            [
                ridge.offset + (_features(plain, ridge.squares) @ ridge.coefficients).item()
                for ridge in self.ridges
            ]
        )


NULL_AT_MOST = 0.1
"""Share of draws in which a used summary may be null; there it says nothing and takes its mean."""


def learn(unit: Floats, x: Floats) -> Statistics:
    """Learn one statistic a parameter.

    Parameters
    ----------
    unit : array, shape (n, p)
        Parameters in units of their box.
    x : array, shape (n, m)
        Summaries with errors of observation, nan where a run has none. Those that are constant or
        null too often are left out.

    Raises
    ------
    ValueError
        If no summary varies.
    """
    missing = np.isnan(x)
    often = missing.mean(axis=0) > NULL_AT_MOST
    spread = np.nanstd(np.where(often, 0.0, x), axis=0)
    usable = ~often & (spread > 1e-9)
    if not usable.any():
        raise ValueError("no summary varies over the bank, so nothing can be learnt from it")
    kept = x[:, usable]
    centre, scale = np.nanmean(kept, axis=0), np.nanstd(kept, axis=0)
    plain = np.where(np.isnan(kept), 0.0, (kept - centre) / scale)
    families = [(squares, Family(_features(plain, squares))) for squares in (False, True)]
    ridges = []
    for target in unit.T:
        fits = [(*family.best(target), squares) for squares, family in families]
        _, ridge, squares = min(fits, key=lambda fit: fit[0])
        ridges.append(Ridge(squares, *ridge))
    low, high = plain.min(axis=0), plain.max(axis=0)
    return Statistics(usable, centre, scale, low, high, tuple(ridges))


def _features(plain: Floats, squares: bool) -> Floats:
    """Standardised summaries, and their squares about 1, which is their mean."""
    return np.hstack([plain, plain**2 - 1.0]) if squares else plain


class Family:
    """Ridge regressions of several targets on the same features, by one decomposition."""

    def __init__(self, features: Floats) -> None:
        self.centre = features.mean(axis=0)
        self.u, self.s, self.vt = np.linalg.svd(features - self.centre, full_matrices=False)

    def best(self, target: Floats) -> tuple[float, tuple[float, Floats, Floats, float]]:
        """Smallest criterion of generalised cross-validation, and the fit that has it."""
        n, mean = len(target), float(target.mean())
        y = target - mean
        along = self.u.T @ y
        found = []
        for penalty in PENALTIES:
            shrink = self.s**2 / (self.s**2 + penalty)
            residual = y - self.u @ (shrink * along)
            freedom = 1.0 - (1.0 + shrink.sum()) / n
            found.append(float((residual**2).mean() / max(freedom, 1e-9) ** 2))
        penalty = PENALTIES[int(np.argmin(found))]
        shrink = self.s**2 / (self.s**2 + penalty)
        fitted = self.u @ (shrink * along)
        lever = (self.u**2) @ shrink + 1.0 / n
        left_out = target - (y - fitted) / (1.0 - lever)
        coefficients = self.vt.T @ (self.s / (self.s**2 + penalty) * along)
        explained = 1.0 - float(((target - left_out) ** 2).sum() / (y**2).sum())
        offset = mean - float(self.centre @ coefficients)
        return min(found), (offset, coefficients, left_out, explained)


@dataclass(frozen=True)
class Sample:
    """A weighted sample of the posterior.

    Attributes
    ----------
    unit : adjusted parameters in units of the box, shape (k, p)
    weights : sum to 1, shape (k,)
    draws : rows of the bank that were kept, shape (k,)
    """

    unit: Floats
    weights: Floats
    draws: NDArray[np.int64]


def posterior_sample(unit: Floats, learnt: Statistics, record: Floats) -> Sample:
    """Keep the draws nearest to a record and move them to where it lies.

    Parameters
    ----------
    unit : array, shape (n, p)
        Parameters of the bank in units of their box.
    learnt : Statistics
        What was learnt from the same bank.
    record : array, shape (m,)
        The record's summaries on their scales.

    Raises
    ------
    ValueError
        If the bank is too small for the regression.
    """
    n, p = unit.shape
    if MOST * n < FEWEST * (p + 1):
        least = int(FEWEST * (p + 1) / MOST)
        raise ValueError(f"{n} draws are too few for {p} parameters; give {least} or more")
    heard = learnt.speaking
    statistics, there = learnt.of_bank[:, heard], learnt.of(record)[heard]
    # in units of what a statistic leaves open, so that the sharpest count most
    difference = (statistics - there) / (statistics - unit[:, heard]).std(axis=0)
    distance = np.sqrt((difference**2).sum(axis=1))
    order = np.argsort(distance, kind="stable")
    count = int(min(max(ACCEPTED * n, EACH * (len(heard) + 1)), MOST * n))
    kept = np.sort(order[:count])
    width = distance[order[count]]
    weights = 1.0 - (distance[kept] / width) ** 2
    weights = np.maximum(weights, 0.0) / np.maximum(weights, 0.0).sum()
    moved = _adjusted(unit[kept], difference[kept], weights)
    return Sample(moved, weights, kept)


def _adjusted(unit: Floats, difference: Floats, weights: Floats) -> Floats:
    """Local-linear regression of the logits; residuals are put at the record's statistics.

    Residuals are widened twice: by the freedom that the regression took from them (as in HC2
    errors), and by the error of the regression itself at the record's statistics.
    """
    inside = np.clip(unit, EDGE, 1.0 - EDGE)
    logit = np.log(inside / (1.0 - inside))
    root = np.sqrt(weights)[:, None]
    features = np.column_stack([np.ones(len(unit)), difference])
    u, s, vt = np.linalg.svd(root * features, full_matrices=False)
    rank = s > s[0] * 1e-10
    u, s, vt = u[:, rank], s[rank], vt[rank]
    # row 0 of the solution: how each draw weighs in what is said at the record
    solution = (vt.T / s) @ (u * root).T
    coefficients = solution @ logit
    residual = logit - features @ coefficients
    lever = np.clip((u**2).sum(axis=1), 0.0, 0.9)[:, None]
    wider = np.sqrt((1.0 + (solution[0] ** 2).sum()) / (1.0 - lever))
    moved: Floats = 1.0 / (1.0 + np.exp(-(coefficients[0] + wider * residual)))
    return moved


def weighted_quantiles(values: Floats, weights: Floats, levels: Floats) -> Floats:
    """Quantiles of each column of a weighted sample, shape (levels, p).

    Between the points of the weighted distribution function, each in the middle of its step.
    """
    result = np.empty((len(levels), values.shape[1]))
    for column in range(values.shape[1]):
        order = np.argsort(values[:, column], kind="stable")
        own = weights[order]
        middle = np.cumsum(own) - own / 2.0
        result[:, column] = np.interp(levels, middle / own.sum(), values[order, column])
    return result
