"""Standard errors in a network: ties that share a place are not independent.

Two ways. What is a sum over ties divided by another is deleted place by place and tie by tie: the
dyadic-robust variance is the sum of squares over places less that over ties (Fafchamps and Gubert
2007; Aronow, Samii and Assenova 2015). What counts subgraphs is deleted place by place alone: the
network jackknife (Lin, Lunde and Sarkar 2020), which errs on the large side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist

import numpy as np

from analysis.models.network.net import Floats, Net
from analysis.models.results import LEVEL, Coefficient

DYADIC = "dyadic-robust jackknife over places"
FEWEST = 3
"""Ties or places below which no error is given."""
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)

Statistic = Callable[[Floats], Floats]
"""Of sums in the last axis: shape (..., k) to (...)."""


def dyadic_error(net: Net, parts: Floats, statistic: Statistic, kept: Floats) -> float | None:
    """Error of a statistic of sums over ties.

    Parameters
    ----------
    net : Net
    parts : what each tie adds to each sum, shape (m, k), zeros where it is not used
    statistic : of the sums
    kept : 1 for ties that are used, else 0, shape (m,)

    Returns
    -------
    float or None
        None with fewer than three ties, or where leaving one place out leaves nothing to measure.
    """
    if kept.sum() < FEWEST:
        return None
    total = parts.sum(axis=0)
    by_place = np.column_stack([net.at_places(column) for column in parts.T])
    touched = net.at_places(kept) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        value = statistic(total)
        places = np.sum((statistic(total - by_place[touched]) - value) ** 2)
        ties = np.sum((statistic(total - parts[kept > 0]) - value) ** 2)
    # the difference may fall below what independent ties would have, by chance alone
    variance = max(float(places - ties), float(ties))
    return math.sqrt(variance) if math.isfinite(variance) else None


def deletion_error(value: float, without: Floats) -> float | None:
    """Error of a statistic from its values without each place, shape (n,)."""
    if len(without) < FEWEST or not np.isfinite(without).all():
        return None
    return math.sqrt(float(np.sum((without - value) ** 2)))


def row(
    term: str,
    label: str,
    estimate: float,
    se: float | None = None,
    note: str = "",
    least: float = -math.inf,
) -> Coefficient:
    """A coefficient with a normal 90 % interval where it has an error, not below `least`."""
    if se is None or not se > 0:
        return Coefficient(term, label, float(estimate), note=note)
    low, high = max(estimate - Z * se, least), estimate + Z * se
    return Coefficient(term, label, float(estimate), float(se), float(low), float(high), note=note)


def correlation_row(
    term: str, label: str, estimate: float, se: float | None, note: str = ""
) -> Coefficient:
    """A correlation; its interval is made on Fisher's scale, where it cannot leave -1 to 1."""
    if se is None or not se > 0 or abs(estimate) >= 1:
        return row(term, label, estimate, None, note)
    centre, half = math.atanh(estimate), Z * se / (1 - estimate**2)
    low, high = math.tanh(centre - half), math.tanh(centre + half)
    return Coefficient(term, label, float(estimate), float(se), low, high, note=note)


def share_row(term: str, label: str, hits: int, of: int, note: str = "") -> Coefficient:
    """A share of independent places, with its binomial error and Wilson's interval.

    Of none or all no error is given, for the binomial one would be 0.
    """
    share = hits / of
    se = math.sqrt(share * (1 - share) / of)
    centre = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z / (1 + Z * Z / of) * math.sqrt(se * se + Z * Z / (4 * of * of))
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Coefficient(term, label, share, se if 0 < hits < of else None, low, high, note=note)


def finite(rows: Sequence[Coefficient]) -> tuple[tuple[Coefficient, ...], list[str]]:
    """Rows that have a number, and a note for each that has none."""
    kept = tuple(row for row in rows if math.isfinite(row.estimate))
    lost = [f"'{row.label}' is not defined here." for row in rows if row not in kept]
    return kept, lost
