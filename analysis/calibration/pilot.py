"""The pilot: it tells where in the prior a run would found far too many ties, or too few.

A country's appeal absorbs its total, so no number of ties is fitted; but a run with thrice the
ties takes thrice as long, and tells nothing of the record. A few runs that fill the prior show how
the total depends on the parameters; the waves then leave out points at which it would be far from
that of the base scenario, whose appeals were fitted to the record (history matching: Craig and
others 1997, "Pressure matching for hydrocarbon reservoirs").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.adjust import Family
from analysis.calibration.bank import Bank
from analysis.calibration.design import Box, Where, prior_box
from analysis.calibration.parameters import parameters
from analysis.calibration.totals import HALF, PATTERN
from scenarios import Scenario

Floats = NDArray[np.float64]

RUNS = 64
"""Runs of the pilot: with so many the log total is known to a tenth, and three times as many know
it hardly better."""
BAND = 1.5
"""A point is left out where its total would lie beyond this factor of the base's, either way."""


@dataclass(frozen=True)
class Pilot:
    """What a pilot says of totals.

    Attributes
    ----------
    box : of the pilot
    offset, coefficients : of the log total on the features of a point
    base : where the base scenario lies, shape (p,)
    centre : log total that the base scenario is expected to have
    error : standard deviation of what the regression leaves, in logs, each run left out
    """

    box: Box
    offset: float
    coefficients: Floats
    base: Floats
    centre: float
    error: float

    def log_total(self, theta: Floats) -> Floats:
        """Expected log of all registered ties at points, shape (n,)."""
        result: Floats = self.offset + _features(self.box, theta) @ self.coefficients
        return result

    def plausible(self, theta: Floats) -> NDArray[np.bool_]:
        """At which points the total would lie within `BAND` of the base's, shape (n,)."""
        result: NDArray[np.bool_] = np.abs(self.log_total(theta) - self.centre) <= np.log(BAND)
        return result

    def among(self, names: Sequence[str]) -> Where:
        """As `plausible`, for points of some parameters; the others keep the base's values."""
        places = [self.box.names.index(name) for name in names]

        def plausible(theta: Floats) -> NDArray[np.bool_]:
            whole = np.tile(self.base, (len(theta), 1))
            whole[:, places] = theta
            return self.plausible(whole)

        return plausible


def learn_pilot(bank: Bank, base: Scenario) -> Pilot:
    """Learn from runs that fill the prior."""
    box = prior_box()
    totals = (
        bank.table.filter(pl.col("pattern") == PATTERN)
        .group_by("run")
        .agg(pl.col("value").sum())
        .sort("run")["value"]
    )
    log_total = np.log(totals.to_numpy() + HALF)
    _, fit = Family(_features(box, bank.theta)).best(log_total)
    offset, coefficients, left_out, _ = fit
    here = np.clip(np.array([_value(name, base) for name in box.names]), box.low, box.high)
    centre = offset + float((_features(box, here[None, :]) @ coefficients).item())
    error = float((log_total - left_out).std())
    return Pilot(box, offset, coefficients, here, centre, error)


def _value(name: str, base: Scenario) -> float:
    """Where the base lies; what reaches nothing lies anywhere."""
    told = parameters()[name].value_in(base)
    low, high = parameters()[name].prior
    return (low + high) / 2.0 if told is None else told


def _features(box: Box, theta: Floats) -> Floats:
    """Parameters in units of the prior and their squares, shape (n, 2 p)."""
    centred = 2.0 * box.to_unit(theta) - 1.0
    return np.hstack([centred, centred**2])
