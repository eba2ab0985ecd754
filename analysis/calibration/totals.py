"""How many ties each country has at a point of the parameter space, learnt from a bank.

Every calibrated number moves the countries' totals, and the appeals, which are fitted to counts
around one point, do not know. A ridge regression of the log of each country's registered ties on
the parameters, their squares and products, smooths the luck of single runs and says by how much
an appeal must move to keep its country's total.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.adjust import Family
from analysis.calibration.bank import Bank
from analysis.calibration.design import Box, prior_box

Floats = NDArray[np.float64]

PATTERN = "countries"
LEVEL, STEP = "rate.level", 0.1
"""The parameter that raises all searches alike, and how far it is moved to see what follows."""
FOLLOW_AT_LEAST = 0.1
HALF = 0.5
"""Added to every count, for a run may have none."""


@dataclass(frozen=True)
class Totals:
    """Log of registered ties by country, as a function of the parameters.

    Attributes
    ----------
    countries : ISO codes
    explained : share of the variance over the bank that is explained, by country
    """

    countries: tuple[str, ...]
    explained: Floats
    _box: Box
    _offset: Floats
    _coefficients: Floats

    def at(self, theta: Floats) -> Floats:
        """Log of the ties expected at points, shape (n, countries)."""
        result: Floats = self._offset + features(self._box.to_unit(theta)) @ self._coefficients
        return result

    def keeping(self, theta: Floats, off: Floats) -> Floats:
        """By how much appeals must move for each country to lose the log share `off` of its ties.

        More for all of them together than for one: places that have ties search less, so that half
        the searches are more than half the ties. How far all totals follow all appeals, the level
        of all searches tells, which is one with them: `e = d log ties / d level`, about a half.
        Appeals that move by `a` then move totals by `a - (1 - e) * mean(a)`, means by ties.

        Parameters
        ----------
        theta : points at which this is asked, shape (n, p)
        off : log of ties too many, shape (n, countries)

        Returns
        -------
        array, shape (n, countries)

        Raises
        ------
        ValueError
            If totals hardly follow the level of searches.
        """
        level = np.zeros(theta.shape[1])
        level[self._box.names.index(LEVEL)] = STEP
        ties = np.exp(self.at(theta))
        ties /= ties.sum(axis=1, keepdims=True)
        slope = (self.at(theta + level) - self.at(theta - level)) / (2.0 * STEP)
        follow = (ties * slope).sum(axis=1, keepdims=True)
        if float(follow.min()) < FOLLOW_AT_LEAST:
            raise ValueError(f"totals follow the level of searches by {follow.min():.2f} only")
        result: Floats = -off - (1.0 / follow - 1.0) * (ties * off).sum(axis=1, keepdims=True)
        return result


def features(unit: Floats) -> Floats:
    """Parameters in units of the prior, their squares and products, shape (n, k)."""
    centred = 2.0 * unit - 1.0
    pairs = [centred[:, i] * centred[:, j] for i, j in combinations(range(unit.shape[1]), 2)]
    return np.column_stack([centred, centred**2, *pairs])


def learn_totals(bank: Bank) -> Totals:
    """Learn from a bank that fills the prior."""
    box = prior_box()
    counts = (
        bank.table.filter(pl.col("pattern") == PATTERN)
        .pivot("cell", index="run", values="value")
        .sort("run")
        .drop("run")
    )
    family = Family(features(box.to_unit(bank.theta)))
    offsets, coefficients, explained = [], [], []
    for country in counts.columns:
        _, fit = family.best(np.log(counts[country].to_numpy() + HALF))
        offset, own, _, share = fit
        offsets.append(offset)
        coefficients.append(own)
        explained.append(share)
    return Totals(
        tuple(counts.columns),
        np.array(explained),
        box,
        np.array(offsets),
        np.column_stack(coefficients),
    )
