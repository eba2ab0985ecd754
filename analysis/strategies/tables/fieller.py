"""The ratio of two paired means, with an interval that knows when there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVEL = 0.9


@dataclass(frozen=True)
class Ratio:
    """A ratio of means; None stands for no end, or for no number at all.

    Attributes
    ----------
    value : float or None
        None where the denominator's mean is not above zero by more than its error.
    low, high : float or None
        Ends of the interval. With `value` None only `low` may be there: more than so much.
    """

    value: float | None
    low: float | None
    high: float | None


def ratio_of_means(above: Floats, below: Floats, level: float = LEVEL) -> Ratio:
    """Mean of `above` over mean of `below`, both (replications,), with Fieller's interval.

    It solves (a - r b)^2 <= t^2 var(a - r b) for r, so it holds also where the ratio is no normal
    number (Fieller 1954, doi:10.1111/j.2517-6161.1954.tb00159.x). Meant for `above` that is
    positive on average and `below` that should be.
    """
    from scipy.special import stdtrit

    n = len(above)
    quantile = float(stdtrit(n - 1, (1.0 + level) / 2.0))
    a, b = float(above.mean()), float(below.mean())
    (aa, ab), (_, bb) = (np.cov(above, below, ddof=1) / n).tolist()
    spread = quantile * bb**0.5
    if b - spread <= 0.0:
        # what is below may be nothing: all that is sure is what the most of it would give
        return Ratio(None, a / (b + spread) if b + spread > 0.0 and a > 0.0 else None, None)
    square, middle, rest = b * b - spread**2, a * b - quantile**2 * ab, a * a - quantile**2 * aa
    root = max(middle * middle - square * rest, 0.0) ** 0.5
    return Ratio(a / b, (middle - root) / square, (middle + root) / square)
