"""How far apart record and runs are, all coefficients on one scale: differences in joint errors."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.validation.comparison import NORMAL90
from reports.strategies.charts.parts import Layout, axis_x, upright
from reports.theme import BAND_90, INK, KEPT_BACK_INK, MUTED, SIMULATED, Chart

WIDE = Layout(width=480, labels=270, row=34)
NARROW = Layout(width=300, labels=0, row=46)
END = 6.0
"""Differences beyond are drawn at the edge, as arrows."""
TITLE = "simulated less recorded, in joint errors"
LOOKS = {
    "fitted": (SIMULATED, "circle"),
    "kept back": (KEPT_BACK_INK, "diamond"),
    "unknown": (MUTED, "square"),
}
"""Colour and sign of each role: told apart without colour, too."""


def chart(rows: pl.DataFrame, layout: Layout) -> Chart:
    """Draw one row a table and one sign a coefficient.

    Parameters
    ----------
    rows : polars.DataFrame
        label (of the table), role, z.
    layout : Layout
        `WIDE` or `NARROW`.
    """

    def x(field: str) -> alt.X:
        return axis_x(field, (-END - 0.3, END + 0.3), TITLE, ticks=7)

    order = rows["label"].unique(maintain_order=True).to_list()
    y = layout.y().scale(domain=order, paddingInner=0, paddingOuter=0)
    band = alt.Chart(pl.DataFrame({"low": [-NORMAL90], "high": [NORMAL90]}))
    layers: list[alt.Chart] = [
        band.mark_rect(color=BAND_90, opacity=0.75).encode(x("low"), x2="high:Q"),
        upright(0.0, x, INK),
    ]
    cut = rows.with_columns(
        pl.col("z").clip(-END, END), beyond=pl.col("z").sign() * (pl.col("z").abs() > END)
    )
    for role, (colour, shape) in LOOKS.items():
        for beyond, sign in ((0, shape), (1, "triangle-right"), (-1, "triangle-left")):
            part = cut.filter(pl.col("role") == role, pl.col("beyond") == beyond)
            if part.height:
                signs = _signs(alt.Chart(part.drop("beyond")), colour, sign, layout)
                layers.append(signs.encode(x("z"), y))
    layers += layout.names(alt.Chart(pl.DataFrame({"label": order})))
    return alt.layer(*layers).properties(width=layout.width, height=layout.height(len(order)))


def _signs(base: alt.Chart, colour: str, shape: str, layout: Layout) -> alt.Chart:
    signs: alt.Chart = base.mark_point(
        filled=True,
        color=colour,
        shape=shape,
        opacity=0.72,
        size=52,
        stroke="white",
        strokeWidth=0.6,
        yOffset=layout.down,
    )
    return signs
