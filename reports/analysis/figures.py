"""Which figures an analysis gets, each with its text for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.indirect import Comparison, Couple
from analysis.models import Coefficient, Table
from analysis.validation.comparison import NORMAL90
from reports.analysis import leads
from reports.analysis.charts import apart, forest
from reports.analysis.charts.forest import MOST, Series, drawable
from reports.analysis.drawn import Figure, figure
from reports.analysis.grid import name_of
from reports.analysis.words import decimals, interval, number

MIXED = "as labelled"
"""The unit of a table whose rows have units of their own: no axis holds them."""
FEWEST = 2
"""Rows from which a figure says more than the table."""


def of_table(model: str, table: Table, kind: str) -> tuple[Figure, ...]:
    """Points and intervals of a table; none where it has too few or too many of them.

    Parameters
    ----------
    model : str
    table : Table
    kind : {"recorded", "simulated"}
        Of the source.
    """
    if table.unit == MIXED:
        return ()
    name = name_of(model, table.name)
    if leads.is_study(table.rows):
        return leads.panels(name, table, (Series(kind, table.rows),))
    rows, far = drawable(table.rows)
    if not FEWEST <= len(rows) <= MOST:
        return ()
    return (_forest(name, table, (Series(kind, tuple(rows)),), rows, far),)


def of_couple(one: Couple) -> tuple[Figure, ...]:
    """Recorded and simulated coefficients in one figure; none where they fit on no axis."""
    if one.recorded.unit == MIXED:
        return ()
    name = name_of(f"indirect_{one.model}", one.name)
    both = (
        Series("recorded", tuple(pair.recorded for pair in one.pairs)),
        Series("simulated", tuple(pair.simulated for pair in one.pairs)),
    )
    if leads.is_study(both[0].rows):
        return leads.panels(name, one.recorded, both)
    near = [{row.term: row for row in drawable(side.rows)[0]} for side in both]
    shown = [row for term, row in near[0].items() if term in near[1]]
    if not FEWEST <= len(shown) <= MOST:
        return ()
    terms = [row.term for row in shown]
    series = [
        Series(side.name, tuple(n[t] for t in terms)) for side, n in zip(both, near, strict=True)
    ]
    far = [row for row in both[0].rows if row.term not in terms and row.low is not None]
    return (_forest(name, one.recorded, series, shown, far),)


def _forest(
    name: str,
    table: Table,
    series: Sequence[Series],
    rows: Sequence[Coefficient],
    far: Sequence[Coefficient],
) -> Figure:
    frame = forest.frame(series, [row.term for row in rows])
    told = "; ".join(f"{one.name}: {', '.join(map(_told, one.rows))}" for one in series)
    alt = f"{table.title}: coefficients with 90 % intervals, {table.unit}. {told}."
    note = ""
    if far:
        names = ", ".join(f"{row.label} ({number(row.estimate, decimals(row))})" for row in far)
        note = f"Not on this axis, see the table: {names}."
    return figure(
        name,
        "",
        forest.chart(frame, table.unit, forest.WIDE),
        forest.chart(frame, table.unit, forest.NARROW),
        alt,
        note,
    )


def _told(row: Coefficient) -> str:
    digits = decimals(row)
    return f"{row.label} {number(row.estimate, digits)} ({interval(row.low, row.high, digits)})"


def overview(comparisons: Sequence[Comparison], titles: dict[str, str]) -> Figure | None:
    """All coefficients of both sides on one scale."""
    rows = [
        {"label": f"{titles[one.model]}: {_short(each)}", "role": pair.role, "z": pair.z}
        for one in comparisons
        for each in one.couples
        for pair in each.pairs
        if pair.z is not None
    ]
    if not rows:
        return None
    frame = pl.DataFrame(rows, schema={"label": pl.String, "role": pl.String, "z": pl.Float64})
    inside = int((frame["z"].abs() <= NORMAL90).sum())
    return figure(
        "indirect",
        "All coefficients on one scale",
        apart.chart(frame, apart.WIDE),
        apart.chart(frame, apart.NARROW),
        f"Differences of {len(rows)} coefficients between runs and record, in joint errors, by "
        f"table; {inside} of them lie within 1.645.",
        "Arrows stand for differences beyond six joint errors.",
    )


def _short(one: Couple) -> str:
    return one.name.replace("_", " ")
