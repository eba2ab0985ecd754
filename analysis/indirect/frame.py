"""A comparison as one data frame: what is exported."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from analysis.indirect.comparison import Comparison
from analysis.indirect.pairs import Couple, Pair

SCHEMA = {
    "model": pl.String,
    "table": pl.String,
    "term": pl.String,
    "label": pl.String,
    "unit": pl.String,
    "role": pl.String,
    "recorded": pl.Float64,
    "recorded_se": pl.Float64,
    "recorded_low": pl.Float64,
    "recorded_high": pl.Float64,
    "simulated": pl.Float64,
    "simulated_se": pl.Float64,
    "simulated_low": pl.Float64,
    "simulated_high": pl.Float64,
    "between": pl.Float64,
    "runs": pl.Int32,
    "difference": pl.Float64,
    "joint_error": pl.Float64,
    "z": pl.Float64,
    "inside": pl.Boolean,
    "recorded_n": pl.Int64,
    "simulated_n": pl.Int64,
    "of": pl.String,
    "recorded_source": pl.String,
    "simulated_source": pl.String,
}


def indirect(comparisons: Iterable[Comparison]) -> pl.DataFrame:
    """One row a coefficient that both sides have; the columns are `SCHEMA`."""
    rows = [
        _row(couple, pair) for one in comparisons for couple in one.couples for pair in couple.pairs
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _row(couple: Couple, pair: Pair) -> tuple[object, ...]:
    recorded, simulated = pair.recorded, pair.simulated
    return (
        *(couple.model, couple.name, recorded.term, recorded.label),
        *(couple.recorded.unit, pair.role),
        *(recorded.estimate, recorded.se, recorded.low, recorded.high),
        *(simulated.estimate, simulated.se, simulated.low, simulated.high, simulated.between),
        *(couple.simulated.runs, pair.difference, pair.error, pair.z, pair.inside),
        *(couple.recorded.n, couple.simulated.n, couple.recorded.of),
        *(couple.recorded.source, couple.simulated.source),
    )
