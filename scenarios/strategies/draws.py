"""Draws of uncertain numbers: over their range, keyed by the seed of the run and the path.

As often below the central value as above it, evenly on each side: a range may reach far on one
side without moving what is held most likely.

A number's draw depends on nothing else: one more strategy, or a number that is left out, changes
no other draw; strategies that share a measure share its numbers. Central values serve cards, single
runs and equal effect per euro; the mean of the draws is the middle of the range.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from scenarios.strategies.inputs import Input
from simulation.luck import Luck, Purpose

if TYPE_CHECKING:
    import polars as pl


def draw_inputs(inputs: Sequence[Input], seeds: Sequence[int]) -> pl.DataFrame:
    """Draw the inputs of an ensemble.

    Parameters
    ----------
    inputs : sequence of Input
        A path that comes twice is drawn once.
    seeds : sequence of int
        The seed of each replication.

    Returns
    -------
    polars.DataFrame
        One row a replication: replication (from 0), seed, and one column for each path, in the
        unit of its field.
    """
    import polars as pl

    unique = {one.path: one for one in inputs}
    value = np.array([one.value for one in unique.values()], dtype=np.float64)
    low = np.array([one.low for one in unique.values()], dtype=np.float64)
    high = np.array([one.high for one in unique.values()], dtype=np.float64)
    keys = np.array([zlib.crc32(path.encode()) for path in unique], dtype=np.uint64)
    drawn = np.empty((len(seeds), len(unique)))
    for row, seed in enumerate(seeds):
        part = Luck(seed).fractions(Purpose.INPUT, 0, keys)
        below = low + (value - low) * (2.0 * part)
        above = value + (high - value) * (2.0 * part - 1.0)
        drawn[row] = np.clip(np.where(part < 0.5, below, above), low, high)
    columns = {path: drawn[:, number] for number, path in enumerate(unique)}
    return pl.DataFrame(
        {"replication": np.arange(len(seeds), dtype=np.int64), "seed": list(seeds)} | columns,
        schema_overrides={"seed": pl.Int64},
    )
