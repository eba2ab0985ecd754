"""Two-way gravity by Poisson pseudo-maximum likelihood (Santos Silva and Tenreyro 2006)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.contest.rivals.tables import UNSEEN, LandTable

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Effects:
    """What a gravity model estimates: ln effects of origins and partners, slopes of pairs."""

    origin: Floats
    partner: Floats
    slopes: Floats


def ppml(ties: Floats, pairs: Floats) -> Effects:
    """Fit ties by origin and partner with effects of both and slopes of pair covariates.

    Parameters
    ----------
    ties : array of float, shape (n, c)
        Counts; each origin must have some.
    pairs : array of float, shape (n, c, k)
        Covariates of pairs.

    Returns
    -------
    Effects
        A partner without a tie, whose effect has no finite estimate, gets the one that makes its
        expected ties add up to `UNSEEN`.

    Raises
    ------
    ValueError
        If an origin has no tie.
    ArithmeticError
        If the fit does not converge.
    """
    import statsmodels.api as sm

    if np.any(ties.sum(axis=1) <= 0.0):
        raise ValueError("gravity: an origin without a single tie has no effect to estimate")
    seen = np.flatnonzero(ties.sum(axis=0) > 0.0)
    n, c, k = len(ties), len(seen), pairs.shape[2]
    # near zero the weighted least squares inside are better conditioned
    centre = pairs.reshape(-1, k).mean(axis=0)
    design = np.column_stack(
        [
            np.repeat(np.eye(n), c, axis=0),
            np.tile(np.eye(c), (n, 1))[:, 1:],
            (pairs[:, seen] - centre).reshape(n * c, k),
        ]
    )
    law = sm.GLM(ties[:, seen].ravel(), design, family=sm.families.Poisson())
    fit = law.fit(tol=1e-10, tol_criterion="params")
    if not fit.converged:
        raise ArithmeticError("gravity: the Poisson fit does not converge")
    origin, rest, slopes = np.split(np.asarray(fit.params), [n, n + c - 1])
    partner = np.full(ties.shape[1], np.nan)
    partner[seen] = np.concatenate([[0.0], rest])
    origin = origin - centre @ slopes
    blank = np.isnan(partner)
    weight = np.exp(origin[:, None] + pairs[:, blank] @ slopes).sum(axis=0)
    partner[blank] = np.log(UNSEEN / weight)
    return Effects(origin, partner, slopes)


def expected_ties(table: LandTable, pairs: Floats, rows: Rows) -> Floats:
    """Expected ties of all Länder from a gravity model fitted to some.

    The effect of a Land that is not fitted comes from the least-squares line of the fitted
    effects on ln inhabitants.

    Parameters
    ----------
    table : LandTable
    pairs : array of float, shape (16, partners, k)
    rows : array of int
        The fitted Länder.

    Returns
    -------
    array of float, shape (16, partners)
    """
    effects = ppml(table.ties[rows], pairs[rows])
    slope, level = np.polyfit(table.ln_population[rows], effects.origin, 1)
    land = level + slope * table.ln_population
    land[rows] = effects.origin
    mean: Floats = np.exp(land[:, None] + effects.partner + pairs @ effects.slopes)
    return mean


def raked(mean: Floats, table: LandTable, rows: Rows) -> Floats:
    """Scale expected ties in turn by Land and by partner until both sums are met.

    Partners meet their national totals. Fitted Länder meet their recorded totals; the others
    share what is left in the proportions that the gravity model gives them.

    Parameters
    ----------
    mean : array of float, shape (16, partners)
    table : LandTable
    rows : array of int
        The fitted Länder.

    Raises
    ------
    ArithmeticError
        If the sums are not met after a thousand rounds.
    """
    target = mean.sum(axis=1)
    target[rows] = table.ties[rows].sum(axis=1)
    others = np.setdiff1d(np.arange(len(target)), rows)
    target[others] *= (table.national.sum() - target[rows].sum()) / target[others].sum()
    found = mean.copy()
    for _ in range(1000):
        found *= table.national / found.sum(axis=0)
        off = target / found.sum(axis=1)
        if float(np.abs(off - 1.0).max()) < 1e-10:
            return found
        found *= off[:, None]
    raise ArithmeticError("gravity: Land and country totals are not met after 1000 rounds")
