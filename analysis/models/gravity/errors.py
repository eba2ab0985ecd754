"""How the errors of a gravity model are made: clustered by country where there are enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEW_CLUSTERS = 30
"""With fewer clusters than this, clustered errors are often too small (Cameron and Miller 2015)."""


@dataclass(frozen=True, eq=False)
class Clusters:
    """The countries of the observations, and how many terms are estimated beside them.

    Attributes
    ----------
    of : (observations,) number of the cluster of each
    terms : number of terms that are shown; effects of regions do not count
    """

    of: NDArray[np.int64]
    terms: int

    @property
    def count(self) -> int:
        """Number of clusters."""
        return len(np.unique(self.of))

    @property
    def enough(self) -> bool:
        """Whether there are more clusters than terms: else the covariance has no full rank."""
        return self.count > self.terms

    @property
    def told(self) -> str:
        """How the errors are made."""
        return f"clustered by country ({self.count} clusters)" if self.enough else "robust (HC1)"

    def keywords(self) -> dict[str, object]:
        """What the `fit` of statsmodels is told."""
        if self.enough:
            return {"cov_type": "cluster", "cov_kwds": {"groups": self.of}}
        return {"cov_type": "HC1"}

    def freedom(self, observations: int, columns: int) -> float:
        """Degrees of freedom of the t distribution for intervals."""
        return float(self.count - 1 if self.enough else max(observations - columns, 1))

    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the errors."""
        if not self.enough:
            return (
                f"{self.count} countries are too few to cluster the errors of {self.terms} terms "
                "by country: the errors allow for unequal spread, but take the cells of one "
                "country for independent.",
            )
        if self.count < FEW_CLUSTERS:
            return (
                f"{self.count} clusters are few: the errors are likely to be too small, most of "
                "all those of terms that differ between few countries.",
            )
        return ()
