"""Two numbers a strategy, joined: on its own terms, and at equal effect per euro."""

from __future__ import annotations

import altair as alt
import polars as pl

from reports.strategies.charts.parts import EQUAL, Layout, around_zero, axis_x, upright
from reports.theme import BAND_90, INK, MUTED, SIMULATED, Chart

WIDE = Layout(width=420, labels=0, row=40)
NARROW = Layout(width=300, labels=0, row=40)
SERIES = {"own": (SIMULATED, "circle", 80), "equal": (EQUAL, "diamond", 90)}


def chart(
    rows: pl.DataFrame,
    layout: Layout,
    title: str,
    *,
    shares: bool = False,
    limit: float | None = None,
) -> Chart:
    """Draw two joined dots a strategy, in the order of the frame.

    Parameters
    ----------
    rows : polars.DataFrame
        label, own, equal (null where the strategy was not run at equal effect per euro); low and
        high, where there is an interval of `own`.
    layout : Layout
    title : str
        Of the axis.
    shares : bool
        Whether the numbers are shares (0-1), written as percentages.
    limit : float, optional
        Where a dashed line stands, such as the least chance at which one may be called best.
    """
    domain = (0.0, 1.0) if shares else around_zero([*rows["own"], *rows["equal"]])

    def x(field: str) -> alt.X:
        return axis_x(field, domain, title, shares=shares, ticks=4)

    y = layout.y()
    base = alt.Chart(rows)
    both = alt.Chart(rows.filter(pl.col("equal").is_not_null()))
    layers: list[alt.Chart] = []
    track = base.mark_rule(color=MUTED, strokeWidth=0.6, strokeDash=[1, 3], yOffset=layout.down)
    layers.append(track.encode(y=y, x=alt.value(0), x2=alt.value(layout.width)))
    if limit is not None:
        layers.append(upright(limit, x, INK, (4, 3)))
    if "low" in rows.columns:
        width = base.mark_bar(color=BAND_90, height=8, yOffset=layout.down)
        layers.append(width.encode(x("low"), y, x2="high:Q"))
    joint = both.mark_rule(color=MUTED, strokeWidth=1.5, yOffset=layout.down, y2Offset=layout.down)
    layers.append(joint.encode(x("own"), y, x2="equal:Q"))
    for field, (colour, shape, size) in SERIES.items():
        source = base if field == "own" else both
        dot = source.mark_point(
            filled=True,
            color=colour,
            shape=shape,
            size=size,
            opacity=1,
            yOffset=layout.down,
            stroke="white",
            strokeWidth=0.8,
        )
        layers.append(dot.encode(x(field), y))
    layers += layout.names(base)
    return alt.layer(*layers).properties(width=layout.width, height=layout.height(rows.height))
