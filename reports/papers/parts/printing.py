"""Tables behind figures, as they are printed."""

from __future__ import annotations

import polars as pl

SIGNIFICANT = 6


def rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers of a table as far as they are worth printing."""
    floats = [name for name, kind in frame.schema.items() if kind == pl.Float64]
    return frame.with_columns(pl.col(floats).round_sig_figs(SIGNIFICANT))
