"""Rows of estimates with their intervals, on a scale of factors or of plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import polars as pl

from reports.theme import INK, MUTED, SIMULATED, Chart

ROW = 27
QUIET = "#8a949c"
COLOURS = {"main": SIMULATED, "record": INK, "quiet": QUIET}
"""Colours by what a row is: a result, a result on counts alone, or what it is held against."""


@dataclass(frozen=True)
class Scale:
    """The axis of values.

    Attributes
    ----------
    title : below it
    domain : of the axis
    ticks : with a label
    nothing : value that means no effect, with a line
    log : whether equal factors are equally far apart
    label : Vega expression for the labels
    """

    title: str
    domain: tuple[float, float]
    ticks: tuple[float, ...]
    nothing: float
    log: bool = False
    label: str = "format(datum.value, '~g')"

    def at(self, name: str) -> alt.X:
        """Position of a field; the same in every layer."""
        scale = alt.Scale(
            type="log" if self.log else "linear", domain=list(self.domain), nice=False, clamp=True
        )
        axis = alt.Axis(
            values=list(self.ticks), title=self.title, labelExpr=self.label, domain=False
        )
        return alt.X(f"{name}:Q", scale=scale, axis=axis)


def rows(table: pl.DataFrame, scale: Scale, width: int, label_width: int) -> Chart:
    """Draw one row an estimate, in the order of the table.

    Parameters
    ----------
    table : label, value, low, high (null where there is no interval), sort (of `COLOURS`)
    scale : of the values
    width, label_width : of the plot and of the column of labels, pixels
    """
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelPadding=9,
        minExtent=label_width,
        labelLimit=label_width,
        labelColor=INK,
        labelExpr="split(datum.label, '|')",
    )
    order = table["label"].to_list()  # layers hold some rows each: they need one order
    y = alt.Y("label:N", sort=order, axis=axis, scale=alt.Scale(padding=0.15))
    nothing = alt.Chart(pl.DataFrame({"nothing": [scale.nothing]})).mark_rule(
        color=MUTED, strokeWidth=1
    )
    layers = [nothing.encode(scale.at("nothing"))]
    for name, colour in COLOURS.items():
        mine = alt.Chart(table.filter(pl.col("sort") == name))
        span = mine.mark_rule(color=colour, strokeWidth=2.4, strokeCap="round")
        layers.append(span.encode(scale.at("low"), y, x2="high:Q"))
        dot = mine.mark_point(
            filled=True, opacity=1, size=62, stroke="white", strokeWidth=1, color=colour
        )
        layers.append(dot.encode(scale.at("value"), y))
    lines = max((str(label).count("|") + 1 for label in table["label"]), default=1)
    height = (ROW if lines == 1 else ROW + 11) * table.height
    return alt.layer(*layers).properties(width=width, height=height)
