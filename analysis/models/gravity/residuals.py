"""Residuals by cell: where a model expects more ties than there are, or fewer."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.models.gravity.cells import Cells

Floats = NDArray[np.float64]

SHOWN = 0.05
"""Ties: a cell in which fewer are expected and none was seen is not listed."""


class Residuals:
    """Sums over replications of what was observed and expected in each cell.

    Parameters
    ----------
    cells : Cells
    """

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.runs = 0
        self.observed = np.zeros(cells.frame.height)
        self.expected = np.zeros(cells.frame.height)
        self.pearson = np.zeros(cells.frame.height)

    def add(self, observed: Floats, expected: Floats, kept: NDArray[np.bool_]) -> None:
        """Take one replication; cells that the model left out are expected to be empty.

        Parameters
        ----------
        observed : (cells,)
        expected : (cells kept,)
        kept : (cells,)
        """
        whole = np.zeros(len(observed))
        whole[kept] = expected
        spread = np.sqrt(np.where(whole > 0.0, whole, 1.0))
        self.runs += 1
        self.observed += observed
        self.expected += whole
        self.pearson += (observed - whole) / spread

    def frame(self) -> pl.DataFrame:
        """Means over replications: home, away, country, observed, expected, pearson.

        `pearson` is (observed - expected) / sqrt(expected). Cells are sorted by name; those where
        next to nothing is expected and nothing was seen are left out.
        """
        runs = max(self.runs, 1)
        frame = self.cells.frame.select("home", "away", "country").with_columns(
            observed=pl.Series(self.observed / runs),
            expected=pl.Series(self.expected / runs),
            pearson=pl.Series(self.pearson / runs),
        )
        listed = (pl.col("observed") > 0.0) | (pl.col("expected") >= SHOWN)
        return frame.filter(listed).sort("home", "away")
