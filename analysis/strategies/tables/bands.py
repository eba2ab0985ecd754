"""Means and bands of paired differences: in total, by year, and for each group."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.groups import GROUPS
from analysis.strategies.tables.paired import MEASURES, OUTCOME, SHARE, SUMS, Paired, ratio

Floats = NDArray[np.float64]

QUANTILES = {"low_90": 0.05, "low_50": 0.25, "high_50": 0.75, "high_90": 0.95}
BAND = ("mean", "error", *QUANTILES)
"""Mean, its standard error, and quantiles over the replications."""


def band(values: Floats) -> dict[str, Floats]:
    """`BAND` over the first axis, (replications, ...) -> (...) each."""
    error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
    found = {"mean": values.mean(axis=0), "error": error}
    cuts = np.quantile(values, list(QUANTILES.values()), axis=0)
    return found | dict(zip(QUANTILES, cuts, strict=True))


def totals(paired: Paired) -> pl.DataFrame:
    """Differences over the years of the policy, one row a run and measure.

    `base` is the mean level of the base, `relative` the mean difference as a share of it.
    """
    rows = []
    for terms, name in paired.runs:
        for measure in MEASURES:
            base = float(paired.total(measure).mean())
            found = _numbers(band(paired.gained(measure, (terms, name))))
            relative = found["mean"] / base if base else None
            key = {"terms": terms, "strategy": name, "measure": measure, "base": base}
            rows.append({**key, **found, "relative": relative})
    return pl.DataFrame(rows, infer_schema_length=None)


def years(paired: Paired) -> pl.DataFrame:
    """Differences in each year, one row a run, measure and year."""
    parts = []
    for terms, name in paired.runs:
        for measure in (*SUMS, SHARE):
            base = paired.by_year(measure)
            found = band(paired.by_year(measure, (terms, name)) - base)
            key = {"terms": terms, "strategy": name, "measure": measure, "year": paired.years}
            parts.append(pl.DataFrame({**key, "base": base.mean(axis=0), **found}))
    return pl.concat(parts)


def groups(paired: Paired) -> pl.DataFrame:
    """Who gains: additional living tie-years of each group, also per 1,000 of its base.

    Groups differ in size and their differences in luck: `per_1000` compares them, and is null
    where a group has no living tie in the base.
    """
    base = paired.levels(OUTCOME)[:, paired.horizon].sum(axis=1).astype(np.float64)
    shown = [(by, group) for by, names in GROUPS.items() for group in names]
    there = [paired.groups.index(cell) for cell in shown if cell in paired.groups]
    cells = [paired.groups[place] for place in there if paired.groups[place][0] != "all"]
    there = [paired.groups.index(cell) for cell in cells]
    level = base[:, there].mean(axis=0)
    parts = []
    for terms, name in paired.runs:
        own = paired.levels(OUTCOME, (terms, name))[:, paired.horizon].sum(axis=1)
        found = band((own - base)[:, there])
        scaled = {
            f"per_1000{ending}": pl.Series(1000.0 * ratio(found[part], level))
            for part, ending in (("mean", ""), ("low_90", "_low_90"), ("high_90", "_high_90"))
        }
        frame = pl.DataFrame(
            {
                "terms": [terms] * len(cells),
                "strategy": name,
                "by": [by for by, _ in cells],
                "group": [group for _, group in cells],
                "base": level,
                **found,
                **scaled,
            }
        )
        known = pl.col("base") > 0.0
        parts.append(frame.with_columns(pl.when(known).then(pl.col(column)) for column in scaled))
    return pl.concat(parts)


def _numbers(found: dict[str, Floats]) -> dict[str, float]:
    return {name: float(value) for name, value in found.items()}
