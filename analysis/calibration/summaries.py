"""What of a run speaks to the parameters: fitted cells, put on scales of even error."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.validation import observed
from simulation.luck.keyed import philox

Floats = NDArray[np.float64]

FITTED = "fitted"
NOISE_KEY = 0x4E4F4953
"""Second word of the key: no purpose of the model's own luck has its last 16 bits."""


@dataclass(frozen=True)
class Use:
    """A pattern that is used.

    Attributes
    ----------
    pattern : id in `targets.toml`
    scale : root (counts), angle (shares), log (means, ratios, km), fisher (correlations)
    why : which parameters it speaks to
    """

    pattern: str
    scale: str
    why: str


USED = (
    Use("total", "root", "rate.level against all that changes totals"),
    Use("dated_all", "root", "self-report after 1996 and its lag, against the years before"),
    Use("undated", "root", "forms and their years among what is registered"),
    Use("forms", "root", "forms differ in how fully they are registered"),
    Use("degree", "root", "rate.load and consent.load: how ties gather on places"),
    Use("linked_by_size", "angle", "rate.size and rate.load"),
    Use("ties_by_size", "log", "rate.size, rate.load, choice.held"),
    Use("distance", "log", "choice.distance"),
    Use("likeness", "likeness", "choice.similar, and consent.load, which spares large places"),
    Use("linked_by_land", "angle", "choice.distance (who lies near), rate.load"),
    Use("repeats", "angle", "choice.held: a second tie with the same country"),
)
"""Patterns that are used, of each only the cells whose role is fitted. Left out: `countries`,
`dated` and `ties_by_land_country`, where each country has an appeal of its own, fitted elsewhere;
`units`, where districts have a level of their own; the halves East and West, which repeat
`linked_by_size` and `ties_by_size` under an effect of their own; `ties_by_land`, which repeats
`linked_by_land`."""

LIKENESS = {"corr_ln_pop": "fisher", "median_pop_ratio": "log", "share_within_factor2": "angle"}


@dataclass(frozen=True)
class Summaries:
    """The cells that are used, and what the record says of them.

    Attributes
    ----------
    cells : polars.DataFrame
        pattern, cell, scale; one row a summary.
    recorded : transformed record, shape (m,)
    error : its standard error on that scale, shape (m,)
    """

    cells: pl.DataFrame
    recorded: Floats
    error: Floats

    def matrix(self, bank: pl.DataFrame) -> Floats:
        """Transformed summaries of each run, shape (runs, m); nan where a run has none.

        Parameters
        ----------
        bank : polars.DataFrame
            run, pattern, cell, value.
        """
        runs = bank.select(pl.col("run").unique().sort())
        place = self.cells.select("pattern", "cell").with_row_index("place")
        # the full grid, so that a cell that a run lacks is a null of its own
        grid = (
            runs.join(place, how="cross")
            .join(bank, on=["run", "pattern", "cell"], how="left")
            .sort("run", "place")
        )
        values = grid["value"].to_numpy().reshape(runs.height, self.cells.height)
        return self.transformed(values)

    def transformed(self, values: Floats) -> Floats:
        """Values of the cells (last axis) on their scales."""
        result = np.empty(values.shape, dtype=np.float64)
        for place, scale in enumerate(self.cells["scale"]):
            result[..., place] = to_scale(values[..., place], scale)
        return result

    def noise(self, seed: int, run_seeds: NDArray[np.int64]) -> Floats:
        """Errors of observation, shape (runs, m): normal, keyed by seed, run and cell.

        A cell's errors stay the same whatever other cells are used.
        """
        from scipy.special import ndtri

        names = self.cells.select(pl.concat_str("pattern", "cell", separator="|")).to_series()
        cell = np.array([_hash(name) for name in names], dtype=np.uint64)
        runs = run_seeds.astype(np.uint64)[:, None]
        counter = np.broadcast_arrays(cell[None, :], runs, np.uint64(0), np.uint64(0))
        first, second, *_ = philox(
            (counter[0], counter[1], counter[2], counter[3]), (seed, NOISE_KEY)
        )
        whole = ((first << np.uint64(32)) | second) >> np.uint64(11)
        normal: Floats = ndtri((whole.astype(np.float64) + 0.5) / float(1 << 53))
        return normal * self.error


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")


def to_scale(value: Floats, scale: str) -> Floats:
    """Put values on a scale.

    On `root` the error of a count and on `angle` that of a share is the same for few and for
    many, and both take zeros, which a logarithm or a logit would not.
    """
    if scale == "root":
        return np.sqrt(value)
    if scale == "angle":
        return np.arcsin(np.sqrt(value))
    if scale == "fisher":
        # a correlation of a handful of ties may be exactly one
        return np.arctanh(np.clip(value, -0.99, 0.99))
    if scale != "log":
        raise ValueError(f"scale {scale}: expected root, angle, fisher or log")
    return np.log(value)


def _error(recorded: float, error: float, scale: str) -> float:
    """Error on a scale: half the way from one error below to one above, within the domain."""
    low, high = recorded - error, recorded + error
    if scale in ("root", "angle"):
        low = max(low, 0.0)
    if scale == "angle":
        high = min(high, 1.0)
    if scale == "log":
        # means and distances cannot reach zero; a wide error would
        low, high = recorded / (1.0 + error / recorded), recorded + error
    ends = to_scale(np.array([low, high]), scale)
    return float(ends[1] - ends[0]) / 2.0


def summaries() -> Summaries:
    """Every fitted cell of the patterns in `USED` that the record holds."""
    frame = observed().filter(pl.col("role") == FITTED, pl.col("recorded").is_not_null())
    return of_record(frame)


def of_record(frame: pl.DataFrame) -> Summaries:
    """Summaries of a record: pattern, cell, recorded, error, in the order of `USED`."""
    rows = []
    for use in USED:
        for cell, recorded, error in (
            frame.filter(pl.col("pattern") == use.pattern)
            .select("cell", "recorded", "error")
            .iter_rows()
        ):
            scale = LIKENESS[cell.rpartition("|")[2]] if use.scale == "likeness" else use.scale
            rows.append((use.pattern, cell, scale, recorded, error))
    schema = {"pattern": pl.String, "cell": pl.String, "scale": pl.String}
    cells = pl.DataFrame([row[:3] for row in rows], schema=schema, orient="row")
    recorded = [to_scale(np.array([row[3]]), row[2])[0] for row in rows]
    errors = [_error(row[3], row[4], row[2]) for row in rows]
    return Summaries(cells, np.array(recorded), np.array(errors))
