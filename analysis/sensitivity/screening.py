"""Single numbers inside the groups that matter, by the runs that are there already: a screening.

First-order index from given data (Plischke, Borgonovo & Smith 2013, "Global sensitivity measures
from given data"): runs are sorted into classes by one number, and the variance between the means
of the classes is compared with the whole. The runs of a base point share most of their numbers, so
chance is measured by exchanging whole base points: what it alone puts between classes is taken off,
a number is listed if it stands out among all that were looked at (Benjamini & Hochberg 1995), and
intervals draw base points with replacement. It is coarse: it says what to look at first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.sensitivity.design import Design

Floats = NDArray[np.float64]

CLASSES = 4
"""Few, so that chance puts little between their means."""
RESAMPLES = 200
EXCHANGES = 999
"""Times that base points are exchanged to see what chance does."""
FALSE = 0.1
"""Share of the listed numbers that chance may have put there."""
WORTH = 0.1
"""Total index of a group from which its numbers are looked at one by one."""
TAIL = 0.05


@dataclass(frozen=True)
class Screened:
    """What a screening found.

    Attributes
    ----------
    looked_at : numbers that were looked at
    found : those that stand out, a tenth of them perhaps by chance, see `screen`
    """

    looked_at: int
    found: list[dict[str, Any]]


def screen(
    design: Design, rows: NDArray[np.int64], values: Floats, totals: dict[str, float]
) -> Screened:
    """Numbers of the groups that matter for one outcome, strongest first.

    Parameters
    ----------
    design : Design
    rows : runs in the order of `values`, whole base points
    values : array, shape (base points x step,)
    totals : total index by group

    Returns
    -------
    Screened
        Rows hold path, group, first, low90, high90, direction (1 if the outcome rises with the
        number, -1 if it falls).
    """
    from scipy.stats import false_discovery_control, spearmanr  # takes half a second to load

    points = len(values) // design.step
    again, exchanged = _resamples(points, design.seed), _exchanges(points, design.seed)
    found, chances = list[dict[str, Any]](), list[float]()
    for path, group in design.screened.items():
        x = design.table[path].to_numpy()[rows].astype(np.float64)
        if totals.get(group, 0.0) < WORTH or np.ptp(x) == 0.0:
            continue
        sorted_in = classes(x).reshape(points, design.step)
        estimate = first(sorted_in, values, np.ones((1, points))).item()
        chance = by_chance(sorted_in, values, exchanged)
        chances.append(float((1 + (chance >= estimate).sum()) / (1 + EXCHANGES)))
        corrected = _beyond(estimate, float(chance.mean()))
        shaken = first(sorted_in, values, again)
        spread = np.quantile(shaken - shaken.mean(), [TAIL, 1.0 - TAIL])
        low, high = (corrected + spread).tolist()
        sign = float(spearmanr(x, values).statistic)
        row = {"path": path, "group": group, "first": corrected, "low90": low, "high90": high}
        found.append({**row, "direction": 1 if sign > 0.0 else -1})
    if not found:
        return Screened(0, [])
    listed = false_discovery_control(chances) <= FALSE
    kept = [row for row, stands_out in zip(found, listed, strict=True) if stands_out]
    return Screened(len(found), sorted(kept, key=lambda row: (-row["first"], row["path"])))


def _beyond(share: float, chance: float) -> float:
    """What a share is beyond chance; all stays all."""
    return (share - chance) / (1.0 - chance)


def classes(x: Floats) -> NDArray[np.int64]:
    """Class of each run by one number: as many runs in each, ties in the order of the runs."""
    order = np.argsort(x, kind="stable")
    found = np.empty(len(x), dtype=np.int64)
    found[order] = np.arange(len(x)) * CLASSES // len(x)
    return found


def first(sorted_in: NDArray[np.int64], values: Floats, weights: Floats) -> Floats:
    """Variance between the means of the classes over the whole, for weights of base points.

    With all weights 1 this is SALib's `sobol_first`, which knows no base points.

    Parameters
    ----------
    sorted_in : class of each run, shape (base points, step)
    values : outcome, shape (base points x step,)
    weights : how often each base point counts, shape (resamples, base points)

    Returns
    -------
    array, shape (resamples,)
    """
    y = values.reshape(sorted_in.shape) - values.mean()
    here = [sorted_in == own for own in range(CLASSES)]
    counts = weights @ np.column_stack([own.sum(axis=1) for own in here])
    sums = weights @ np.column_stack([(y * own).sum(axis=1) for own in here])
    many = counts.sum(axis=1)
    mean = sums.sum(axis=1) / many
    whole = weights @ (y**2).sum(axis=1) / many - mean**2
    # a class that no resampled run falls into has no mean and adds nothing
    means = np.divide(sums, counts, out=np.repeat(mean[:, None], CLASSES, axis=1), where=counts > 0)
    between = (counts * (means - mean[:, None]) ** 2).sum(axis=1) / many
    shares: Floats = np.divide(between, whole, out=np.zeros_like(whole), where=whole > 0)
    return shares


def by_chance(sorted_in: NDArray[np.int64], values: Floats, exchanged: NDArray[np.int64]) -> Floats:
    """What `first` is where base points have each other's values of the number.

    Parameters
    ----------
    sorted_in, values : as of `first`
    exchanged : which base point's values each one takes, shape (times, base points)

    Returns
    -------
    array, shape (times,)
    """
    y = values.reshape(sorted_in.shape) - values.mean()
    here = np.arange(len(y))
    between = np.zeros(len(exchanged))
    for own in range(CLASSES):
        is_own = (sorted_in == own).astype(np.float64)
        # sum of the outcomes of base point a where base point b would be in the class
        sums = (y @ is_own.T)[here, exchanged].sum(axis=1)
        between += sums**2 / is_own.sum()
    shares: Floats = between / (y**2).sum()
    return shares


def _exchanges(points: int, seed: int) -> NDArray[np.int64]:
    """Orders of the base points, shape (times, base points)."""
    rng = np.random.default_rng([seed, EXCHANGES])
    return np.array([rng.permutation(points) for _ in range(EXCHANGES)])


def _resamples(points: int, seed: int) -> Floats:
    """How often each base point is drawn, shape (resamples, base points)."""
    rng = np.random.default_rng([seed, RESAMPLES])
    return rng.multinomial(points, np.full(points, 1.0 / points), size=RESAMPLES).astype(np.float64)
