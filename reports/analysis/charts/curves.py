"""Kaplan-Meier curves: the share without an event over time, a line a group."""

from __future__ import annotations

import altair as alt
import polars as pl

from reports.strategies.charts.parts import SHARE
from reports.theme import Chart

SIZE = (240, 220)
"""Pixels of the plot: two stand in a row, and one fits on a phone, names at its right included."""
NAMES = 105
"""Pixels of the names at the ends of the lines."""
LINE = 14
"""Pixels between two names."""
COLOURS = ("#1d2730", "#0072b2", "#d55e00", "#00795a", "#a5508a", "#8a6d00")
"""Okabe and Ito's, darkened where they name a line; dashes tell them apart, too."""
DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [1, 2])
MOST = len(COLOURS)


def chart(rows: pl.DataFrame) -> Chart:
    """Draw one process.

    Parameters
    ----------
    rows : polars.DataFrame
        group, time (years), survival, low, high (shares): a row a group and year; groups by
        their last value, highest first.
    """
    groups = rows["group"].unique(maintain_order=True).to_list()[:MOST]
    shown = rows.filter(pl.col("group").is_in(groups))
    base = alt.Chart(shown)
    x = alt.X("time:Q", axis=alt.Axis(title="years", grid=False, tickCount=6, format="d"))
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(title=None, tickCount=5, domain=False, labelExpr=SHARE)
    colours = alt.Scale(domain=groups, range=list(COLOURS[: len(groups)]))
    dashes = alt.Scale(domain=groups, range=list(DASHES[: len(groups)]))
    colour = alt.Color("group:N", scale=colours, legend=None)
    band = base.mark_area(opacity=0.14, interpolate="step-after").encode(
        x, alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q", color=colour
    )
    line = base.mark_line(strokeWidth=1.8, interpolate="step-after").encode(
        x,
        alt.Y("survival:Q", scale=scale, axis=axis),
        color=colour,
        strokeDash=alt.StrokeDash("group:N", scale=dashes, legend=None),
    )
    ends = shown.group_by("group", maintain_order=True).agg(pl.col("survival").last())
    places = apart([float(value) for value in ends["survival"]], LINE / SIZE[1])
    names = alt.Chart(ends.with_columns(place=pl.Series(places)))
    text = names.mark_text(align="left", baseline="middle", limit=NAMES).encode(
        x=alt.value(SIZE[0] + 8), y=alt.Y("place:Q", scale=scale), text="group:N", color=colour
    )
    padding = {"left": 0, "right": 5, "top": 5, "bottom": 5}
    return alt.layer(band, line, text).properties(width=SIZE[0], height=SIZE[1], padding=padding)


def apart(values: list[float], gap: float) -> list[float]:
    """Places of names near their values, highest first, none nearer to the next than `gap`."""
    found: list[float] = []
    for value in values:
        found.append(min(value, found[-1] - gap) if found else value)
    low = -gap
    if found and found[-1] < low:  # too far down: push up again from below
        found[-1] = low
        for at in range(len(found) - 2, -1, -1):
            found[at] = max(found[at], found[at + 1] + gap)
    return found
