"""The charts of this report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import polars as pl

from reports.theme import BAND_50, BAND_90, INK, KEPT_BACK_INK, MUTED, SIMULATED

WIDE, NARROW = 900, 285
MISSED = "#d55e00"
THIN = "replace(format(datum.value, ',.0f'), ',', '\u202f')"
SHARE = "format(100 * datum.value, '.0f') + '\u202f%'"
ROOM = {"left": 5, "top": 5, "right": 24, "bottom": 5}
"""Round a plot with words at its right: fonts differ between readers."""
LETTERS = 34
"""Letters of a line of a long label."""


def _rows(labels: list[str], width: int, lines: bool = False) -> alt.Y:
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelPadding=8,
        minExtent=width,
        labelLimit=width,
        labelExpr="split(datum.label, '\\n')" if lines else alt.Undefined,
        labelLineHeight=13,
    )
    return alt.Y("label:N", sort=labels, axis=axis, scale=alt.Scale(padding=0.15))


def wrapped(words: str, letters: int = LETTERS) -> str:
    """Words in lines."""
    import textwrap

    return "\n".join(textwrap.wrap(words, letters))


def regularities(frame: pl.DataFrame, narrow: bool) -> Any:
    """A square a cell: filled where the interval holds the record. Columns as `known` has them."""
    letters, left, step, line = (20, 128, 11, 11) if narrow else (60, 380, 14, 24)
    named = frame.with_columns(
        label=pl.Series([wrapped(words, letters) for words in frame["label"]])
    )
    squares = pl.DataFrame(
        [
            (row["label"], place % line, place // line, place < row["inside"])
            for row in named.iter_rows(named=True)
            for place in range(row["cells"])
        ],
        schema=["label", "place", "line", "inside"],
        orient="row",
    )
    most = int(str(squares["place"].max())) + 1
    labels = named["label"].to_list()
    y = _rows(labels, left, lines=True)
    x = alt.X("place:Q", scale=alt.Scale(domain=[-0.5, most - 0.5], nice=False), axis=None)
    layers = []
    for down in sorted(set(squares["line"])):
        for inside, edge, fill in ((True, SIMULATED, SIMULATED), (False, MISSED, "#ffffff")):
            here = squares.filter(pl.col("line") == down, pl.col("inside") == inside)
            mark = alt.Chart(here).mark_square(
                size=(step - 3) ** 2,
                opacity=1,
                fill=fill,
                stroke=edge,
                strokeWidth=1.4,
                yOffset=down * step,
            )
            layers.append(mark.encode(x, y))
    told = named.with_columns(place=pl.min_horizontal("cells", pl.lit(line)) - 0.5)
    for holds, word, colour in ((True, "holds", SIMULATED), (False, "missed", MISSED)):
        here = told.filter(pl.col("holds") == holds).with_columns(word=pl.lit(word))
        mark = alt.Chart(here).mark_text(align="left", dx=6, fontWeight="bold", color=colour)
        layers.append(mark.encode(x, y, text="word:N"))
    high = max(label.count("\n") + 1 for label in labels)
    return alt.layer(*layers).properties(
        width=step * most, height=max(26, 13 * high + 10) * frame.height, padding=ROOM
    )


def stock(frame: pl.DataFrame, narrow: bool) -> Any:
    """Registered ties and the living ones with their interval: label, registered, living ..."""
    left = 132
    width = (NARROW if narrow else WIDE) - left
    y = _rows(frame["label"].to_list(), left)
    axis = alt.Axis(title="ties", labelExpr=THIN, tickCount=4, domain=False)
    scale = alt.Scale(domain=[0, 1.04 * float(str(frame["high"].max()))], nice=False)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(frame)
    bar = base.mark_bar(color=BAND_90, height=14).encode(at("low"), y, x2="high:Q")
    middle = base.mark_tick(color=SIMULATED, thickness=2.4, size=20).encode(at("living"), y)
    dot = base.transform_filter("isValid(datum.registered)").mark_point(
        filled=True, color=INK, opacity=1, size=60, stroke="white"
    )
    return alt.layer(bar, middle, dot.encode(at("registered"), y)).properties(
        width=width, height=27 * frame.height
    )


def pairs(frame: pl.DataFrame, narrow: bool) -> Any:
    """Register over another count, beside what the pooled shares expect."""
    letters, left = (24, 150) if narrow else (52, 330)
    named = frame.with_columns(
        label=pl.Series([wrapped(words, letters) for words in frame["label"]])
    )
    labels = named["label"].to_list()
    width = (NARROW if narrow else WIDE) - left
    y = _rows(labels, left, lines=True)
    axis = alt.Axis(
        title="register over other count",
        labelExpr=SHARE,
        values=[0, 0.25, 0.5, 0.75, 1, 1.25],
        domain=False,
    )
    scale = alt.Scale(domain=[0, 1.3], nice=False)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(named)
    bar = base.mark_bar(color=BAND_90, height=12).encode(at("low"), y, x2="high:Q")
    middle = base.mark_tick(color=SIMULATED, thickness=2, size=16).encode(at("expected"), y)
    colour = alt.condition("datum.role == 'checked'", alt.value(KEPT_BACK_INK), alt.value(INK))
    dot = base.mark_point(filled=True, opacity=1, size=52, stroke="white").encode(
        at("ratio"), y, color=colour
    )
    whole = alt.Chart(pl.DataFrame({"one": [1.0]})).mark_rule(
        color=MUTED, strokeDash=[2, 3], strokeWidth=1
    )
    lines = max(label.count("\n") + 1 for label in labels)
    height = max(24, 13 * lines + 9) * frame.height
    return alt.layer(whole.encode(at("one")), bar, middle, dot).properties(
        width=width, height=height
    )


def alone(frame: pl.DataFrame, narrow: bool) -> Any:
    """Shares without a partner: label, recorded, registered, simulated, low50 ... high90."""
    left = 128
    width = (NARROW if narrow else WIDE) - left
    y = _rows(frame["label"].to_list(), left)
    axis = alt.Axis(
        title="share without a partner",
        labelExpr=SHARE,
        values=[0, 0.25, 0.5, 0.75, 1],
        domain=False,
    )

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)

    base = alt.Chart(frame)
    ring = base.mark_point(color=SIMULATED, size=52, strokeWidth=1.6).encode(at("registered"), y)
    return alt.layer(*_bands(base, at, y), ring, _dots(base, at, y)).properties(
        width=width, height=25 * frame.height
    )


def changes(frame: pl.DataFrame, narrow: bool) -> Any:
    """Ties foretold over ties of 2015: label, told, simulated, low50 ... high90 (factors)."""
    left, right = (104, 0) if narrow else (130, 120)
    width = (NARROW if narrow else WIDE) - left - right
    y = _rows(frame["label"].to_list(), left)
    top = max(1.2, float(str(frame["high90"].max())))
    axis = alt.Axis(
        title="times the register of 2015",
        values=[0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 2, 2.5, 3],
        labelExpr="'×' + format(datum.value, '~g')",
        domain=False,
        labelOverlap="greedy",
    )
    low = min(0.8, float(str(frame["low90"].min())))

    def at(field: str) -> alt.X:
        scale = alt.Scale(type="log", domain=[low * 0.97, top * 1.03], nice=False)
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(frame)
    one = alt.Chart(pl.DataFrame({"one": [1.0]})).mark_rule(color=INK, strokeWidth=1)
    layers = [*_bands(base, at, y), one.encode(at("one"))]
    if right:
        words = base.mark_text(align="left", dx=10, color=MUTED, fontSize=10.5)
        layers.append(words.encode(y=y, x=alt.value(width), text="told:N"))
    return alt.layer(*layers).properties(width=width, height=24 * frame.height, padding=ROOM)


def _bands(base: alt.Chart, at: Callable[[str], alt.X], y: alt.Y) -> list[Any]:
    bars = [
        base.mark_bar(color=colour, height=12).encode(at(low), y, x2=f"{high}:Q")
        for low, high, colour in (("low90", "high90", BAND_90), ("low50", "high50", BAND_50))
    ]
    middle = base.mark_tick(color=SIMULATED, thickness=2, size=16).encode(at("simulated"), y)
    return [*bars, middle]


def _dots(base: alt.Chart, at: Callable[[str], alt.X], y: alt.Y) -> Any:
    dot = base.mark_point(filled=True, color=INK, opacity=1, size=46, stroke="white")
    return dot.encode(at("recorded"), y)
