"""How far simulated distributions lie from recorded ones: distances of partners, degrees."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contest.entries import ALL
from analysis.contest.scores import count_distance, quantile_distance
from analysis.validation import observed, targets
from analysis.validation.patterns import cells

Floats = NDArray[np.float64]

DISTANCE, DEGREE = "distance", "degree"


def distance_scores(summaries: pl.DataFrame) -> pl.DataFrame:
    """Wasserstein distances of the mean of the runs from the record.

    Parameters
    ----------
    summaries : polars.DataFrame
        Rows of `summarise` with a column replication.

    Returns
    -------
    polars.DataFrame
        pattern, cell (country; ``all`` for degrees), role, unit, wasserstein (of the mean of the
        runs), luck (mean distance of single runs from that mean: what chance alone makes),
        recorded (recorded median in km; mean ties), simulated (the same of the mean of the runs).
        A country in which a run has no tie is left out of that run.
    """
    rows = [_distance_row(summaries, country) for country in _countries()]
    rows.append(_degree_row(summaries))
    return pl.DataFrame([row for row in rows if row is not None])


def _countries() -> list[str]:
    cell = observed().filter(pl.col("pattern") == DISTANCE)["cell"].str.split("|").list.get(0)
    return cell.unique(maintain_order=True).to_list()


def _values(summaries: pl.DataFrame, pattern: str, names: list[str]) -> Floats:
    """Values by run, shape (runs, cells); runs that lack one are left out."""
    order = {name: i for i, name in enumerate(names)}
    rows = (
        summaries.filter(pl.col("pattern") == pattern, pl.col("cell").is_in(names))
        .with_columns(order=pl.col("cell").replace_strict(order, return_dtype=pl.Int64))
        .sort("replication", "order")
    )
    table = rows["value"].cast(pl.Float64).to_numpy().reshape(-1, len(names))
    whole: Floats = table[np.isfinite(table).all(axis=1)]
    return whole


def _recorded(pattern: str, names: list[str]) -> Floats:
    rows = observed().filter(pl.col("pattern") == pattern).select("cell", "recorded").iter_rows()
    value = dict(rows)
    return np.array([value[name] for name in names])


def _distance_row(summaries: pl.DataFrame, country: str) -> dict[str, object] | None:
    names = [f"{country}|{name}" for name in cells.QUANTILES]
    levels = list(cells.QUANTILES.values())
    runs, recorded = _values(summaries, DISTANCE, names), _recorded(DISTANCE, names)
    if not len(runs):
        return None
    mean, middle = runs.mean(axis=0), list(cells.QUANTILES).index("p50")
    return {
        "pattern": DISTANCE,
        "cell": country,
        "role": targets()[DISTANCE].role_of(names[0]),
        "unit": "km",
        "wasserstein": quantile_distance(levels, mean, recorded),
        "luck": float(np.mean([quantile_distance(levels, run, mean) for run in runs])),
        "recorded": float(recorded[middle]),
        "simulated": float(mean[middle]),
    }


def degree_value(cell: str) -> float:
    """Number of ties that a cell stands for: itself, the middle, or the lower end of an open one.

    Examples
    --------
    >>> degree_value("3"), degree_value("10-14"), degree_value("15+")
    (3.0, 12.0, 15.0)
    """
    low, _, high = cell.rstrip("+").partition("-")
    return (float(low) + float(high or low)) / 2.0


def _degree_row(summaries: pl.DataFrame) -> dict[str, object] | None:
    names = observed().filter(pl.col("pattern") == DEGREE)["cell"].to_list()
    values = np.array([degree_value(name) for name in names])
    runs, recorded = _values(summaries, DEGREE, names), _recorded(DEGREE, names)
    if not len(runs):
        return None
    mean = runs.mean(axis=0)
    return {
        "pattern": DEGREE,
        "cell": ALL,
        "role": targets()[DEGREE].role,
        "unit": "ties",
        "wasserstein": count_distance(values, mean, recorded),
        "luck": float(np.mean([count_distance(values, run, mean) for run in runs])),
        "recorded": float(values @ recorded / recorded.sum()),
        "simulated": float(values @ mean / mean.sum()),
    }
