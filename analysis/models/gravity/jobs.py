"""One specification fitted to the counts of one replication, with what its table says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.models.gravity.cells import LABELS, Cells
from analysis.models.gravity.design import Design, estimable
from analysis.models.gravity.errors import Clusters
from analysis.models.gravity.estimators import EFFECT, Counted, negative_binomial, poisson
from analysis.models.gravity.residuals import Residuals
from analysis.models.gravity.specifications import Level, Specification
from analysis.models.results import Table

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Job:
    """The counts of one replication.

    Attributes
    ----------
    counts : by level, (cells,)
    grids : by level
    source : whose data
    period : first and last year of the ties
    """

    counts: Mapping[Level, Floats]
    grids: Mapping[Level, Cells]
    source: str
    period: tuple[int, int] | None
    _bases: dict[Level, Counted] = field(default_factory=dict)

    def table(self, spec: Specification, residuals: Residuals | None = None) -> Table:
        """Fit a specification; a negative binomial begins at the Poisson fit of its level.

        Parameters
        ----------
        spec : Specification
        residuals : takes what was observed and expected

        Raises
        ------
        ModelError
            If it cannot be fitted.
        """
        cells, counts = self.grids[spec.level], self.counts[spec.level]
        design = designed(cells, counts, spec)
        clusters = clustered(cells, design)
        seen = counts[design.kept]
        offset = cells.ln_pairs[design.kept] if spec.per_pair else None
        if spec.law == "negative_binomial":
            law = negative_binomial(seen, design, clusters, self._bases[spec.level], offset)
        else:
            law = poisson(seen, design, clusters, offset)
            self._bases.setdefault(spec.level, law)  # the plain one comes first
        if residuals is not None:
            residuals.add(counts, law.expected, design.kept)
        rows = law.rows(LABELS)
        if spec.effects:  # the constant is then the effect of whichever region comes first
            rows = tuple(row for row in rows if row.term != "constant")
        return Table(
            name=spec.name,
            title=spec.title,
            estimator=spec.estimator,
            errors=clusters.told,
            unit="log rate per pair" if spec.per_pair else "log count",
            n=int(design.kept.sum()),
            of=cells.of,
            period=self.period,
            source=self.source,
            rows=rows,
            fit=law.fit,
            notes=(*spec.notes, *design.notes, *clusters.notes()),
        )


def designed(cells: Cells, counts: Floats, spec: Specification) -> Design:
    """The columns of a specification that can be estimated from some counts."""
    effects, names = _effects(cells.frame, spec.effects)
    terms = ("constant", *names, *spec.terms)
    matrix = np.hstack([np.ones((len(counts), 1)), effects, cells.take(spec.terms)])
    # that one effect of each side follows from the constant needs no saying
    return estimable(counts, matrix, terms, LABELS, silent=EFFECT)


def clustered(cells: Cells, design: Design) -> Clusters:
    """Clusters of the cells that are in a design, by country."""
    countries = cells.frame["country"].to_numpy()[design.kept]
    numbers = np.unique(countries, return_inverse=True)[1].astype(np.int64)
    return Clusters(numbers, sum(not term.startswith(EFFECT) for term in design.terms))


def _effects(frame: pl.DataFrame, columns: Sequence[str]) -> tuple[Floats, list[str]]:
    """A column of zeros and ones for each value of some columns, and their names."""
    found, names = [np.zeros((frame.height, 0))], []
    for column in columns:
        known, place = np.unique(frame[column].to_numpy(), return_inverse=True)
        found.append(np.eye(len(known))[place])
        names += [f"{EFFECT}{value}" for value in known]
    return np.hstack(found), names
