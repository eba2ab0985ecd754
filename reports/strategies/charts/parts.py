"""What the charts of a comparison share: colours, rows with a label, and axes that hold zero."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import altair as alt
import polars as pl

from reports.theme import BAND_50, BAND_90, INK, MUTED, PAPER, SIMULATED

EQUAL = "#d55e00"
"""Equal effect per euro: Okabe and Ito's vermilion, far from the blue of a strategy's own terms."""
QUIET = ("#9aa4ac", "#c3cad0", "#e6e9eb")
"""Mean, 50 % and 90 % band of what is not shown to help."""
LOUD = (SIMULATED, BAND_50, BAND_90)
CLASSES = {"A": "#009e73", "B": "#56b4e9", "C": "#e69f00"}
"""Classes of evidence; the letter always stands beside the colour."""

LINE = 15
"""Pixels of a line of text in a row."""

NUMBER = "replace(replace(format(datum.value, ',.3~f'), /,/g, '\u202f'), '-', '\u2212')"
SHARE = "format(100 * datum.value, '~g') + '\u202f%'"


@dataclass(frozen=True)
class Layout:
    """How much room a chart has, and where the labels of its rows stand.

    Attributes
    ----------
    width : int
        Of the plot, in pixels.
    labels : int
        Pixels of a column of labels at the left; 0 puts each label above its row.
    row : int
        Pixels of a row.
    lines : int
        Lines of text above the marks of a row, where labels have no column.
    """

    width: int
    labels: int
    row: int
    lines: int = 1

    @property
    def down(self) -> float:
        """Pixels from the middle of a row down to its marks, to make room for text above them."""
        return 0.0 if self.labels else LINE / 2 * self.lines

    def height(self, rows: int) -> int:
        """Of the plot, in pixels."""
        return max(rows, 1) * self.row

    def y(self) -> alt.Y:
        """The rows, in the order of the frame."""
        axis = alt.Axis(
            title=None,
            domain=False,
            ticks=False,
            labelPadding=10,
            minExtent=self.labels,
            labelLimit=self.labels - 14,
            labelColor=INK,
        )
        scale = alt.Scale(paddingInner=0, paddingOuter=0)
        return alt.Y("label:N", sort=None, axis=axis if self.labels else None, scale=scale)

    def above(
        self, base: alt.Chart, field: str, line: int = 1, colour: str = INK
    ) -> list[alt.Chart]:
        """Text above the marks of each row, on a ground of paper, so that no line crosses it.

        Parameters
        ----------
        base : altair chart
        field : str
        line : int
            Counted upwards from the marks.
        colour : str
        """
        ground = {"color": PAPER, "stroke": PAPER, "strokeWidth": 4}
        return [
            base.mark_text(
                align="left",
                baseline="middle",
                limit=self.width,
                dy=self.down - LINE * line - 1,
                **look,
            ).encode(x=alt.value(0), y=self.y(), text=f"{field}:N")
            for look in (ground, {"color": colour})
        ]

    def names(self, base: alt.Chart) -> list[alt.Chart]:
        """The labels above their rows, where there is no column for them."""
        return [] if self.labels else self.above(base, "label", self.lines)


def around_zero(values: Iterable[float | None], least: float = 1.0) -> tuple[float, float]:
    """A domain that holds zero and every finite value, with some air; never empty."""
    known = [float(value) for value in values if value is not None and math.isfinite(value)]
    low, high = min([0.0, *known]), max([0.0, *known])
    if high - low <= 0.0:
        return -least, least
    air = 0.06 * (high - low)
    return (low - air if low < 0 else 0.0), (high + air if high > 0 else 0.0)


def axis_x(
    field: str,
    domain: tuple[float, float],
    title: str | None,
    *,
    shares: bool = False,
    ticks: int = 5,
) -> alt.X:
    """Position along a chart; the same in every layer, or the layers drift apart."""
    shown = alt.Axis(
        title=title,
        labelExpr=SHARE if shares else NUMBER,
        domain=False,
        tickCount=ticks,
        labelOverlap="greedy",
        labelFlush=False,
    )
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=list(domain), nice=False), axis=shown)


def upright(
    at: float,
    x: Callable[[str], alt.X],
    colour: str = MUTED,
    dash: tuple[float, float] | None = None,
) -> alt.Chart:
    """An upright line through all rows at one value of the axis."""
    rule = alt.Chart(pl.DataFrame({"at": [float(at)]})).mark_rule(
        color=colour, strokeWidth=1.2, strokeDash=list(dash) if dash else alt.Undefined
    )
    line: alt.Chart = rule.encode(x("at"))
    return line
