"""Details of many rows of the ledger at once: kept as columns, put into words when it is read.

A year writes thousands of rows, and a text for each would cost more than what it tells of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
"""One encoder for all rows: `json.dumps` would build one for each."""

Column = NDArray[Any] | Sequence[Any]
"""One value a row."""
Words = Callable[[Column], pl.Series]
"""A column as JSON values; null where a row does not tell of it."""


@lru_cache(maxsize=4096)
def quoted(word: str) -> str:
    """A word as JSON."""
    return CANONICAL.encode(word)


def whole(column: Column) -> pl.Series:
    """Whole numbers."""
    return pl.Series(column, dtype=pl.Int64, strict=True).cast(pl.String)


def real(digits: int) -> Words:
    """Numbers rounded to so many digits, as short as Python writes them."""

    def told(column: Column) -> pl.Series:
        numbers, place = np.unique(np.asarray(column, dtype=np.float64), return_inverse=True)
        texts = [repr(round(number, digits)) for number in numbers.tolist()]
        return pl.Series(texts, dtype=pl.String).gather(place)

    return told


def word(column: Column) -> pl.Series:
    """Words, or None where there is none to tell."""
    told = pl.Series(column, dtype=pl.String)
    words = told.unique().drop_nulls().to_list()
    return told.replace(words, [quoted(one) for one in words])


def one_of(words: Sequence[str | None]) -> Words:
    """Words by their numbers."""
    return lambda column: word(words).gather(np.asarray(column))


def but_zero(words: Words, instead: str | None) -> Words:
    """As `words`, with something else in place of zero."""

    def told(column: Column) -> pl.Series:
        texts = words(column)
        return texts.replace(["0", "0.0"], [instead, instead])

    return told


@dataclass(frozen=True, eq=False)
class Wording:
    """What the details of one kind of row tell, as canonical JSON.

    Attributes
    ----------
    values : dict of str to callable
        For each key of the detail what puts its column into words.
    """

    values: Mapping[str, Words]

    def texts(self, columns: Mapping[str, Column]) -> pl.Series:
        """One JSON object a row, its keys sorted."""
        told = pl.DataFrame(
            {name: self.values[name](columns[name]) for name in sorted(self.values)}
        )
        pairs = [pl.concat_str(pl.lit(f"{quoted(name)}:"), name) for name in told.columns]
        inner = pl.concat_str(pairs, separator=",", ignore_nulls=True)
        return told.select(pl.concat_str(pl.lit("{"), inner, pl.lit("}"))).to_series()


def joined(parts: Sequence[Column]) -> Column:
    """Columns one after the other."""
    if all(isinstance(part, np.ndarray) for part in parts):
        return np.concatenate(parts)
    return [value for part in parts for value in part]
