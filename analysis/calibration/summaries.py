"""What of a run speaks to the parameters: cells of the record, put on scales of even error.

Estimates on single ties stand among them: of a run such a summary is the parameter itself, with an
error of the size that the estimate has. What single ties and patterns say of one number is then
weighed in one place.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.direct import Fit, shipped_estimates
from analysis.observation.register import READ, SNAPSHOT, SURVEYED_UNTIL
from analysis.stock.pooling import late_partnerships
from analysis.validation import observed
from simulation.luck.keyed import philox

Floats = NDArray[np.float64]

ROLES: dict[Fit, tuple[str, ...]] = {"split": ("fitted",), "full": ("fitted", "kept back")}
"""Roles of the cells that each fit sees."""
OWN = "single_ties"
"""Stands in the column `pattern` for estimates on single ties; their cell is the parameter."""
DOUBLE = "double_records"
"""Stands there for the share that the register held of the partnerships agreed after 1996 (log),
as other counts of the same ties tell it (`analysis.stock`); of a run it follows from two
parameters, as if as many had been agreed in each year."""
LATE = "late_partnerships"
NORMAL90 = 1.645
"""A range is taken for a 90 % interval: half of it over this is an error."""
NOISE_KEY = 0x4E4F4953
"""Second word of the key: no purpose of the model's own luck has its last 16 bits."""


@dataclass(frozen=True)
class Use:
    """A pattern that is used.

    Attributes
    ----------
    pattern : id in `targets.toml`
    scale : root (counts), angle (shares), log (means, ratios, km), fisher (correlations), plain
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
    Use("degree", "root", "rate.load and rate.spread: how ties gather on places"),
    Use("linked_by_size", "angle", "rate.size, rate.size_curve, rate.load, rate.spread"),
    Use("ties_by_size", "log", "the same, and choice.held"),
    Use("east_west_linked", "angle", "rate.east"),
    Use("east_west_ties", "log", "rate.east"),
    Use("distance", "log", "choice.distance"),
    Use("likeness", "likeness", "choice.similar"),
    Use("linked_by_land", "angle", "choice.distance (who lies near), rate.load"),
    Use("repeats", "angle", "choice.held: a second tie with the same country"),
    Use("franco_german", "angle", "life.spread: activities that are alive"),
    Use("franco_german_life", "angle", "life.spread: how many weaken or sleep"),
    Use("british_change", "plain", "ending.partnership: contracts gone in nine years"),
)
"""Patterns that are used, of each the cells that a fit may see (`ROLES`). Left out: `countries`,
`dated` and `ties_by_land_country`, where each country has an appeal of its own, fitted elsewhere;
`units`, where districts have a level of their own; `ties_by_land`, which repeats
`linked_by_land`."""

LEFT_OUT = {
    ("linked_by_size", "200000-499999"),
    ("east_west_linked", "west|200000-499999"),
}
"""Two cities that the register of 2013 counts here have over 500,000 inhabitants in the frame, so
that no run can fill these shares."""

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

    def matrix(self, bank: pl.DataFrame, theta: Floats, names: tuple[str, ...]) -> Floats:
        """Transformed summaries of each run, shape (runs, m); nan where a run has none.

        Parameters
        ----------
        bank : polars.DataFrame
            run, pattern, cell, value.
        theta : parameters of the runs, in their order, shape (runs, p)
        names : of the parameters
        """
        runs = bank.select(pl.col("run").unique().sort())
        place = self.cells.select("pattern", "cell").with_row_index("place")
        # the full grid, so that a cell that a run lacks is a null of its own
        grid = (
            runs.join(place, how="cross")
            .join(bank, on=["run", "pattern", "cell"], how="left")
            .sort("run", "place")
        )
        values = grid["value"].to_numpy().reshape(runs.height, self.cells.height).copy()
        own = self.cells.with_row_index("place").filter(pl.col("pattern").is_in((OWN, DOUBLE)))
        for place, pattern, name in own.select("place", "pattern", "cell").iter_rows():
            values[:, place] = (
                theta[:, names.index(name)] if pattern == OWN else _late_share(theta, names)
            )
        return self.transformed(values)

    @property
    def names(self) -> list[str]:
        """Pattern and cell of each summary in one word."""
        return [f"{row[0]}|{row[1]}" for row in self.cells.iter_rows()]

    def without(self, names: Collection[str]) -> Summaries:
        """The summaries but for those of these names."""
        kept = np.array([name not in names for name in self.names])
        return Summaries(self.cells.filter(pl.Series(kept)), self.recorded[kept], self.error[kept])

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


def _late_share(theta: Floats, names: tuple[str, ...]) -> Floats:
    """Log share of the partnerships agreed after the survey that the register of 2015 holds."""
    years = np.arange(SURVEYED_UNTIL + 1, SNAPSHOT + 1)
    lag = np.maximum(theta[:, names.index("recording.lag")], 1e-3)[:, None]
    there = 1.0 - np.exp2(-(READ - (years + 0.5)) / lag)
    result: Floats = np.log(theta[:, names.index("recording.reported")] * there.mean(axis=1))
    return result


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
    if scale == "plain":
        return value
    if scale != "log":
        raise ValueError(f"scale {scale}: expected root, angle, fisher, log or plain")
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


def summaries(
    fit: Fit = "split",
    *,
    ties: bool = True,
    estimates: Mapping[str, tuple[float, float]] | None = None,
) -> Summaries:
    """Every cell of the patterns in `USED` that the record holds and a fit may see.

    Parameters
    ----------
    fit : {"split", "full"}
    ties : bool
        Whether estimates on single ties stand among them.
    estimates : value and standard error by parameter
        Those estimates; of the fit that ships, by default.
    """
    told = {} if not ties else shipped_estimates(fit) if estimates is None else estimates
    roles = ROLES[fit]
    frame = observed().filter(pl.col("role").is_in(roles), pl.col("recorded").is_not_null())
    return of_record(frame, told, late=late_partnerships())


def of_record(
    frame: pl.DataFrame,
    estimates: Mapping[str, tuple[float, float]] | None = None,
    late: tuple[float, float] | None = None,
) -> Summaries:
    """Summaries of a record: pattern, cell, recorded, recorded_high, error, in the order of `USED`.

    Parameters
    ----------
    frame : polars.DataFrame
        Of a range (`recorded_high`) the middle counts, its width adds to the error.
    estimates : value and standard error by parameter, on single ties
    late : log share of late partnerships that the register held, and its error
    """
    told = [(OWN, name, "plain", *known) for name, known in (estimates or {}).items()]
    told += [] if late is None else [(DOUBLE, LATE, "plain", *late)]
    return cells_of(frame, [(use.pattern, use.scale) for use in USED], told)


def cells_of(
    frame: pl.DataFrame,
    patterns: Sequence[tuple[str, str]],
    told: Sequence[tuple[str, str, str, float, float]] = (),
) -> Summaries:
    """Summaries of the cells of some patterns, each with its scale, and of what is told besides.

    Parameters
    ----------
    frame, patterns : see `of_record`
    told : pattern, cell, scale, recorded, error
    """
    rows = []
    columns = ("cell", "recorded", "recorded_high", "error")
    for pattern, kind in patterns:
        here = frame.filter(pl.col("pattern") == pattern).select(columns)
        for cell, low, high, error in here.iter_rows():
            if (pattern, cell) in LEFT_OUT:
                continue
            scale = LIKENESS[cell.rpartition("|")[2]] if kind == "likeness" else kind
            wide = 0.0 if high is None else (high - low) / 2.0
            rows.append((pattern, cell, scale, low + wide, math.hypot(error, wide / NORMAL90)))
    rows += told
    schema = {"pattern": pl.String, "cell": pl.String, "scale": pl.String}
    cells = pl.DataFrame([row[:3] for row in rows], schema=schema, orient="row")
    recorded = [to_scale(np.array([row[3]]), row[2])[0] for row in rows]
    errors = [_error(row[3], row[4], row[2]) for row in rows]
    return Summaries(cells, np.array(recorded), np.array(errors))
