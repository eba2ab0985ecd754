"""Shares of variance: one bar a group, with its 90 % interval and what it does by itself."""

from __future__ import annotations

import altair as alt
import polars as pl

from reports.strategies.charts.parts import Layout, axis_x, upright
from reports.theme import BAND_50, INK, SIMULATED, Chart

LAYOUT = Layout(width=270, labels=0, row=38)
BAR = 10
LUCK = "#c3cad0"
"""Luck is no number that anybody could learn: grey."""


def chart(rows: pl.DataFrame) -> Chart:
    """Draw one row a group, in the order of the frame.

    Parameters
    ----------
    rows : polars.DataFrame
        label; total, low, high, first (shares of variance, between 0 and 1); luck (bool).
    """
    domain = (0.0, 1.0)

    def x(field: str) -> alt.X:
        return axis_x(field, domain, "share of variance", shares=True, ticks=5)

    layout, base = LAYOUT, alt.Chart(rows)
    y = layout.y()
    colour = alt.condition("datum.luck", alt.value(LUCK), alt.value(BAND_50))
    zero = base.transform_calculate(zero="0")
    bar = zero.mark_bar(height=BAR, yOffset=layout.down).encode(
        x("zero"), y, x2="total:Q", color=colour
    )
    span = base.mark_rule(
        color=INK, strokeWidth=1.2, yOffset=layout.down, y2Offset=layout.down
    ).encode(x("low"), y, x2="high:Q")
    alone = base.mark_point(
        filled=True, color=SIMULATED, opacity=1, size=42, yOffset=layout.down, stroke="white",
        strokeWidth=0.8,
    ).encode(x("first"), y)  # fmt: skip
    layers = [bar, upright(0.0, x, INK), span, alone, *layout.names(base)]
    return alt.layer(*layers).properties(width=layout.width, height=layout.height(rows.height))
