"""Where the bank's runs lie: a scrambled Sobol' sequence in a box, and a seed for each run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.parameters import overrides, parameters
from scenarios import Scenario
from scenarios.runs import RunError
from scenarios.runs.designs import SEED

Floats = NDArray[np.float64]
Where = Callable[[Floats], NDArray[np.bool_]]
"""Which points of shape (n, p) are to be run."""

THINNEST = 64
"""Points of the sequence that are looked at for one that is run, at most."""
STRIDE = 1_000_000
"""Seeds set apart for each stream of runs."""


class Stream(IntEnum):
    """Runs that must not share their luck; wave `k` of a calibration is stream `k`."""

    TRUTHS = 200
    PREDICTIVE = 300


LAST_STREAM = 400


def run_seeds(seed: int, stream: int, runs: int) -> list[int]:
    """Seeds of a stream: run `i` (from 0) has ``seed + 1,000,000 * stream + i``.

    Of one calibration no two runs share their luck: what differs between two draws is then both
    the parameters and chance, as it does between the record and any draw.
    """
    return [seed + STRIDE * stream + run for run in range(runs)]


@dataclass(frozen=True)
class Box:
    """Part of the parameter space, within the prior.

    Attributes
    ----------
    names : names of the parameters
    low, high : ends, shape (p,)
    """

    names: tuple[str, ...]
    low: Floats
    high: Floats

    @property
    def width(self) -> Floats:
        """Width by parameter, shape (p,)."""
        return self.high - self.low

    def inside(self, theta: Floats) -> NDArray[np.bool_]:
        """Which points lie within, shape (n,)."""
        return np.all((theta >= self.low) & (theta <= self.high), axis=1)

    def to_unit(self, theta: Floats) -> Floats:
        """Points in units of the box, 0 .. 1, shape (n, p)."""
        return (theta - self.low) / self.width

    def from_unit(self, unit: Floats) -> Floats:
        """Points of the unit cube in the parameters' own units, shape (n, p)."""
        inside: Floats = np.clip(self.low + unit * self.width, self.low, self.high)
        return inside


def prior_box() -> Box:
    """The whole prior."""
    ends = np.array([one.prior for one in parameters().values()], dtype=np.float64)
    return Box(tuple(parameters()), ends[:, 0], ends[:, 1])


def sobol(box: Box, draws: int, seed: int, stream: int, where: Where | None = None) -> Floats:
    """Points of a scrambled Sobol' sequence in a box, shape (draws, p).

    A power of two fills the box most evenly; of other numbers it is the beginning of the next
    larger one. The same seed and stream give the same points. With `where` the sequence goes on
    until so many of its points were to be run.

    Raises
    ------
    RunError
        If nearly none is.
    """
    from scipy.stats import qmc

    engine = qmc.Sobol(len(box.names), scramble=True, rng=np.random.default_rng([seed, stream]))
    power = max(0, (draws - 1).bit_length())
    points = box.from_unit(engine.random_base2(power))
    if where is None:
        return points[:draws]
    kept = points[where(points)]
    while len(kept) < draws:
        if engine.num_generated >= THINNEST << power:
            raise RunError(
                f"the box of a wave: {len(kept)} of {engine.num_generated:,} points would found "
                "about as many ties as the base scenario; give a base nearer to the record"
            )
        # doubled, so that what was looked at is a whole net
        more = box.from_unit(engine.random_base2(int(engine.num_generated).bit_length() - 1))
        kept = np.vstack([kept, more[where(more)]])
    return kept[:draws]


def design_table(
    theta: Floats, names: Sequence[str], base: Scenario, seeds: list[int]
) -> pl.DataFrame:
    """The design of `scenarios.runs.design_ensemble`: seed and dotted paths, one row a run."""
    rows = [overrides(dict(zip(names, point, strict=True)), base) for point in theta.tolist()]
    return pl.DataFrame({SEED: seeds}).hstack(pl.DataFrame(rows))
