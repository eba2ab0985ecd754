"""The drawings of this report: published points on curves, and forms with and without the path."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from reports.strategies.charts.parts import EQUAL
from reports.theme import BAND_90, INK, KEPT_BACK_INK, MUTED, SIMULATED, Chart

PALE = "#f6d3bd"
"""The band of what is drawn in vermilion."""
ROOM = 1.16
"""Head room above the highest value, for numbers that stand beside dots."""
LABELS = "replace(format(datum.value, ',.0f'), ',', '\u202f')"


def _years(first: int, last: int, width: int) -> alt.X:
    # round years, as many as have room
    step = next(s for s in (5, 10, 20, 50) if (last - first) / s * 42 <= width)
    ticks = [year for year in range(first, last + 1) if year % step == 0]
    axis = alt.Axis(values=ticks, format="d", grid=False, title=None, labelFlush=False)
    scale = alt.Scale(domain=[first, last], nice=False, zero=False)
    return alt.X("year:Q", scale=scale, axis=axis)


def _y(field: str, top: float) -> alt.Y:
    axis = alt.Axis(tickCount=4, title=None, domain=False, minExtent=30, labelExpr=LABELS)
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0.0, top], nice=False), axis=axis)


def _title(text: str, under: str) -> alt.TitleParams:
    return alt.TitleParams(
        text=text,
        subtitle=under,
        anchor="start",
        frame="group",
        color=INK,
        fontSize=13,
        subtitleColor=MUTED,
        subtitleFontSize=11.5,
        offset=8,
    )


def points(
    curve: pl.DataFrame, facts: pl.DataFrame, title: str, under: str, width: int, height: int
) -> Chart:
    """Runs as a band and a line over the years, published figures as dots with their number.

    Parameters
    ----------
    curve : year, simulated, low90, high90
    facts : year, recorded, low, high (its own error), text, role
    title, under : above the panel
    width, height : of the plot in pixels
    """
    highest = [*curve["high90"], *facts["high"], 1.0]
    top = ROOM * max(float(value) for value in highest if value is not None)
    x = _years(int(str(curve["year"].min())), int(str(curve["year"].max())), width)
    base, known = alt.Chart(curve), alt.Chart(facts)
    colour = alt.condition("datum.role === 'kept back'", alt.value(KEPT_BACK_INK), alt.value(INK))
    shape = alt.condition("datum.role === 'kept back'", alt.value("diamond"), alt.value("circle"))
    layers = (
        base.mark_area(color=BAND_90).encode(x, _y("low90", top), y2="high90:Q"),
        base.mark_line(color=SIMULATED, strokeWidth=2).encode(x, _y("simulated", top)),
        known.mark_rule(strokeWidth=1.2).encode(x, _y("low", top), y2="high:Q", color=colour),
        known.mark_point(filled=True, size=85, opacity=1, stroke="white", strokeWidth=0.6).encode(
            x, _y("recorded", top), color=colour, shape=shape
        ),
        known.mark_text(align="right", dx=-8, dy=-5, fontWeight="bold", color=INK).encode(
            x, _y("recorded", top), text="text:N"
        ),
    )
    return alt.layer(*layers).properties(width=width, height=height, title=_title(title, under))


def forms(
    curve: pl.DataFrame, title: str, top: float, width: int, height: int, *, names: bool
) -> Chart:
    """Living ties of one form over the years, with the path (blue) and without (vermilion).

    Parameters
    ----------
    curve : version (with or without), year, simulated, low90, high90
    title : above the panel
    top : of the axis that all panels share
    width, height : of the plot in pixels
    names : whether the lines are named at their ends
    """
    x = _years(int(str(curve["year"].min())), int(str(curve["year"].max())), width)
    layers: list[alt.Chart] = []
    looks = {"with": (SIMULATED, BAND_90, [1, 0]), "without": (EQUAL, PALE, [5, 3])}
    for version, (_, pale, _) in looks.items():
        mine = alt.Chart(curve.filter(pl.col("version") == version))
        area = mine.mark_area(color=pale, opacity=0.65)
        layers.append(area.encode(x, _y("low90", top), y2="high90:Q"))
    for version, (colour, _, dash) in looks.items():
        mine = alt.Chart(curve.filter(pl.col("version") == version))
        line = mine.mark_line(color=colour, strokeWidth=2, strokeDash=dash)
        layers.append(line.encode(x, _y("simulated", top)))
    if names:
        layers += _named(looks)
    return alt.layer(*layers).properties(width=width, height=height, title=_title(title, ""))


def _named(looks: dict[str, tuple[str, str, list[int]]]) -> list[alt.Chart]:
    """What the two lines are, in the upper left corner."""
    found = []
    for line, (version, (colour, _, dash)) in enumerate(looks.items()):
        told = alt.Chart(pl.DataFrame({"text": [f"{version} the path"]}))
        at = alt.value(14 + 17 * line)
        stroke = told.mark_rule(color=colour, strokeWidth=2, strokeDash=dash)
        found.append(stroke.encode(x=alt.value(8), x2=alt.value(32), y=at))
        word = told.mark_text(color=colour, fontWeight="bold", align="left", baseline="middle")
        found.append(word.encode(x=alt.value(38), y=at, text="text:N"))
    return found


def side_by_side(panels: Sequence[Chart], columns: int) -> alt.VConcatChart:
    """Panels in rows of some columns, each with its own axes."""
    rows = [
        alt.hconcat(*panels[at : at + columns], spacing=34) for at in range(0, len(panels), columns)
    ]
    found: alt.VConcatChart = alt.vconcat(*rows, spacing=26)
    return found
