"""The chart of the first sheet: every strategy in a row, as wide as A4 paper, at its own size."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from reports.strategies.charts.parts import LOUD, QUIET, Layout, around_zero, axis_x, upright
from reports.theme import INK, MUTED, Chart

WIDE = Layout(width=162, labels=250, row=21)
NARROW = Layout(width=290, labels=0, row=60, lines=2)
BAR = 11
COLUMNS = (10, 218)
"""Pixels from the plot to the two columns of text."""


def chart(rows: pl.DataFrame, layout: Layout, title: str, heads: tuple[str, str]) -> Chart:
    """Draw one row a strategy, in the order of the frame.

    Parameters
    ----------
    rows : label, mean, low_50, high_50, low_90, high_90, shown (bool), cost, chance, line (texts)
    layout : `WIDE` or `NARROW`
    title : of the axis
    heads : of the columns of text
    """
    domain = around_zero([*rows["low_90"], *rows["high_90"], *rows["mean"]])

    def x(field: str) -> alt.X:
        return axis_x(field, domain, title, ticks=4)

    base, y = alt.Chart(rows), layout.y()
    layers: list[alt.Chart] = []
    for low, high, step in (("low_90", "high_90", 2), ("low_50", "high_50", 1)):
        bar = base.mark_bar(height=BAR, yOffset=layout.down)
        layers.append(bar.encode(x(low), y, x2=f"{high}:Q", color=_ink(step)))
    layers.append(upright(0.0, x, INK))
    mean = base.mark_tick(thickness=2.5, size=BAR + 5, yOffset=layout.down)
    layers.append(mean.encode(x("mean"), y, color=_ink(0)))
    layers += layout.names(base)
    layers += _columns(base, y, layout, heads) if layout.labels else _under(base, layout)
    padding = {"left": 0, "right": 16 if layout.labels else 0, "top": 4, "bottom": 2}
    return alt.layer(*layers).properties(
        width=layout.width, height=layout.height(rows.height), padding=padding
    )


def _ink(step: int) -> Any:
    """Blue where a strategy is shown to help, grey where it is not."""
    return alt.condition("datum.shown", alt.value(LOUD[step]), alt.value(QUIET[step]))


def _under(base: alt.Chart, layout: Layout) -> list[alt.Chart]:
    return layout.above(base, "line", 1, MUTED)


def _columns(base: alt.Chart, y: alt.Y, layout: Layout, heads: tuple[str, str]) -> list[alt.Chart]:
    found = []
    for at, name, head in zip(COLUMNS, ("cost", "chance"), heads, strict=True):
        place = alt.value(layout.width + at)
        words = base.mark_text(align="left", baseline="middle")
        ink = alt.condition("datum.shown", alt.value(INK), alt.value(MUTED))
        found.append(words.encode(y=y, x=place, text=f"{name}:N", color=ink))
        bold = alt.Chart(pl.DataFrame({"head": [head]})).mark_text(
            align="left", baseline="bottom", fontWeight="bold", color=MUTED
        )
        found.append(bold.encode(x=place, y=alt.value(-5), text="head:N"))
    return found
