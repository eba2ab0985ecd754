"""The predictive distribution of a count: luck, parameters, and what the structure misses.

All who predict are treated alike: a mean m, a variance (over runs; Poisson's for rivals), and a
discrepancy a m^2, whose a is estimated by maximum likelihood on cells that are *fitted*, never on
those kept back. The distribution is the negative binomial of that mean and variance.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from analysis.contest.scores import LEVEL, negative_binomial_log_score

Floats = NDArray[np.float64]

LEAST_MEAN = 0.05
"""Ties: no mean is taken as lower, whoever predicts it.

Half a tie in fifty years. A mean of zero would call a single recorded tie impossible."""

LARGE = 5.0
"""Ties: from this mean on a cell is large."""

MOST = 100.0
"""Upper bound of the discrepancy: a standard deviation of ten times the mean."""

COLUMNS = ("pattern", "cell", "group", "mean", "variance")
"""What is predicted: group names the cells that share one discrepancy."""
SAME = "same_level"
"""Column of fitted cells: those of one label share a level that was fitted to them; null: none."""


def dispersion(mean: ArrayLike, variance: ArrayLike, discrepancy: ArrayLike = 0.0) -> Floats:
    """Dispersion of the negative binomial with this mean and ``variance + discrepancy mean^2``.

    A variance below the mean counts as Poisson's, which is the wider and so the safer.

    Parameters
    ----------
    mean, variance : array of float
        Ties, ties squared; means above 0.
    discrepancy : array of float
        Squared relative error of the structure.

    Returns
    -------
    array of float
    """
    mu, spread = np.asarray(mean, dtype=np.float64), np.asarray(variance, dtype=np.float64)
    excess: Floats = np.maximum(spread - mu, 0.0) / mu**2 + np.asarray(discrepancy)
    return excess


def discrepancy(
    recorded: ArrayLike,
    mean: ArrayLike,
    variance: ArrayLike,
    same_level: Sequence[str | None] | None = None,
) -> float:
    """Squared relative error of a structure, by maximum likelihood.

    Means that were fitted to the very cells lie nearer to them than to others. For each level that
    was fitted (an appeal, to all cells of its country) the likelihood is adjusted as Cox and Reid
    have it, on the log scale of the means: otherwise the error comes out too small, the more the
    fewer cells a level has (Cox & Reid 1987, "Parameter orthogonality and approximate conditional
    inference", Journal of the Royal Statistical Society B 49).

    Parameters
    ----------
    recorded, mean, variance : array of float, shape (n,)
        Of fitted cells: recorded counts, predicted means and variances.
    same_level : sequence of str, shape (n,), optional
        Cells of one label share a level that was fitted to them; None: none was.

    Returns
    -------
    float
        Between 0 and `MOST`; 0 where there is no cell.
    """
    from scipy.optimize import minimize_scalar

    count = np.asarray(recorded, dtype=np.float64)
    if not len(count):
        return 0.0

    mu = np.asarray(mean, dtype=np.float64)
    labels = [None] * len(count) if same_level is None else list(same_level)
    levels = [
        np.array([own == label for own in labels])
        for label in dict.fromkeys(labels)
        if label is not None
    ]

    def loss(size: float) -> float:
        spread = dispersion(mu, variance, size)
        weight = mu / (1.0 + spread * mu)
        adjusted = 0.5 * sum(float(np.log(weight[own].sum())) for own in levels)
        return adjusted - float(negative_binomial_log_score(count, mu, spread).sum())

    bounds = (np.log(1e-6), np.log(MOST))
    found = minimize_scalar(lambda ln: loss(np.exp(ln)), bounds=bounds, method="bounded")
    best = float(np.exp(found.x))
    return best if loss(best) < loss(0.0) else 0.0


def intervals(mean: ArrayLike, spread: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Ends of central intervals of negative binomials, whole numbers.

    Parameters
    ----------
    mean, spread : array of float, shape (n,)
        Means above 0, and dispersions (0 is Poisson).
    level : float
        Chance left out, half on each side.

    Returns
    -------
    low, high : array of float, shape (n,)
        Smallest whole numbers with at least level / 2 and 1 - level / 2 of the distribution at or
        below them.
    """
    from scipy.stats import nbinom, poisson

    mu, k = np.broadcast_arrays(np.asarray(mean, np.float64), np.asarray(spread, np.float64))
    over = k > 1e-8
    size = 1.0 / np.where(over, k, 1.0)
    low, high = (
        np.where(over, nbinom.ppf(q, size, size / (size + mu)), poisson.ppf(q, mu))
        for q in (level / 2, 1 - level / 2)
    )
    return low, high


def predictive(known: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Predictive distributions of kept-back cells.

    Cells of one group share a discrepancy, large ones (means of `LARGE` and more) and small ones
    each their own: a handful of ties with a country that nobody foresaw is a large relative
    error, and says nothing about France.

    Parameters
    ----------
    known : polars.DataFrame
        `COLUMNS` and recorded, of fitted cells, as predicted without themselves (rivals) or by
        the runs (the model); then also `SAME`, for they were seen.
    kept : polars.DataFrame
        `COLUMNS` of the cells to predict.

    Returns
    -------
    polars.DataFrame
        pattern, cell, mean (not below `LEAST_MEAN`), variance, discrepancy (0 where the group
        has no fitted cell: the narrower intervals), dispersion, low90, high90; rows and order of
        `kept`.
    """
    sizes = _discrepancies(_floored(known))
    frame = _floored(kept).with_columns(
        discrepancy=pl.struct("group", "large").map_elements(
            lambda key: sizes.get((key["group"], key["large"]), 0.0), return_dtype=pl.Float64
        )
    )
    mean, variance, size = (frame[name].to_numpy() for name in ("mean", "variance", "discrepancy"))
    spread = dispersion(mean, variance, size)
    low, high = intervals(mean, spread)
    return frame.select(
        *("pattern", "cell", "mean", "variance", "discrepancy"),
        dispersion=pl.Series(spread, dtype=pl.Float64),
        low90=pl.Series(low, dtype=pl.Float64),
        high90=pl.Series(high, dtype=pl.Float64),
    )


def _floored(frame: pl.DataFrame) -> pl.DataFrame:
    """No mean below `LEAST_MEAN`; large or small."""
    return frame.with_columns(
        pl.col("mean").clip(lower_bound=LEAST_MEAN), large=pl.col("mean") >= LARGE
    )


def _discrepancies(known: pl.DataFrame) -> dict[tuple[str, bool], float]:
    """Discrepancy by group and size of cell; a size without a fitted cell takes the group's."""
    columns = ("recorded", "mean", "variance")
    sizes = {}
    for (group,), cells in known.sort("group", "pattern", "cell", "mean").group_by(
        "group", maintain_order=True
    ):
        for large in (False, True):
            alike = cells.filter(pl.col("large") == large)
            used = cells if alike.is_empty() else alike
            levels = used[SAME].to_list() if SAME in used.columns else None
            recorded, mean, variance = (used[name].to_numpy() for name in columns)
            sizes[str(group), large] = discrepancy(recorded, mean, variance, levels)
    return sizes
