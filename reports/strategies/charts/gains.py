"""What each strategy gains: its bands and mean in a row, its cost and its chance beside them."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from reports.strategies.charts.parts import LOUD, QUIET, Layout, around_zero, axis_x, upright
from reports.theme import INK, MUTED, Chart

WIDE = Layout(width=300, labels=300, row=32)
NARROW = Layout(width=300, labels=0, row=62, lines=2)
BAR = 15
COLUMNS = (20, 230)
"""Pixels from the plot to the two columns of text: cost, and chance of helping."""
HEADS = ("EUR per additional tie-year", "Runs in which it helps")


def chart(rows: pl.DataFrame, layout: Layout) -> Chart:
    """Draw one row a strategy, in the order of the frame.

    Parameters
    ----------
    rows : polars.DataFrame
        label, mean, low_50, high_50, low_90, high_90 (tie-years); shown (bool: shown to help);
        cost, chance (texts).
    layout : Layout
        `WIDE` or `NARROW`.
    """
    domain = around_zero([*rows["low_90"], *rows["high_90"], *rows["mean"]])
    title = "additional living tie-years"

    def x(field: str) -> alt.X:
        return axis_x(field, domain, title)

    base = alt.Chart(rows)
    y = layout.y()
    layers: list[alt.Chart] = []
    for low, high, step in (("low_90", "high_90", 2), ("low_50", "high_50", 1)):
        bar = base.mark_bar(height=BAR, yOffset=layout.down)
        layers.append(bar.encode(x(low), y, x2=f"{high}:Q", color=_by_shown(step)))
    layers.append(upright(0.0, x, INK))
    mean = base.mark_tick(thickness=2.5, size=BAR + 6, yOffset=layout.down)
    layers.append(mean.encode(x("mean"), y, color=_by_shown(0)))
    layers += layout.names(base)
    layers += _columns(base, y, layout) if layout.labels else layout.above(base, "line", 1, MUTED)
    # Fonts differ from browser to browser: some air, so that the last column is never cut.
    padding = {"left": 0, "right": 28 if layout.labels else 0, "top": 5, "bottom": 5}
    return alt.layer(*layers).properties(
        width=layout.width, height=layout.height(rows.height), padding=padding
    )


def _by_shown(step: int) -> Any:
    """Blue where a strategy is shown to help, grey where it is not."""
    return alt.condition("datum.shown", alt.value(LOUD[step]), alt.value(QUIET[step]))


def _columns(base: alt.Chart, y: alt.Y, layout: Layout) -> list[alt.Chart]:
    """The two columns of text right of the plot, each under its heading."""
    found = []
    for at, name, head in zip(COLUMNS, ("cost", "chance"), HEADS, strict=True):
        place = alt.value(layout.width + at)
        words = base.mark_text(align="left", baseline="middle")
        ink = alt.condition("datum.shown", alt.value(INK), alt.value(MUTED))
        found.append(words.encode(y=y, x=place, text=f"{name}:N", color=ink))
        heading = alt.Chart(pl.DataFrame({"head": [head]}))
        bold = heading.mark_text(align="left", baseline="bottom", fontWeight="bold", color=MUTED)
        found.append(bold.encode(x=place, y=alt.value(-6), text="head:N"))
    return found
