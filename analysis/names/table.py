"""The names under which the municipalities of the frame are found, in other languages too."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.names.keys import simple_key

TABLE = Path(__file__).with_name("names.parquet")
OWN, OTHER, CORE, WITHIN = 0, 1, 2, 3
"""Kinds of names: the place's own, another one of it, its own up to a river or a region, that of
a smaller place that belongs to it."""


def of_other_name(name: str) -> list[int]:
    """Ids of the places of the frame that are so called elsewhere or were once: Cologne, Breslau.

    None for a name that only a smaller place within one bears.
    """
    key = simple_key(name)
    found = pl.scan_parquet(TABLE).filter(pl.col("key") == key, pl.col("kind") == OTHER)
    ids: list[int] = found.select("id").collect()["id"].sort().to_list()
    return ids
