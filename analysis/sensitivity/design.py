"""The design: base points of a Sobol' sequence, and what each run takes from which of them.

Saltelli's scheme with groups (Saltelli et al. 2010, "Variance based sensitivity analysis of model
output"): of two points A and B a base point runs A, B, and for each group A with that group's
numbers from B. The numbers of a group may depend on each other, groups may not; so what was fitted
together is one group, in which a whole draw of the posterior is taken, and luck is another, in
which the seed is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.parameters import parameters
from analysis.sensitivity.factors import Factor, factors
from analysis.sensitivity.groups import FITTED, LUCK
from scenarios import Scenario
from scenarios.posterior import load_draws
from scenarios.runs import RunError
from scenarios.runs.designs import SEED

Floats = NDArray[np.float64]

FEWEST, MOST = 8, 65_536
"""Base points: fewer tell nothing, more than these no cluster runs."""


@dataclass(frozen=True)
class Design:
    """What is run, row by row.

    Attributes
    ----------
    factors : numbers that are varied one by one
    joint : draws of the posterior, one row a draw, one column a dotted path
    unit : points of the unit cube, shape (runs, factors + 2); the last two columns choose the
        draw and the seed
    draws : base points
    seed : first of the runs' seeds
    """

    factors: tuple[Factor, ...]
    joint: pl.DataFrame
    unit: Floats
    draws: int
    seed: int

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups, in the order of SALib: of their first number."""
        return tuple(dict.fromkeys(_members(self.factors)))

    @cached_property
    def problem(self) -> dict[str, Any]:
        """What SALib is told."""
        return _problem(self.factors)

    @property
    def step(self) -> int:
        """Runs of one base point."""
        return len(self.groups) + 2

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row a run: seed and dotted paths, for `scenarios.runs.design_ensemble`."""
        own = [factor.at(self.unit[:, place]) for place, factor in enumerate(self.factors)]
        many = self.joint.height
        draw = np.minimum((self.unit[:, -2] * many).astype(np.int64), many - 1)
        return pl.DataFrame([pl.Series(SEED, self._seeds()), *own]).hstack(self.joint[draw])

    @property
    def screened(self) -> dict[str, str]:
        """Columns of the table that are looked at one by one, each with its group."""
        leading = {
            p.name if p.anchor is None else f"{p.name}.{p.anchor}" for p in parameters().values()
        }
        fitted = {path: FITTED for path in self.joint.columns if path in leading}
        return {factor.path: factor.group for factor in self.factors} | fitted

    def _seeds(self) -> list[int]:
        """A seed for each point of luck: the same point, the same seed."""
        rank = np.unique(self.unit[:, -1], return_inverse=True)[1]
        return [self.seed + place for place in rank.tolist()]


def make(base: Scenario, draws: int, seed: int) -> Design:
    """Lay out a study of a scenario.

    Parameters
    ----------
    base : Scenario
    draws : int
        Base points: a power of two, at least 8.
    seed : int
        Of the points, and the first of the runs' seeds.

    Raises
    ------
    RunError
        If the number of base points is not possible.
    """
    from SALib.sample import sobol  # pandas comes with it

    if not FEWEST <= draws <= MOST or draws & (draws - 1):
        raise RunError(
            f"--draws {draws}: expected a power of two between {FEWEST} and {MOST:,}, such as 64"
        )
    joint = joint_draws(base)
    varied = factors(base, joint.columns)
    unit = sobol.sample(_problem(varied), draws, calc_second_order=False, seed=seed)
    return Design(varied, joint, unit, draws, seed)


def joint_draws(base: Scenario) -> pl.DataFrame:
    """Draws of what was fitted jointly: one row a draw, one column a dotted path.

    Those that ensembles take, see `scenarios.posterior`. What the scenario sets otherwise than the
    default history stays as it says.
    """
    draws = load_draws()
    return draws.table.select(draws.taken(base))


def _members(varied: tuple[Factor, ...]) -> list[str]:
    """The group of each column of the unit cube."""
    return [*(factor.group for factor in varied), FITTED, LUCK]


def _problem(varied: tuple[Factor, ...]) -> dict[str, Any]:
    names = [*(factor.path for factor in varied), FITTED, LUCK]
    return {
        "num_vars": len(names),
        "names": names,
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": _members(varied),
    }
