"""Tables of coefficients as one data frame: what is exported and compared."""

from __future__ import annotations

import polars as pl

from analysis.models.results import Analysis

SCHEMA = {
    "model": pl.String,
    "table": pl.String,
    "term": pl.String,
    "label": pl.String,
    "estimate": pl.Float64,
    "se": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p": pl.Float64,
    "between": pl.Float64,
    "unit": pl.String,
    "n": pl.Int64,
    "of": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "runs": pl.Int32,
    "estimator": pl.String,
    "errors": pl.String,
    "source": pl.String,
    "note": pl.String,
}


def coefficients(analysis: Analysis) -> pl.DataFrame:
    """One row a coefficient, with what its table says of itself; the columns are `SCHEMA`."""
    rows = [
        (
            *(analysis.model, table.name, row.term, row.label),
            *(row.estimate, row.se, row.low, row.high, row.p, row.between),
            *(table.unit, table.n, table.of),
            *(table.period or (None, None)),
            *(table.runs, table.estimator, table.errors, table.source, row.note),
        )
        for table in analysis.tables
        for row in table.rows
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
