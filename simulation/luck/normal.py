"""Standard normal scores from draws: the same bits on every processor.

The quantile function of Wichura (1988, "Algorithm AS 241: The percentage points of the normal
distribution", Applied Statistics 37, 477-484), its shorter form PPND7, good to seven digits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.luck.exact import Floats, log
from simulation.luck.keyed import GRID

_MIDDLE = 0.425
"""Half the width of the part that one ratio of polynomials in the probability serves."""
_TAIL = 5.0
_IN_MIDDLE = (
    (3.3871327179e00, 5.0434271938e01, 1.5929113202e02, 5.9109374720e01),
    (1.0, 1.7895169469e01, 7.8757757664e01, 6.7187563600e01),
)
_IN_TAIL = (
    (1.4234372777e00, 2.7568153900e00, 1.3067284816e00, 1.7023821103e-01),
    (1.0, 7.3700164250e-01, 1.2021132975e-01),
)
_FAR_OUT = (
    (6.6579051150e00, 3.0812263860e00, 4.2868294337e-01, 1.7337203997e-02),
    (1.0, 2.4197894225e-01, 1.2258202635e-02),
)

Ratio = tuple[tuple[float, ...], tuple[float, ...]]


def normal(draws: NDArray[np.int64]) -> Floats:
    """Standard normal score of each draw on the grid, at the middle of its cell.

    Parameters
    ----------
    draws : integers on 0 .. GRID - 1, any shape

    Raises
    ------
    ValueError
        If a draw lies outside the grid.
    """
    if draws.size and not bool(np.all((draws >= 0) & (draws < GRID))):
        raise ValueError(f"draws: expected integers from 0 to {GRID - 1}")
    # both tails are counted from their own end: 1 - p would lose the digits of a small p
    below = draws < GRID // 2
    end = (np.where(below, draws, GRID - 1 - draws).astype(np.float64) + 0.5) / GRID
    from_middle = end - 0.5
    middle = np.abs(from_middle) <= _MIDDLE
    inner = from_middle * _ratio(_IN_MIDDLE, _MIDDLE * _MIDDLE - from_middle * from_middle)
    root = np.sqrt(-log(end))
    outer = np.where(root <= _TAIL, _ratio(_IN_TAIL, root - 1.6), _ratio(_FAR_OUT, root - _TAIL))
    score = np.where(middle, -inner, outer)
    return np.where(below, -score, score)


def _ratio(terms: Ratio, x: Floats) -> Floats:
    """Quotient of two polynomials, by Horner's rule."""
    above, under = (np.full_like(x, polynomial[-1]) for polynomial in terms)
    for total, polynomial in ((above, terms[0]), (under, terms[1])):
        for term in reversed(polynomial[:-1]):
            total *= x
            total += term
    return above / under
