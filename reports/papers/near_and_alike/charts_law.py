"""The law of places, drawn for a reader."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from reports.papers.near_and_alike.law import NEAR_KM
from reports.papers.near_and_alike.parts import NARROW, SHARE, THIN, WIDE, WITHOUT, doublings, rows
from reports.theme import INK, MUTED, RULE, SIMULATED

ROOM = {"left": 5, "top": 5, "right": 24, "bottom": 5}
"""Round a plot with words at its right: fonts differ between readers."""
STYLE = {"FR": (SIMULATED, 2.4), "PL": (WITHOUT, 2.4), "common": (INK, 1.6)}
OTHER = ("#b4bcc2", 1.2)
KM_TICKS = [50.0, 100.0, 200.0, 400.0, 800.0]
TIMES_TICKS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0, 2.0, 4.0, 8.0, 16.0]
FRACTIONS = (
    "datum.value < 1 ? '1/' + format(1 / datum.value, '.0f') : '×' + format(datum.value, '.0f')"
)
NAMED = {"FR": ("France", 110.0, -9), "PL": ("Poland", 92.0, 13), "common": ("all six", 230.0, -9)}
"""Name of a line, where on it (km), and how many pixels below."""


def law(distance: pl.DataFrame, size: pl.DataFrame, narrow: bool) -> Any:
    """Two panels: chance by distance, chance by size."""
    width = NARROW - 40 if narrow else (WIDE - 90) // 2
    panels = (_by_distance(distance, width), _by_size(size, width))
    return alt.vconcat(*panels) if narrow else alt.hconcat(*panels, spacing=40)


def _chance(title: str) -> alt.Y:
    axis = alt.Axis(
        title=title,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleX=-30,
        titleY=-12,
        labelExpr=SHARE,
        tickCount=5,
        domain=False,
    )
    return alt.Y("chance:Q", scale=alt.Scale(domain=[0, 1.05], nice=False), axis=axis)


def _by_distance(curves: pl.DataFrame, width: int) -> Any:
    x = doublings("km", (50.0, 850.0), KM_TICKS, title="kilometres away", labelExpr=THIN)
    y = _chance(f"chance, one at {NEAR_KM:g} km = 100 %")
    curves = curves.filter(pl.col("km") <= KM_TICKS[-1])
    layers = []
    names = curves["who"].unique(maintain_order=True).to_list()
    for who in sorted(names, key=lambda name: (name in STYLE, name == "common", name)):
        colour, thick = STYLE.get(who, OTHER)
        line = alt.Chart(curves.filter(pl.col("who") == who))
        layers.append(line.mark_line(color=colour, strokeWidth=thick).encode(x, y))
    for who, (word, km, below) in NAMED.items():
        near = curves.filter(pl.col("who") == who).sort((pl.col("km") - km).abs()).head(1)
        text = alt.Chart(near.with_columns(word=pl.lit(word)))
        colour = STYLE[who][0]
        align: Any = "right" if below > 0 else "left"
        mark = text.mark_text(
            align=align, dx=6 if below < 0 else -6, dy=below, color=colour, fontWeight="bold"
        )
        layers.append(mark.encode(x, y, text="word:N"))
    return alt.layer(*layers).properties(width=width, height=230)


def _by_size(curve: pl.DataFrame, width: int) -> Any:
    x = doublings(
        "times",
        (1 / 16, 16.0),
        TIMES_TICKS if width > NARROW else TIMES_TICKS[::2],
        title="partner's inhabitants over one's own",
        labelExpr=FRACTIONS,
    )
    y = _chance("chance, one as large = 100 %")
    at = alt.Chart(pl.DataFrame({"times": [1.0]})).mark_rule(color=RULE).encode(x)
    line = alt.Chart(curve).mark_line(color=SIMULATED, strokeWidth=2.4).encode(x, y)
    words = pl.DataFrame(
        {"times": [1 / 12, 12.0], "chance": [0.3, 0.72], "word": ["smaller", "larger"]}
    )
    text = alt.Chart(words).mark_text(color=MUTED).encode(x, y, text="word:N")
    return alt.layer(at, line, text).properties(width=width, height=230)


def slopes(frame: pl.DataFrame, narrow: bool) -> Any:
    """What is left of the chance at twice the distance, by country: label, n, the values."""
    labels = frame["label"].to_list()
    left = 96
    width = (NARROW if narrow else WIDE) - left - 80
    y = rows(labels, left, padding=0.2)
    axis = alt.Axis(
        title="chance of a partner twice as far", labelExpr=SHARE, values=[0, 0.25, 0.5, 0.75, 1.0]
    )
    scale = alt.Scale(domain=[0, 1.0], nice=False, clamp=True)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(frame)
    bar = base.mark_rule(color=SIMULATED, strokeWidth=5, opacity=0.35).encode(
        at("low"), y, x2="high:Q"
    )
    dot = base.mark_point(filled=True, opacity=1, size=70, color=SIMULATED).encode(at("value"), y)
    alone = base.mark_point(size=60, color=INK, strokeWidth=1.4).encode(at("alone"), y)
    count = base.mark_text(align="left", dx=8, color=MUTED).encode(
        y=y, x=alt.value(width), text="told:N"
    )
    return alt.layer(bar, dot, alone, count).properties(
        width=width, height=27 * len(labels), padding=ROOM
    )
