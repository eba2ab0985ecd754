"""Which unknown is most worth measuring: expected value of partial perfect information."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.material import Material

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DEGREE = 2
"""Of the polynomial in an input: what acts evenly over a range is seldom more crooked."""
CHANCE = 0.95
"""Quantile of the permutations that an input must exceed."""
ROUNDING = 1e-9
"""Of the largest gain: no value of information is as small as that."""
AT_ONCE = 50
"""Permutations worked on together: more would only fill the memory."""

EVPPI_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("input", "label", "class"), pl.String),
    **dict.fromkeys(("raw", "chance", "value", "share", "limit"), pl.Float64),
    "above": pl.Boolean,
    "family_limit": pl.Float64,
    "stands_out": pl.Boolean,
}


def evppi(
    material: Material,
    names: Sequence[str],
    gains: Floats,
    *,
    seed: int,
    permutations: int,
) -> pl.DataFrame:
    """What it would be worth to know one input, before the choice between strategies.

    Method of Strong, Oakley and Brennan (2014, doi:10.1177/0272989X13505910): the gain of each
    strategy that the input concerns is regressed on it (here a quadratic), and the best fitted
    strategy of each replication is set against the best on average. Noise alone makes that
    positive, so the mean of permutations is taken off, and an input counts only where it exceeds
    95 % of them. The largest of all stands out only where it exceeds 95 % of the largest.

    Parameters
    ----------
    material : Material
    names : sequence of str
    gains : array of float, (strategies, replications)
        Additional living tie-years, paired.
    seed, permutations : int

    Returns
    -------
    polars.DataFrame
        One row an input that varied, most worth first; `value` in additional living tie-years,
        `share` of the expected value of perfect information (which includes luck, that nobody can
        measure).
    """
    shuffled = _shuffles(gains.shape[1], seed, permutations)
    found: list[dict[str, Any]] = []
    chances: list[Floats] = []
    for one in material.ranges:
        drawn = material.inputs[one.path].to_numpy().astype(np.float64)
        concerned = np.array([material.concerns(one.path, name) for name in names])
        if np.ptp(drawn) == 0.0 or not concerned.any():
            continue
        basis = polynomial(drawn)
        raw = float(worth(gains[None], basis, concerned)[0])
        pieces = [
            worth(np.moveaxis(gains[:, some], 1, 0), basis, concerned)
            for some in np.array_split(shuffled, max(1, permutations // AT_ONCE))
        ]
        chances.append(np.concatenate(pieces))
        found.append({"input": one.path, "label": one.label, "class": one.grade, "raw": raw})
    return _told(found, chances, perfect(gains))


def _shuffles(count: int, seed: int, permutations: int) -> NDArray[np.int64]:
    """Orders of the replications, the same for all inputs, (permutations, replications)."""
    rng = np.random.default_rng([seed, permutations])
    return rng.permuted(np.tile(np.arange(count), (permutations, 1)), axis=1)


def perfect(gains: Floats) -> float:
    """Expected value of knowing everything: that of the best each time less the best on average."""
    return float(gains.max(axis=0).mean() - gains.mean(axis=1).max())


def polynomial(drawn: Floats) -> Floats:
    """Orthonormal columns of a polynomial in an input, (replications, at most `DEGREE` + 1)."""
    x = (drawn - drawn.mean()) / np.ptp(drawn)
    degree = min(DEGREE, len(np.unique(drawn)) - 1)
    basis: Floats = np.linalg.qr(np.vander(x, degree + 1, increasing=True))[0]
    return basis


def worth(gains: Floats, basis: Floats, concerned: Flags) -> Floats:
    """Value of knowing an input in each of several sets of gains.

    Parameters
    ----------
    gains : (sets, strategies, replications)
    basis : (replications, columns)
    concerned : (strategies,)

    Returns
    -------
    (sets,)
    """
    means = gains.mean(axis=2)
    touched = gains[:, concerned]
    fitted = ((touched @ basis) @ basis.T).max(axis=1)
    if not concerned.all():
        fitted = np.maximum(fitted, means[:, ~concerned].max(axis=1)[:, None])
    found: Floats = fitted.mean(axis=1) - means.max(axis=1)
    # never below zero, for the fits keep the means: what is next to nothing is rounding
    result: Floats = np.where(found > ROUNDING * np.abs(gains).max(initial=0.0), found, 0.0)
    return result


def _told(found: list[dict[str, Any]], chances: list[Floats], known: float) -> pl.DataFrame:
    family = float(np.quantile(np.max(chances, axis=0), CHANCE)) if chances else 0.0
    for row, chance in zip(found, chances, strict=True):
        limit = float(np.quantile(chance, CHANCE))
        row["chance"], row["limit"] = float(chance.mean()), limit
        row["value"] = max(row["raw"] - row["chance"], 0.0)
        row["share"] = min(row["value"] / known, 1.0) if known > 0.0 else 0.0
        row["above"] = row["raw"] > limit
        row["family_limit"] = family
        row["stands_out"] = row["above"] and row["raw"] > family
    frame = pl.DataFrame(found, schema=EVPPI_SCHEMA)
    return frame.sort(["value", "input"], descending=[True, False])
