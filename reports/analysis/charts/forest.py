"""Coefficients as points with their 90 % intervals; the record beside what is simulated."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import altair as alt
import polars as pl

from analysis.models import Coefficient
from reports.strategies.charts.parts import LINE, around_zero, axis_x, upright
from reports.theme import INK, PAPER, SIMULATED, Chart

APART = 5
"""Pixels between the middle of a row and each of two series."""
FAR = 8.0
"""A coefficient that reaches so many times as far from zero as the median one is not drawn."""
MOST = 40
"""Rows that a figure can hold and still be read."""
COLOURS = {"recorded": INK, "simulated": SIMULATED}
SHAPES = {"recorded": "diamond", "simulated": "circle"}


@dataclass(frozen=True)
class Room:
    """How much room a chart has. Fonts differ between readers: letters are counted, not pixels.

    Attributes
    ----------
    width : of the plot, pixels
    labels : pixels of the column of labels at the left; 0 puts each above its row
    letters : of a line of a label
    """

    width: int
    labels: int
    letters: int

    def wrapped(self, label: str) -> str:
        """A label in lines."""
        return "\n".join(textwrap.wrap(label, self.letters)) or label

    def row(self, lines: int, series: int) -> int:
        """Pixels of a row whose label takes so many lines."""
        marks = 20 if series < 2 else 26
        text = LINE * lines
        return max(marks, text + 8) if self.labels else marks + text

    def down(self, lines: int) -> float:
        """Pixels from the middle of a row down to its marks, where the label is above them."""
        return 0.0 if self.labels else LINE * lines / 2


WIDE = Room(width=470, labels=300, letters=40)
NARROW = Room(width=300, labels=0, letters=42)


@dataclass(frozen=True)
class Series:
    """Coefficients of one source.

    Attributes
    ----------
    name : "recorded" or "simulated": what decides colour and sign
    rows : coefficients in the order of the table
    """

    name: str
    rows: tuple[Coefficient, ...]


def drawable(rows: Iterable[Coefficient]) -> tuple[list[Coefficient], list[Coefficient]]:
    """Coefficients with a finite interval that one axis can hold, and those that it cannot.

    A constant of -12 beside effects of 0.1 would leave nothing to see. What is left out is told.
    """
    known = [row for row in rows if _finite(row)]
    if not known:
        return [], []
    usual = median(_reach(row) for row in known)
    near = [row for row in known if _reach(row) <= FAR * usual]
    return near, [row for row in known if row not in near]


def _finite(row: Coefficient) -> bool:
    ends = (row.estimate, row.low, row.high)
    return all(value is not None and math.isfinite(value) for value in ends)


def _reach(row: Coefficient) -> float:
    return max(abs(row.low or 0.0), abs(row.high or 0.0), abs(row.estimate))


def frame(series: Sequence[Series], terms: Iterable[str]) -> pl.DataFrame:
    """One row a coefficient and source: label, series, estimate, low, high."""
    labels = _labels(series)
    found = {(one.name, row.term): row for one in series for row in one.rows}
    rows = [
        (labels[term], one.name, row.estimate, row.low, row.high)
        for term in dict.fromkeys(terms)
        for one in series
        if (row := found.get((one.name, term))) is not None
    ]
    return pl.DataFrame(rows, ["label", "series", "estimate", "low", "high"], orient="row")


def _labels(series: Sequence[Series]) -> dict[str, str]:
    """Label of each term; with the term behind it where two labels are the same."""
    labels = {row.term: row.label for one in series for row in one.rows}
    often = Counter(labels.values())
    return {
        term: f"{label} ({term})" if often[label] > 1 else label for term, label in labels.items()
    }


def chart(rows: pl.DataFrame, unit: str, room: Room) -> Chart:
    """Draw one row a coefficient, in the order of the frame.

    Parameters
    ----------
    rows : polars.DataFrame
        label, series (recorded, simulated), estimate, low, high (of `unit`).
    unit : str
        What the axis is called.
    room : Room
        `WIDE` or `NARROW`.
    """
    domain = around_zero([*rows["low"], *rows["high"], *rows["estimate"]])

    def x(field: str) -> alt.X:
        return axis_x(field, domain, unit)

    wrapped = [room.wrapped(label) for label in rows["label"]]
    rows = rows.with_columns(pl.Series("label", wrapped, dtype=pl.String))
    lines = max(label.count("\n") + 1 for label in wrapped)
    names = rows["series"].unique(maintain_order=True).to_list()
    order = rows["label"].unique(maintain_order=True).to_list()
    y, down = _rows(order, room), room.down(lines)
    layers: list[alt.Chart] = [upright(0.0, x, INK)]
    for at, name in enumerate(names):
        base = alt.Chart(rows.filter(pl.col("series") == name))
        shift = down + (APART * (2 * at - 1) if len(names) > 1 else 0)
        layers += _marks(base, name, shift, x("low"), x("estimate"), y)
    if not room.labels:
        layers += _above(order, y, down, lines)
    height = room.row(lines, len(names)) * len(order)
    return alt.layer(*layers).properties(width=room.width, height=height)


def _rows(order: list[str], room: Room) -> alt.Y:
    """The rows, in order, with labels of several lines at the left."""
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelPadding=10,
        minExtent=room.labels,
        labelLimit=0,
        labelColor=INK,
        labelExpr="split(datum.label, '\\n')",
        labelLineHeight=LINE - 1,
    )
    scale = alt.Scale(domain=order, paddingInner=0, paddingOuter=0)
    return alt.Y("label:N", sort=None, axis=axis if room.labels else None, scale=scale)


def _marks(
    base: alt.Chart, name: str, shift: float, low: alt.X, estimate: alt.X, y: alt.Y
) -> list[alt.Chart]:
    """Interval and point of one series."""
    line = base.mark_rule(color=COLOURS[name], strokeWidth=1.8, yOffset=shift, y2Offset=shift)
    point = base.mark_point(
        filled=True,
        opacity=1,
        size=58,
        color=COLOURS[name],
        shape=SHAPES[name],
        stroke="white",
        strokeWidth=0.8,
        yOffset=shift,
    )
    return [line.encode(low, y, x2="high:Q"), point.encode(estimate, y)]


def _above(order: list[str], y: alt.Y, down: float, lines: int) -> list[alt.Chart]:
    """Labels above their rows, on a ground of paper, so that no line crosses them."""
    base = alt.Chart(pl.DataFrame({"label": order}))
    ground = {"color": PAPER, "stroke": PAPER, "strokeWidth": 4}
    return [
        base.mark_text(
            align="left",
            baseline="bottom",
            lineBreak="\n",
            lineHeight=LINE - 1,
            dy=down - 9 - (LINE - 1) * (lines - 1),
            **look,
        ).encode(x=alt.value(0), y=y, text="label:N")
        for look in (ground, {"color": INK})
    ]
