"""All events at once: are their sizes zero together, and which stand when many are looked at.

No Wald test with a robust covariance: with two dozen sizes, many of them felt in one country, it
rejects most data sets in which no event did anything. What goes together over years is allowed
for by `against_false_dates` instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.stats import chi2, f, norm
from statsmodels.stats.multitest import multipletests

from analysis.estimation.counts.penalised import (
    dispersion,
    negative_binomial,
    priors,
    solve,
)
from analysis.estimation.counts.problem import Problem
from analysis.estimation.events.leftout import Z


@dataclass(frozen=True)
class Together:
    """Tests that several sizes are zero together.

    Attributes
    ----------
    sizes : how many
    quasi : F statistic of the drop in deviance over the dispersion, with its p
    binomial : likelihood ratio of negative-binomial fits, with its p
    """

    sizes: int
    quasi: tuple[float, float]
    binomial: tuple[float, float]


def together(given: Problem, names: list[str], spread: float) -> Together:
    """Test that sizes are zero together; free, they are held by next to no prior."""
    loose = set(names)
    full = solve(given, *priors(given.names, spread, loose))
    without = _without(given, names)
    none = solve(without, *priors(without.names, spread))
    widened, many = dispersion(given, full), len(names)
    left = int((given.weight == 1.0).sum()) - given.design.shape[1]
    quasi = max(2.0 * (full.log_likelihood - none.log_likelihood) / many / widened, 0.0)
    free, _ = negative_binomial(given, *priors(given.names, spread, loose), full.theta)
    bound, _ = negative_binomial(without, *priors(without.names, spread), none.theta)
    ratio = max(2.0 * (free.log_likelihood - bound.log_likelihood), 0.0)
    return Together(
        many,
        (quasi, float(f.sf(quasi, many, left))),
        (ratio, float(chi2.sf(ratio, many))),
    )


def _without(given: Problem, names: list[str]) -> Problem:
    """The problem in which some sizes are zero: no column, and nothing of them in the offset."""
    places = [given.names.index(name) for name in names]
    keep = [k for k in range(len(given.names)) if k not in places]
    return replace(
        given,
        design=given.design[:, keep],
        theta=given.theta[keep],
        names=[given.names[k] for k in keep],
    )


def against_false_dates(found: Together, spread: float, dates: int) -> tuple[float, float]:
    """Hold the drop in deviance against how far sizes at false dates scatter; F and p.

    Parameters
    ----------
    found : the test at the true dates
    spread : root mean square of size over error at false dates, 1 where errors are right
    dates : how many false dates
    """
    value = found.quasi[0] / max(spread, 1.0) ** 2
    return value, float(f.sf(value, found.sizes, dates))


def two_sided(z: float) -> float:
    """Two-sided p of a size over its error."""
    return float(2.0 * norm.sf(abs(z)))


def among_many(p: list[float]) -> tuple[list[float], list[float]]:
    """Adjust p values for their number: Holm (no false one), Benjamini-Hochberg (few of them)."""
    holm = multipletests(p, method="holm")[1]
    hochberg = multipletests(p, method="fdr_bh")[1]
    return [float(v) for v in holm], [float(v) for v in hochberg]


def summed_up(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum up the rows of all events.

    Parameters
    ----------
    rows : one an event, as `study` makes them
    """
    false = [date for row in rows for date in row["placebo"]["dates"]]
    left = [row["left_out"] for row in rows if row["left_out"] is not None]
    gains = [one["after"]["gain"] for one in left if one["after"] is not None]
    return {
        "false_dates": nothing_expected(false),
        "leads": nothing_expected([row["lead"] for row in rows if row["lead"] is not None]),
        "left_out": {
            "sizes": len(left),
            "inside": sum(one["inside"] for one in left),
            "events": len(gains),
            "gain": float(np.sum(gains)),
            "gain_error": float(np.std(gains, ddof=1) * len(gains) ** 0.5) if gains[1:] else None,
            "better": sum(gain > 0 for gain in gains),
        },
    }


def nothing_expected(dates: list[dict[str, float]]) -> dict[str, Any]:
    """Centre and scatter of sizes that should be nothing; no scatter for fewer than two."""
    z = [date["z"] for date in dates]
    if len(z) < 2:
        return {"dates": len(z)}
    return {
        "dates": len(z),
        "median": float(np.median([date["size"] for date in dates])),
        "z_mean": float(np.mean(z)),
        "z_spread": float(np.sqrt(np.mean(np.square(z)))),
        "beyond": float(np.mean(np.abs(z) > Z)),
    }
