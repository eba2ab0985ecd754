"""Mixing as small panels: how much more each Land is tied to a country than others."""

from __future__ import annotations

import altair as alt
import polars as pl

from reports.strategies.charts.parts import EQUAL, NUMBER
from reports.theme import INK, SIMULATED, Chart

WIDTH, ROW = 205, 15
NEITHER = "#8a949c"


def chart(rows: pl.DataFrame, domain: tuple[float, float]) -> Chart:
    """Draw one country.

    Parameters
    ----------
    rows : polars.DataFrame
        land (short), value, low, high (log odds ratios); in order.
    domain : tuple of float
        The same in all panels; intervals are cut there.
    """
    low, high = domain
    cut = rows.with_columns(
        pl.col("low", "high").clip(low, high),
        pl.col("value").clip(low, high),
        side=pl.when(pl.col("low") > 0)
        .then(pl.lit("more"))
        .when(pl.col("high") < 0)
        .then(pl.lit("fewer"))
        .otherwise(pl.lit("neither")),
    )
    axis = alt.Axis(title="log odds ratio", tickCount=5, labelExpr=NUMBER, domain=False)
    scale = alt.Scale(domain=[low, high], nice=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    y = alt.Y(
        "land:N",
        sort=None,
        scale=alt.Scale(domain=rows["land"].to_list(), paddingInner=0, paddingOuter=0),
        axis=alt.Axis(title=None, domain=False, ticks=False, labelColor=INK, labelPadding=6),
    )
    colour = alt.Color(
        "side:N",
        scale=alt.Scale(domain=["more", "fewer", "neither"], range=[SIMULATED, EQUAL, NEITHER]),
        legend=None,
    )
    base = alt.Chart(cut)
    zero = alt.Chart(pl.DataFrame({"zero": [0.0]})).mark_rule(color=INK, strokeWidth=1)
    line = base.mark_rule(strokeWidth=1.6).encode(x("low"), y, x2="high:Q", color=colour)
    point = base.mark_point(filled=True, opacity=1, size=34, stroke="white", strokeWidth=0.6)
    layers = alt.layer(zero.encode(x("zero")), line, point.encode(x("value"), y, color=colour))
    return layers.properties(width=WIDTH, height=ROW * rows.height)
