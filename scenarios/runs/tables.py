"""The tables that a finished history leaves, and their bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import polars as pl

from simulation import History

Table = Callable[[History], pl.DataFrame]
"""Makes a table of a history. A function at the top of a module, so that workers find it."""


def _ties(history: History) -> pl.DataFrame:
    return history.ties


def _ledger(history: History) -> pl.DataFrame:
    return history.ledger


def _yearly(history: History) -> pl.DataFrame:
    return history.yearly


def _groups(history: History) -> pl.DataFrame:
    return history.groups


def spending(history: History) -> pl.DataFrame:
    """What the policy of a history spent, by year and measure."""
    return history.spending


TABLES: Mapping[str, Table] = {
    "ties": _ties,
    "ledger": _ledger,
    "yearly": _yearly,
    "groups": _groups,
    "spending": spending,
}
"""What differs from run to run; the municipalities are the same for all."""


def parquet(frame: pl.DataFrame) -> bytes:
    """Return a frame as Parquet; every setting that shapes the bytes is named."""
    buffer = io.BytesIO()
    frame.rechunk().write_parquet(
        buffer,
        compression="zstd",
        compression_level=3,
        statistics=True,
        row_group_size=65_536,
        data_page_size=1_048_576,
    )
    return buffer.getvalue()
