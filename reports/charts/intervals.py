"""A row for each cell: the bands and median of the histories, and the record as a dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import altair as alt
import polars as pl

from reports.theme import BAND_50, BAND_90, INK, SIMULATED, Chart

ROW = 25
BAR = 13
"""Pixels of a row, and of the band in it."""


LABELS = {
    "number": "replace(format(datum.value, ',.0f'), ',', '\u202f')",
    "share": "format(100 * datum.value, '~g') + '\u202f%'",
}
"""Vega expressions for the labels of an axis, in the manner of `reports.numbers`."""


@dataclass(frozen=True)
class Axis:
    """The axis of values.

    Attributes
    ----------
    title : str
    unit : {"number", "share"}
        Shares are written as percentages.
    log : bool
    domain : tuple of float, optional
    ticks : tuple of float
        Where labels stand; empty leaves it to Vega.
    """

    title: str
    unit: Literal["number", "share"] = "number"
    scale: Literal["linear", "sqrt"] = "linear"
    domain: tuple[float, float] | None = None
    ticks: tuple[float, ...] = ()

    def at(self, field: str) -> alt.X:
        """Position of a field with values; the same scale in every layer."""
        scale = alt.Scale(
            type=self.scale,
            domain=list(self.domain) if self.domain else alt.Undefined,
            zero=True,
            nice=self.domain is None,
        )
        shown = alt.Axis(
            title=self.title,
            labelExpr=LABELS[self.unit],
            labelFlush=False,
            labelOverlap="greedy" if not self.ticks else False,
            values=list(self.ticks) if self.ticks else alt.Undefined,
            tickCount=alt.Undefined if self.ticks else 4,
            domain=False,
        )
        return alt.X(f"{field}:Q", scale=scale, axis=shown)


def _labels(width: int) -> alt.Y:
    """The labels of the rows, in the order of the frame, in a column of fixed width."""
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelPadding=9,
        minExtent=width,
        labelLimit=width,
    )
    return alt.Y("label:N", sort=None, axis=axis, scale=alt.Scale(padding=0.1))


def rows(cells: pl.DataFrame, axis: Axis, width: int, label_width: int = 80) -> Chart:
    """Draw one row a cell, in the order of the frame.

    Parameters
    ----------
    cells : polars.DataFrame
        label, recorded, recorded_high (null where the record is one number), simulated,
        low50, high50, low90, high90.
    axis : Axis
    width : int
        Of the plot in pixels.
    label_width : int
        Room for labels: the same in all charts of a group, so that they line up.
    """
    y = _labels(label_width)
    base = alt.Chart(cells.with_columns(record_end=pl.coalesce("recorded_high", "recorded")))
    bars = [
        base.mark_bar(color=colour, height=BAR).encode(axis.at(low), y, x2=f"{high}:Q")
        for low, high, colour in (("low90", "high90", BAND_90), ("low50", "high50", BAND_50))
    ]
    median = base.mark_tick(color=SIMULATED, thickness=2, size=17).encode(axis.at("simulated"), y)
    span = base.mark_rule(color=INK, strokeWidth=2).encode(
        axis.at("recorded"), y, x2="record_end:Q"
    )
    dots = base.mark_point(
        filled=True, color=INK, opacity=1, size=46, stroke="white", strokeWidth=0.8
    ).encode(axis.at("recorded"), y)
    layers = alt.layer(*bars, median, span, dots)
    return layers.properties(width=width, height=ROW * cells.height)
