"""Recorded and simulated pairs side by side, and the same history without one thing."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from reports.papers.near_and_alike.parts import NARROW, SHARE, THIN, WIDE, WITHOUT, doublings, rows
from reports.theme import BAND_90, INK, MUTED, SIMULATED

SIDES = {"recorded": INK, "simulated": SIMULATED}
KM_TICKS = [50.0, 100.0, 200.0, 400.0, 800.0, 1600.0, 3200.0, 6400.0]
HEIGHTS = {"recorded": -6, "simulated": 6}


def distances(frame: pl.DataFrame, narrow: bool) -> Any:
    """For each country how far partners lie: a line to four fifths, a thick one to half of them.

    Parameters
    ----------
    frame : label, side (recorded, simulated), p10, p25, p50, p75, p90
    """
    labels = frame["label"].unique(maintain_order=True).to_list()
    left = 96
    width = (NARROW if narrow else WIDE) - left
    y = rows(labels, left, padding=0.1)
    ticks = KM_TICKS[::2] if narrow else KM_TICKS

    def at(field: str) -> alt.X:
        return doublings(field, (48.0, 9600.0), ticks, title="kilometres", labelExpr=THIN)

    layers = []
    for side, colour in SIDES.items():
        base = alt.Chart(frame.filter(pl.col("side") == side))
        shift = HEIGHTS[side]
        thin = base.mark_rule(color=colour, strokeWidth=1.4, yOffset=shift)
        thick = base.mark_rule(color=colour, strokeWidth=6, opacity=0.45, yOffset=shift)
        dot = base.mark_point(
            filled=True, opacity=1, size=62, color=colour, stroke="white", yOffset=shift
        )
        layers += [thin.encode(at("p10"), y, x2="p90:Q"), thick.encode(at("p25"), y, x2="p75:Q")]
        layers.append(dot.encode(at("p50"), y))
    key = frame.filter(pl.col("label") == labels[0])
    word = alt.Chart(key).mark_text(align="right", dx=-7, color=MUTED, fontSize=10.5)
    for side, colour in SIDES.items():
        here = word.transform_filter(alt.datum.side == side)
        layers.append(
            here.mark_text(
                align="right", dx=-7, color=colour, fontSize=10.5, yOffset=HEIGHTS[side]
            ).encode(at("p10"), y, text="side:N")
        )
    return alt.layer(*layers).properties(width=width, height=42 * len(labels))


def panels(frame: pl.DataFrame, narrow: bool, columns: list[dict[str, Any]]) -> Any:
    """Rows of cells, a panel a measure: the band of the runs and the record as a dot.

    Parameters
    ----------
    frame : panel, label, recorded, simulated, low90, high90
    columns : for each panel its name in the frame, title, domain, ticks, whether it is a share
    """
    left = 112
    labels = frame["label"].unique(maintain_order=True).to_list()
    each = (NARROW - left) if narrow else (WIDE - left) // len(columns) - 26
    drawn = [
        _panel(
            frame.filter(pl.col("panel") == column["name"]),
            column,
            each,
            left if narrow or not number else 0,
            labels,
        )
        for number, column in enumerate(columns)
    ]
    return alt.vconcat(*drawn, spacing=22) if narrow else alt.hconcat(*drawn, spacing=26)


def _panel(
    frame: pl.DataFrame, column: dict[str, Any], width: int, left: int, labels: list[str]
) -> Any:
    # every panel has every row, so that rows line up where a panel lacks one
    y = rows(labels, left, padding=0.15, domain=labels)
    if not left:
        y = alt.Y("label:N", sort=labels, axis=None, scale=alt.Scale(padding=0.15, domain=labels))
    axis = alt.Axis(
        title=column["title"],
        values=column["ticks"],
        labelExpr=SHARE if column["share"] else alt.Undefined,
        domain=False,
    )
    scale = alt.Scale(domain=column["domain"], nice=False, zero=False)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(frame)
    band = base.mark_bar(color=BAND_90, height=13).encode(at("low90"), y, x2="high90:Q")
    middle = base.mark_tick(color=SIMULATED, thickness=2, size=17).encode(at("simulated"), y)
    dot = base.mark_point(filled=True, color=INK, opacity=1, size=46, stroke="white")
    return alt.layer(band, middle, dot.encode(at("recorded"), y)).properties(
        width=width, height=25 * len(labels)
    )


def what_if(km: pl.DataFrame, times: pl.DataFrame, narrow: bool) -> Any:
    """Shares of ties by band: the history, and the history without proximity or likeness."""
    width = NARROW - 40 if narrow else (WIDE - 100) // 2
    panels = (
        _bars(km, "no_proximity", "kilometres between partners", "without nearness", width),
        _bars(
            times,
            "no_similarity",
            "partner's inhabitants over one's own",
            "without likeness",
            width,
        ),
    )
    return alt.vconcat(*panels, spacing=24) if narrow else alt.hconcat(*panels, spacing=44)


def _bars(frame: pl.DataFrame, other: str, title: str, word: str, width: int) -> Any:
    labels = frame.sort("band")["label"].unique(maintain_order=True).to_list()
    x = alt.X(
        "label:N",
        sort=labels,
        axis=alt.Axis(title=title, labelAngle=-40, domain=False, ticks=False, labelOverlap=False),
        scale=alt.Scale(padding=0.25),
    )
    top = float(str(frame["share"].max()))
    axis = alt.Axis(
        title="share of ties",
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleX=-30,
        titleY=-12,
        labelExpr=SHARE,
        tickCount=4,
        domain=False,
    )
    y = alt.Y("share:Q", scale=alt.Scale(domain=[0, top * 1.12], nice=False), axis=axis)
    first, second = (frame.filter(pl.col("scenario") == name) for name in ("history", other))
    bars = alt.Chart(first).mark_bar(color=SIMULATED, opacity=0.35).encode(x, y)
    line = alt.Chart(second).mark_line(color=WITHOUT, strokeWidth=2, point={"color": WITHOUT})
    words = _words({"history": SIMULATED, word: WITHOUT}, width, right=other == "no_similarity")
    return alt.layer(bars, line.encode(x, y), *words).properties(width=width, height=220)


def _words(words: dict[str, str], width: int, right: bool) -> list[alt.Chart]:
    """Each series named in its colour, in the corner where nothing is drawn."""
    marks = []
    for line, (word, colour) in enumerate(words.items()):
        mark = alt.Chart(pl.DataFrame({"word": [word]})).mark_text(
            align="right" if right else "left", color=colour, fontWeight="bold", baseline="top"
        )
        x = alt.value(width - 4 if right else 12)
        marks.append(mark.encode(x=x, y=alt.value(4 + 16 * line), text="word:N"))
    return marks
