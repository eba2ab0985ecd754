"""Reads the details of ledger rows: JSON into columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

ROWS = 1 << 14
"""Rows read at once: what the reader builds of a row in between is many times its size."""


def with_details(rows: pl.DataFrame, names: Mapping[str, Any]) -> pl.DataFrame:
    """Rows with columns in place of `detail`: what it holds under some names, null if nothing.

    Parameters
    ----------
    rows : rows of a ledger, with `detail`
    names : type of each name
    """
    read = pl.col("detail").str.json_decode(pl.Struct(dict(names)))
    if rows.height <= ROWS:
        return rows.with_columns(read).unnest("detail")
    parts = [part.with_columns(read).unnest("detail") for part in rows.iter_slices(ROWS)]
    return pl.concat(parts, rechunk=True)
