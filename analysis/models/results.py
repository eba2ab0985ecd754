"""What a statistical model says: coefficients with their errors, in tables that say what they are.

Every model of this room gives the same shapes, so that a simulated run, an ensemble and a register
can be laid side by side, coefficient by coefficient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

LEVEL = 0.9
"""Coverage of every interval of this room."""


@dataclass(frozen=True)
class Coefficient:
    """One number that a model estimates.

    Attributes
    ----------
    term : name that programs use, the same for every source: `ln_distance`
    label : the same for people, with its unit: "ln distance (km)"
    estimate : in the unit of its table
    se : standard error of one data set; None where the estimator has none (a count, a maximum)
    low, high : ends of the 90 % interval; of an ensemble the middle 90 % of its runs' estimates
    p : two-sided p value of "no effect"; None where nothing was tested, as for an ensemble
    between : standard deviation of the estimate between the runs of an ensemble, else None
    note : what a reader must know of this number, "" if nothing
    """

    term: str
    label: str
    estimate: float
    se: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    between: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Table:
    """One fitted model.

    Attributes
    ----------
    name : of the table within its analysis, the same for every source: `poisson`
    title : what was fitted to what: "Ties between Länder and countries: Poisson PML"
    estimator : "Poisson pseudo maximum likelihood"
    errors : how the standard errors were made: "clustered by country (47 clusters)"
    unit : of the coefficients: "log rate"
    n : number of observations
    of : what an observation is: "cells of Land x country"
    period : first and last year of the data; None where years do not enter
    source : whose data: "run out/history (scenario history, seed 1)"
    rows : the coefficients, in the order in which they are shown
    runs : number of replications that the table pools; 1 for a run or a register
    fit : measures of the whole: log likelihood, deviance explained, ...
    notes : what was left out, merged or could not be fitted, and why; full sentences
    """

    name: str
    title: str
    estimator: str
    errors: str
    unit: str
    n: int
    of: str
    period: tuple[int, int] | None
    source: str
    rows: tuple[Coefficient, ...]
    runs: int = 1
    fit: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def row(self, term: str) -> Coefficient:
        """The coefficient of a term.

        Raises
        ------
        KeyError
            If the table has no such term.
        """
        for row in self.rows:
            if row.term == term:
                return row
        raise KeyError(f"table '{self.name}' has no term '{term}'")


@dataclass(frozen=True)
class Analysis:
    """All that one model says of one source.

    Attributes
    ----------
    model : "gravity", "choice", "events", "survival", "vitality" or "network"
    title : "Gravity of counts"
    question : what it answers, in one sentence for a reader who is no statistician
    tables : the fitted models, the main one first
    frames : further data by name (residuals, a mixing matrix), each ready to be written as CSV
    notes : what concerns all of it; full sentences
    """

    model: str
    title: str
    question: str
    tables: tuple[Table, ...]
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def table(self, name: str) -> Table:
        """A fitted model by its name.

        Raises
        ------
        KeyError
            If there is none of that name.
        """
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(f"analysis '{self.model}' has no table '{name}'")


class ModelError(ValueError):
    """A model cannot be fitted to what it was given: one sentence for whoever gave it.

    It names the source, says what is missing or wrong, and what would be right.
    """
