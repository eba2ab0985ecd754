"""Proper scores: how good a stated distribution was, given what was then recorded.

A score is *proper* where nobody can gain by stating another distribution than the one believed
(Gneiting and Raftery, Strictly proper scoring rules, prediction, and estimation, Journal of the
American Statistical Association 102, 2007, 359-378). Log scores are in nats, the higher the
better; interval scores and distances are in the unit of the numbers, the lower the better.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEVEL = 0.1
"""Chance that a 90 % interval leaves out, half of it on each side."""


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def multinomial_log_score(counts: ArrayLike, shares: ArrayLike) -> float:
    """Log score of shares for recorded counts: the sum of count times ln share.

    The multinomial coefficient is left out: it is the same for all who predict.

    Parameters
    ----------
    counts : array of float, shape (k,)
        Recorded ties by cell.
    shares : array of float, shape (k,)
        Predicted shares; they must add up to 1.

    Raises
    ------
    ValueError
        If the shares do not add up to 1, or the two differ in length.

    Notes
    -----
    The logarithmic score of Gneiting and Raftery (2007), section 3.1, summed over ties.
    """
    count, share = _floats(counts), _floats(shares)
    if count.shape != share.shape:
        raise ValueError(f"{len(share)} shares for {len(count)} counts: one for each is needed")
    if abs(share.sum() - 1.0) > 1e-9:
        raise ValueError(f"shares add up to {share.sum():.6g}, not to 1")
    hit = count > 0.0
    if np.any(share[hit] <= 0.0):
        return -np.inf
    return float(count[hit] @ np.log(share[hit]))


def interval_score(
    low: ArrayLike, high: ArrayLike, recorded: ArrayLike, level: float = LEVEL
) -> Floats:
    """Width of an interval, plus 2 / level for each unit that the record lies outside.

    Parameters
    ----------
    low, high, recorded : array of float, shapes that broadcast
        Ends of the central intervals, and what was recorded.
    level : float
        Chance that the interval leaves out.

    Returns
    -------
    array of float
        In the unit of the numbers; the lower the better.

    Notes
    -----
    Gneiting and Raftery (2007), equation 43.
    """
    lower, upper, value = _floats(low), _floats(high), _floats(recorded)
    outside = np.maximum(lower - value, 0.0) + np.maximum(value - upper, 0.0)
    result: Floats = upper - lower + 2.0 / level * outside
    return result


def covered(low: ArrayLike, high: ArrayLike, recorded: ArrayLike) -> Flags:
    """Whether each interval, its ends included, holds the record."""
    value = _floats(recorded)
    inside: Flags = (_floats(low) <= value) & (value <= _floats(high))
    return inside


def negative_binomial_log_score(
    counts: ArrayLike, mean: ArrayLike, dispersion: ArrayLike
) -> Floats:
    """Log probability of counts under negative binomials of given mean and dispersion.

    Parameters
    ----------
    counts : array of float
        Recorded counts, 0 or more.
    mean : array of float
        Means, above 0.
    dispersion : array of float
        Dispersions a, 0 or more: variance = mean + a mean^2; at 0 it is Poisson's.

    Returns
    -------
    array of float, nats

    Raises
    ------
    ValueError
        If a mean is not above 0 or a dispersion is below 0.

    Notes
    -----
    The logarithmic score of Gneiting and Raftery (2007) for NB2 counts.
    """
    from scipy.special import gammaln, xlog1py, xlogy

    count, mu, spread = np.broadcast_arrays(_floats(counts), _floats(mean), _floats(dispersion))
    if np.any(mu <= 0.0) or np.any(spread < 0.0):
        raise ValueError("a negative binomial needs a mean above 0 and a dispersion of 0 or more")
    poisson = xlogy(count, mu) - mu - gammaln(count + 1.0)
    # below this the two agree to more digits than the gamma functions can tell apart
    over = spread > 1e-8
    size = 1.0 / np.where(over, spread, 1.0)
    full = (
        (gammaln(count + size) - gammaln(size) - gammaln(count + 1.0))
        - xlog1py(size, mu / size)
        + xlogy(count, mu / (size + mu))
    )
    result: Floats = np.where(over, full, poisson)
    return result


def quantile_distance(levels: ArrayLike, first: ArrayLike, second: ArrayLike) -> float:
    """Mean distance of two distributions of which some quantiles are known.

    The first Wasserstein distance is the mean, over all levels, of the distance of both quantile
    functions. Here the mean runs from the lowest to the highest known level; between known
    levels the quantile functions are taken as straight lines.

    Parameters
    ----------
    levels : array of float, shape (k,)
        Ascending, between 0 and 1.
    first, second : array of float, shape (k,)
        Quantiles at these levels.

    Returns
    -------
    float
        In the unit of the quantiles.

    Raises
    ------
    ValueError
        If the levels do not ascend, or there are fewer than two.

    Notes
    -----
    Not itself a proper score (Gneiting and Raftery 2007, section 4): a distance to describe by.
    """
    level, gap = _floats(levels), _floats(first) - _floats(second)
    width = np.diff(level)
    if len(level) < 2 or np.any(width <= 0.0):
        raise ValueError("quantiles need two levels or more, in ascending order")
    before, after = gap[:-1], gap[1:]
    size = np.abs(before) + np.abs(after)
    # where both lines cross, two triangles in place of a trapezium
    crossed = before * after < 0.0
    triangles = (before**2 + after**2) / np.where(size > 0.0, size, 1.0)
    area = np.where(crossed, triangles, size) / 2.0
    return float((area * width).sum() / width.sum())


def count_distance(values: ArrayLike, first: ArrayLike, second: ArrayLike) -> float:
    """First Wasserstein distance of two distributions over the same ordered values.

    Parameters
    ----------
    values : array of float, shape (k,)
        Ascending; what each cell stands for.
    first, second : array of float, shape (k,)
        Counts by cell; each is divided by its sum.

    Returns
    -------
    float
        In the unit of the values.

    Raises
    ------
    ValueError
        If the values do not ascend, or one side has no count.
    """
    value, one, two = _floats(values), _floats(first), _floats(second)
    width = np.diff(value)
    if np.any(width <= 0.0):
        raise ValueError("values must be in ascending order")
    if one.sum() <= 0.0 or two.sum() <= 0.0:
        raise ValueError("a distribution without a single count has no distance to another")
    gap = np.cumsum(one / one.sum() - two / two.sum())[:-1]
    return float((np.abs(gap) * width).sum())
