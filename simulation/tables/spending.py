"""What policies spend, from the ledger alone."""

from __future__ import annotations

from typing import Any

import polars as pl

from simulation.ledger import ADMINISTERED, SUPPORTED

SPENDING_SCHEMA: dict[str, Any] = {
    "year": pl.Int32,
    "measure": pl.String,
    "units": pl.Int64,
    "supported_eur": pl.Int64,
    "administration_eur": pl.Int64,
}


def spending(ledger: pl.DataFrame) -> pl.DataFrame:
    """Money of policies in EUR of 2020, one row a year and measure; empty without a policy.

    Columns: year, measure, units (ties or places in support), supported_eur (paid for them),
    administration_eur (administration and fixed costs). Sorted by year and measure.
    """
    rows = ledger.filter(pl.col("event").is_in((SUPPORTED, ADMINISTERED))).with_columns(
        pl.col("detail")
        .str.json_decode(pl.Struct({"measure": pl.String, "eur": pl.Int64}))
        .struct.unnest()
    )
    paid = pl.col("event") == SUPPORTED
    return (
        rows.group_by("year", "measure")
        .agg(
            units=paid.sum().cast(pl.Int64),
            supported_eur=pl.col("eur").filter(paid).sum(),
            administration_eur=pl.col("eur").filter(~paid).sum(),
        )
        .select(*SPENDING_SCHEMA)
        .cast(pl.Schema(SPENDING_SCHEMA))
        .sort("year", "measure")
    )
