"""Whether like is tied to like: by size, by number of ties, by country."""

from __future__ import annotations

import math

import numpy as np

from analysis.models.network.errors import correlation_row, dyadic_error, row
from analysis.models.network.net import Flags, Floats, Net
from analysis.models.results import Coefficient

LN2 = math.log(2)


def correlation(sums: Floats) -> Floats:
    """Correlation from the sums 1, x, y, x², y², xy in the last axis."""
    n, x, y, xx, yy, xy = np.moveaxis(np.asarray(sums, dtype=np.float64), -1, 0)
    spread = (n * xx - x * x) * (n * yy - y * y)
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = (n * xy - x * y) / np.sqrt(np.where(spread > 0, spread, np.nan))
    return result


def assortativity_rows(net: Net) -> list[Coefficient]:
    """Correlations and likenesses over ties; NaN where there is nothing to compare."""
    rows = [*_size_rows(net), *_degree_rows(net)]
    if not net.two_sided:
        codes = np.unique(net.country, return_inverse=True)[1]
        value = net.graph.assortativity_nominal(codes.tolist(), directed=False)
        rows.append(row("country", "assortativity by country (Newman)", value))
    return rows


def _size_rows(net: Net) -> list[Coefficient]:
    known = np.isfinite(net.population) & (net.population > 0)
    ln = np.log(np.where(known, net.population, 1.0))
    both = known[net.u] & known[net.v]
    return [
        _directed(net, ln, both & net.abroad, "ln_population_ends", "ln population (people)"),
        _likeness(net, ln, both & net.abroad),
        _newman(net, ln, both, "ln_population", "ln population (people)"),
    ]


def _degree_rows(net: Net) -> list[Coefficient]:
    degree = net.degree.astype(np.float64)
    return [
        _directed(net, degree, net.abroad, "degree_ends", "number of ties"),
        _newman(net, degree, np.ones(net.ties, dtype=np.bool_), "degree", "number of ties"),
    ]


def _directed(net: Net, values: Floats, used: Flags, term: str, of: str) -> Coefficient:
    """Correlation over ties abroad of the German end with its partner."""
    label = f"correlation of {of}, German end and partner abroad"
    kept, x, y = _centred(net, values, used)
    sums = np.column_stack([kept, x, y, x * x, y * y, x * y])
    se = dyadic_error(net, sums, correlation, kept)
    return correlation_row(term, label, float(correlation(sums.sum(axis=0))), se)


def _newman(net: Net, values: Floats, used: Flags, term: str, of: str) -> Coefficient:
    """The assortativity coefficient: each tie counts from both ends."""
    kept, x, y = _centred(net, values, used)
    sums = np.column_stack([2 * kept, x + y, x + y, x * x + y * y, x * x + y * y, 2 * x * y])
    label = f"assortativity by {of} (Newman)"
    se = dyadic_error(net, sums, correlation, kept)
    return correlation_row(term, label, float(correlation(sums.sum(axis=0))), se)


def _centred(net: Net, values: Floats, used: Flags) -> tuple[Floats, Floats, Floats]:
    """1 for the ties that are used, and the values at both ends; 0 elsewhere.

    Values are taken from their mean, so that sums of squares keep their digits.
    """
    kept = used.astype(np.float64)
    x, y = values[net.u], values[net.v]
    centre = float(np.concatenate([x[used], y[used]]).mean()) if used.any() else 0.0
    return kept, (x - centre) * kept, (y - centre) * kept


def _likeness(net: Net, ln: Floats, used: Flags) -> Coefficient:
    kept = used.astype(np.float64)
    like = (np.abs(ln[net.u] - ln[net.v]) <= LN2) * kept
    sums = np.column_stack([kept, like])

    def share(total: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            result: Floats = total[..., 1] / total[..., 0]
        return result

    label = "share of ties abroad whose larger end has at most twice the people"
    return row(
        "within_factor_two",
        label,
        float(share(sums.sum(axis=0))),
        dyadic_error(net, sums, share, kept),
    )
