"""Small multiples over years: what runs do as boxes or ribbons, what was recorded as dots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import altair as alt
import polars as pl

from reports.theme import BAND_50, BAND_90, INK, KEPT_BACK, KEPT_BACK_INK, MUTED, SIMULATED, Chart

WITHOUT = "#b04a00"
"""A second colour for runs: dark vermillion, told apart from the blue by everyone."""
THIRD = "#00795a"
HEADROOM = 1.12
GAP = 28
"""Pixels between panels."""


@dataclass(frozen=True)
class Layout:
    """How panels are laid out.

    Attributes
    ----------
    columns : of panels
    width, height : of a panel's plot in pixels
    first, last : years at the ends of the axis
    ticks : years with a label
    """

    columns: int
    width: int
    height: int
    first: float
    last: float
    ticks: tuple[int, ...]


@dataclass(frozen=True)
class Ribbon:
    """What runs do year by year.

    Attributes
    ----------
    colour : of its line and, paler, of its 90 % ribbon
    rows : at, low90, high90, simulated
    label : beside the line, where `label_at` lies; none if empty
    label_at : year and value
    """

    colour: str
    rows: pl.DataFrame
    label: str = ""
    label_at: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Panel:
    """One plot.

    Attributes
    ----------
    title : above it
    top : highest value that must fit; None takes it from what is drawn
    boxes : left, right, low90, low50, high50, high90, simulated
    ribbons : beside or instead of boxes
    dots : at, recorded, and recorded_high where some are ranges
    bars : left, right, recorded: counts without a model beside them
    rules : years with a dotted line, and what is written at it
    kept : first year that was kept back; None if none is
    root : whether the axis of values is a square root
    values : of the axis that have a label; empty leaves it to Vega
    words_left : whether the words at a line stand to its left
    """

    title: str
    top: float | None = None
    boxes: pl.DataFrame | None = None
    ribbons: tuple[Ribbon, ...] = ()
    dots: pl.DataFrame | None = None
    bars: pl.DataFrame | None = None
    rules: Mapping[float, str] = field(default_factory=dict)
    kept: float | None = None
    root: bool = False
    values: tuple[float, ...] = ()
    words_left: bool = False


At = Callable[[str], Any]


def panels(plots: Sequence[Panel], layout: Layout) -> alt.ConcatChart:
    """Draw panels side by side, each with its own axis of values."""
    drawn = [_plot(plot, layout) for plot in plots]
    return alt.concat(*drawn, columns=layout.columns, spacing=GAP)


def _plot(plot: Panel, layout: Layout) -> Chart:
    x, y = _years(layout), _values(plot)
    layers: list[Any] = [*_kept(plot, layout, x)]
    if plot.bars is not None:
        bars = alt.Chart(plot.bars.with_columns(zero=0)).mark_rect(color=INK, opacity=0.85)
        layers.append(bars.encode(x("left"), y("recorded"), x2="right:Q", y2="zero:Q"))
    if plot.boxes is not None:
        layers += _boxes(plot.boxes, x, y)
    for ribbon in plot.ribbons:
        layers += _ribbon(ribbon, x, y)
    layers += _rules(plot, x)
    layers += _dots(plot, x, y)
    for ribbon in plot.ribbons:
        layers += _label(ribbon, x, y)
    title = alt.TitleParams(
        plot.title, anchor="start", color=INK, fontSize=12.5, fontWeight=600, offset=8
    )
    return alt.layer(*layers).properties(width=layout.width, height=layout.height, title=title)


def _years(layout: Layout) -> At:
    """The axis of years; every layer must carry it, or Vega makes the years begin at zero."""
    scale = alt.Scale(domain=[layout.first, layout.last], nice=False, zero=False)
    axis = alt.Axis(values=list(layout.ticks), format="d", grid=False, title=None)
    return lambda name: alt.X(f"{name}:Q", scale=scale, axis=axis)


def _highest(plot: Panel) -> float:
    """The largest value that is drawn."""
    tables = [
        (plot.boxes, "high90"),
        (plot.dots, "recorded"),
        (plot.dots, "recorded_high"),
        (plot.bars, "recorded"),
        *((ribbon.rows, "high90") for ribbon in plot.ribbons),
        *((ribbon.rows, "simulated") for ribbon in plot.ribbons),
    ]
    tops = [
        float(str(table[name].max()))
        for table, name in tables
        if table is not None and name in table.columns and table[name].max() is not None
    ]
    return max([*tops, 1.0])


def _values(plot: Panel) -> At:
    top = plot.top if plot.top is not None else HEADROOM * _highest(plot)
    kind: Literal["sqrt", "linear"] = "sqrt" if plot.root else "linear"
    scale = alt.Scale(domain=[0.0, top], nice=False, type=kind)
    axis = alt.Axis(
        # Vega thins out given values to the count of ticks
        tickCount=alt.Undefined if plot.values else 4,
        labelOverlap=not plot.values,
        values=list(plot.values) if plot.values else alt.Undefined,
        title=None,
        domain=False,
        minExtent=26,
        labelExpr="replace(format(datum.value, ',~f'), ',', '\u202f')",
    )
    return lambda name: alt.Y(f"{name}:Q", scale=scale, axis=axis)


def _kept(plot: Panel, layout: Layout, x: At) -> list[Any]:
    """Shade the years that were kept back, and say so."""
    if plot.kept is None:
        return []
    place = {"begin": [plot.kept], "end": [layout.last], "text": ["kept back"]}
    base = alt.Chart(pl.DataFrame(place))
    shade = base.mark_rect(color=KEPT_BACK).encode(x("begin"), x2="end:Q")
    edge = base.mark_rule(color=KEPT_BACK_INK, strokeWidth=1).encode(x("begin"))
    word = base.mark_text(
        align="left", baseline="top", dx=4, dy=3, color=KEPT_BACK_INK, fontSize=10.5
    ).encode(x("begin"), y=alt.value(0), text="text:N")
    return [shade, edge, word]


def _boxes(rows: pl.DataFrame, x: At, y: At) -> list[Any]:
    base = alt.Chart(rows)
    return [
        *(
            base.mark_rect(color=colour).encode(x("left"), y(low), x2="right:Q", y2=f"{high}:Q")
            for low, high, colour in (("low90", "high90", BAND_90), ("low50", "high50", BAND_50))
        ),
        base.mark_rule(color=SIMULATED, strokeWidth=1.6).encode(
            x("left"), y("simulated"), x2="right:Q"
        ),
    ]


def _ribbon(ribbon: Ribbon, x: At, y: At) -> list[Any]:
    base = alt.Chart(ribbon.rows)
    return [
        base.mark_area(color=ribbon.colour, opacity=0.2).encode(x("at"), y("low90"), y2="high90:Q"),
        base.mark_line(color=ribbon.colour, strokeWidth=2).encode(x("at"), y("simulated")),
    ]


def _label(ribbon: Ribbon, x: At, y: At) -> list[Any]:
    if not ribbon.label:
        return []
    at, value = ribbon.label_at
    place = alt.Chart(pl.DataFrame({"at": [at], "value": [value], "text": [ribbon.label]}))
    mark: dict[str, Any] = {"align": "left", "fontWeight": 600, "fontSize": 11.5}
    halo = place.mark_text(stroke="white", strokeWidth=3, **mark)
    word = place.mark_text(color=ribbon.colour, **mark)
    return [part.encode(x("at"), y("value"), text="text:N") for part in (halo, word)]


def _rules(plot: Panel, x: At) -> list[Any]:
    """A dotted line at each event, its words above the plot's top."""
    found: list[Any] = []
    for at, text in plot.rules.items():
        base = alt.Chart(pl.DataFrame({"at": [at], "text": [text]}))
        found.append(
            base.mark_rule(color=MUTED, strokeWidth=1, strokeDash=[2, 2.5]).encode(x("at"))
        )
        if text:
            side: dict[str, Any] = (
                {"align": "right", "dx": -4} if plot.words_left else {"align": "left", "dx": 4}
            )
            word = base.mark_text(baseline="top", dy=1, fontSize=10.5, **side)
            found.append(word.encode(x("at"), y=alt.value(0), text="text:N"))
    return found


def _dots(plot: Panel, x: At, y: At) -> list[Any]:
    if plot.dots is None:
        return []
    base = alt.Chart(plot.dots)
    found: list[Any] = []
    if "recorded_high" in plot.dots.columns:
        span = base.mark_rule(color=INK, strokeWidth=2)
        found.append(span.encode(x("at"), y("recorded"), y2="recorded_high:Q"))
    dots = base.mark_point(
        filled=True, opacity=1, size=36, stroke="white", strokeWidth=0.8, color=INK
    )
    return [*found, dots.encode(x("at"), y("recorded"))]
