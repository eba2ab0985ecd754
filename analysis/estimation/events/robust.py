"""Errors that hold where counts scatter together, and which countries and years a size rests on.

Three errors of one size. *Model*: Poisson, widened by the dispersion; years are taken as
independent. *Cluster*: a sandwich over countries; it fails, towards zero, where an event is felt
in one or two countries only, for their scores are then fitted away. *Serial*: a sandwich over
years within a country (Bartlett weights), which stands between the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.counts.penalised import Solution
from analysis.estimation.counts.problem import Problem
from analysis.estimation.events.columns import Layout

Floats = NDArray[np.float64]

LAGS = 5
"""Years over which the residuals of a country may go together."""


@dataclass(frozen=True)
class Informed:
    """What tells the size of an event.

    Attributes
    ----------
    rows : rows that the fit expects where and while it is felt, weighted by how strongly
    countries : share of the information by place of the country
    years : share by year; 0 for cells without one
    clusters : how many countries of equal weight would tell as much
    """

    rows: float
    countries: dict[int, float]
    years: dict[int, float]
    clusters: float


def sandwich(found: Solution, meat: Floats) -> Floats:
    """Covariance of a penalised optimum whose scores have the covariance `meat`.

    The priors enter as if they were data of their stated precision (Wood 2017, section 6.10): with
    the information in place of `meat` it is the ordinary covariance.
    """
    bread = found.covariance
    result: Floats = bread @ (meat + np.diag(found.precision)) @ bread
    return result


def by_cluster(given: Problem, found: Solution) -> Floats:
    """Covariance of the summed scores of countries, with the usual correction for few of them."""
    sums = _sums(given, found, given.groups)
    many, cells, free = len(sums), len(given.counts), given.design.shape[1]
    factor = many / (many - 1) * (cells - 1) / (cells - free)
    meat: Floats = factor * (sums.T @ sums)
    return meat


def by_years(given: Problem, found: Solution, where: Layout, lags: int = LAGS) -> Floats:
    """Covariance of scores that go together within a country over neighbouring years.

    Cells without a year stand alone, those by Land together by country.
    """
    scores = given.design * found.scores[:, None]
    land = given.weight != 1.0
    loose = ~land & (where.years == 0)
    sums = _sums(given, found, np.where(land, given.groups, -1))[1:] if land.any() else scores[:0]
    meat: Floats = sums.T @ sums + scores[loose].T @ scores[loose]
    for group in np.unique(given.groups):
        cells = np.flatnonzero((given.groups == group) & ~land & (where.years > 0))
        apart = np.abs(where.years[cells][:, None] - where.years[cells][None, :])
        weight = np.maximum(1.0 - apart / (lags + 1.0), 0.0)
        meat += scores[cells].T @ weight @ scores[cells]
    total, free = given.design.shape
    meat *= total / (total - free)
    return meat


def _sums(given: Problem, found: Solution, clusters: NDArray[np.int64]) -> Floats:
    """Scores summed over clusters, in the order of their numbers."""
    _, place = np.unique(clusters, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1, given.design.shape[1]))
    np.add.at(sums, place, given.design * found.scores[:, None])
    return sums


def informed(given: Problem, found: Solution, where: Layout, name: str) -> Informed:
    """Which countries and years tell one size, once all other parameters are allowed for."""
    place = given.names.index(name)
    column = given.design[:, place]
    others = np.delete(np.arange(len(given.names)), place)
    whole = found.information + np.diag(found.precision)
    slopes = np.linalg.solve(whole[np.ix_(others, others)], found.information[others, place])
    own = column - given.design[:, others] @ slopes
    told = given.weight * found.fitted * own**2
    total = max(float(told.sum()), 1e-300)
    countries = {int(g): float(told[given.groups == g].sum()) / total for g in set(given.groups)}
    years = {int(y): float(told[where.years == y].sum()) / total for y in set(where.years)}
    clusters = 1.0 / sum(share**2 for share in countries.values())
    national = given.weight == 1.0
    rows = float((found.fitted * np.maximum(column, 0.0))[national].sum())
    return Informed(rows, countries, years, clusters)


def autocorrelation(given: Problem, found: Solution, where: Layout) -> float:
    """Correlation of a country's Pearson residuals with those of the year before."""
    residual = (given.counts - found.fitted) / np.sqrt(found.fitted)
    products, squares = 0.0, 0.0
    for group in np.unique(given.groups):
        cells = np.flatnonzero((given.groups == group) & (where.years > 0))
        at = dict(zip(where.years[cells].tolist(), residual[cells].tolist(), strict=True))
        pairs = [(at[year], at[year + 1]) for year in at if year + 1 in at]
        products += sum(a * b for a, b in pairs)
        squares += sum(0.5 * (a * a + b * b) for a, b in pairs)
    return products / max(squares, 1e-300)
