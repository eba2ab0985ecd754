"""Event studies of a table: one small panel an event."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from analysis.models import Coefficient, Table
from reports.analysis.charts import leads
from reports.analysis.charts.forest import Series
from reports.analysis.drawn import Figure, figure
from reports.analysis.words import decimals, interval, number

TERM = re.compile(r"^(?P<event>.+):(?P<first>[-+]?\d+)\.\.(?P<last>[-+]?\d+)$")
"""A lead or lag: ``elysee_1963:-6..-5``, years since the event."""
LABEL = re.compile(r",? *years? [-+−\d].*$")
"""What a label says of the bin, behind the event."""
MIDDLE = 0.9
"""Share of the ends of intervals that panels show; what lies beyond is cut."""


def is_study(rows: Sequence[Coefficient]) -> bool:
    """Whether rows are leads and lags of events."""
    return bool(rows) and all(TERM.match(row.term) for row in rows)


def panels(name: str, table: Table, series: Sequence[Series]) -> tuple[Figure, ...]:
    """One figure an event, all on one scale."""
    frame = _frame(series)
    domain = _domain(frame)
    return tuple(
        replace(_panel(f"{name}_{event}", table, series, event, rows, domain), small=name)
        for (event,), rows in frame.group_by(["event"], maintain_order=True)
        if isinstance(event, str)
    )


def _frame(series: Sequence[Series]) -> pl.DataFrame:
    """One row a bin and source: event, title, at, series, estimate, low, high."""
    rows = []
    for one in series:
        for row in one.rows:
            match = TERM.match(row.term)
            known = (row.estimate, row.low, row.high)
            if match is None or not all(v is not None and math.isfinite(v) for v in known):
                continue
            middle = (int(match["first"]) + int(match["last"])) / 2.0
            title = LABEL.sub("", row.label)
            rows.append((match["event"], title, middle, one.name, *known))
    columns = ["event", "title", "at", "series", "estimate", "low", "high"]
    return pl.DataFrame(rows, columns, orient="row")


def _domain(frame: pl.DataFrame) -> tuple[float, float]:
    """Effects that panels show: all estimates, and nearly all ends of intervals."""
    ends = pl.concat([frame["low"], frame["high"]]).abs().quantile(MIDDLE)
    reach = max(float(ends or 1.0), float(str(frame["estimate"].abs().max())) * 1.05)
    return -reach, reach


def _panel(
    name: str,
    table: Table,
    series: Sequence[Series],
    event: str,
    rows: pl.DataFrame,
    domain: tuple[float, float],
) -> Figure:
    wanted = [
        (one.name, row) for one in series for row in one.rows if row.term.startswith(f"{event}:")
    ]
    told = "; ".join(f"{side}, {_told(row)}" for side, row in wanted)
    alt = f"{table.title}, {rows['title'][0]}, {table.unit} with 90 % intervals: {told}."
    return figure(name, rows["title"][0], leads.chart(rows, domain), None, alt)


def _told(row: Coefficient) -> str:
    digits = decimals(row)
    match = TERM.match(row.term)
    years = f"years {match['first']} to {match['last']}" if match else row.label
    return f"{years} {number(row.estimate, digits)} ({interval(row.low, row.high, digits)})"
