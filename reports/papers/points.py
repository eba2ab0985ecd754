"""Figures that sources published of single years, as a run has them in every year.

A table for the runner: the readers are those by which runs are scored, so that a curve on a page
and a row of the scorecard count the same ties.
"""

from __future__ import annotations

import polars as pl

from analysis.validation.patterns.chronicle import chronicle
from analysis.validation.patterns.published import PUBLISHED
from analysis.validation.targets import Fact
from simulation import History

SINCE = {"climate": 2010, "nicaragua": 1980, "ukraine": 1990, "hanse": 1979}
"""For each pattern the first year that is shown."""
SCHEMA = {"pattern": pl.String, "year": pl.Int32, "value": pl.Float64}


def points(history: History) -> pl.DataFrame:
    """Climate partnerships, contracts with Nicaragua and Ukraine, members of the Hanse, by year.

    Returns
    -------
    polars.DataFrame
        pattern, year, value; one row a year from `SINCE` to the run's last.
    """
    run = chronicle(history)
    parts = []
    for pattern, since in SINCE.items():
        last = min(run.until, LAST)
        facts = tuple(Fact(cell=str(year), low="G015") for year in range(since, last + 1))
        told = PUBLISHED[pattern](run, facts)
        parts.append(told.select(pattern=pl.lit(pattern), year="cell", value="value"))
    found = pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)
    return found.cast(pl.Schema(SCHEMA))


LAST = 2025
"""Facts have no later year."""
