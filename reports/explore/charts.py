"""The chart of growth: drawn in the browser, so that its year can move as the map plays."""

from __future__ import annotations

from typing import Any

import altair as alt

from reports.charts.growth import GAP
from reports.theme import INK, KEPT_BACK, MUTED, SIMULATED, config

SECOND = "#d55e00"
"""Scenario B: Okabe and Ito's vermilion beside the blue of A."""
DATA = "growth"
WIDTH, HEIGHT = 250, 118
"""Of one panel, in pixels; the page puts its own width in place."""
FIRST, LAST = 1945, 2030


def growth() -> dict[str, Any]:
    """A Vega-Lite specification whose data, `growth`, the page fills.

    Rows: panel, name, order, first, last, a, b (new ties of scenario A and B in the period, b null
    where there is none), recorded, role. Its parameter `year` is the year that the map shows.
    """
    panels = (
        alt.layer(*_layers(), data=alt.NamedData(name=DATA))
        .properties(width=WIDTH, height=HEIGHT)
        .facet(facet=_by_panel(), columns=3, spacing={"row": 14, "column": 22})
        .resolve_scale(y="independent")
        .add_params(alt.param(name="year", value=LAST))
        .configure(**config().to_dict())
    )
    spec: dict[str, Any] = panels.to_dict()
    return spec


def _by_panel() -> alt.Facet:
    """A panel a country, its badge in a second line."""
    header = alt.Header(
        labelAnchor="start",
        labelExpr="split(datum.label, ' \u00b7 ')",
        labelFontSize=12,
        labelLineHeight=15,
        labelColor=INK,
    )
    sort = alt.EncodingSortField("order", op="min")
    return alt.Facet("panel:N", title=None, sort=sort, header=header)


def _layers() -> list[alt.Chart]:
    """What was kept back, the year of the map, a bar a period for A and B, a dot for the record."""
    base = alt.Chart().transform_calculate(
        years="datum.last - datum.first + 1",
        left=f"datum.first + {GAP / 2}",
        right=f"datum.last + 1 - {GAP / 2}",
        end="datum.last + 1",
        middle="(datum.first + datum.last + 1) / 2",
        period="datum.first + '\u2013' + datum.last",
        A="datum.a / datum.years",
        # What is not there lies hidden on A: an axis of nothing has no ends.
        B="(isValid(datum.b) ? datum.b : datum.a) / datum.years",
        R="(isValid(datum.recorded) ? datum.recorded : datum.a) / datum.years",
        role="isValid(datum.role) ? datum.role : 'no record of a part'",
    )
    kept = base.transform_filter("datum.role === 'kept back'")
    now = alt.Chart().transform_filter(f"datum.first === {FIRST}")
    now = now.transform_calculate(at="year + 0.5")
    bars = [
        base.mark_rule(color=colour, strokeWidth=3.2).encode(
            _years(), _rate(field), x2="right:Q", tooltip=_told(), opacity=_where(there)
        )
        for field, there, colour in (("A", "a", SIMULATED), ("B", "b", SECOND))
    ]
    dots = base.mark_point(filled=True, size=34, stroke="white", strokeWidth=0.8, color=INK)
    return [
        kept.mark_rect(color=KEPT_BACK).encode(alt.X("first:Q"), alt.X2("end:Q")),
        now.mark_rule(color=MUTED, strokeWidth=1, strokeDash=[2, 2]).encode(x=alt.X("at:Q")),
        *bars,
        dots.encode(alt.X("middle:Q"), _rate("R"), tooltip=_told(), opacity=_where("recorded")),
    ]


def _years() -> alt.X:
    scale = alt.Scale(domain=[FIRST, LAST], nice=False, zero=False)
    axis = alt.Axis(values=[1950, 1970, 1990, 2010], format="d", grid=False, title=None)
    return alt.X("left:Q", scale=scale, axis=axis)


def _rate(field: str) -> alt.Y:
    axis = alt.Axis(tickCount=3, title=None, domain=False, minExtent=26)
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=True, nice=True))


def _told() -> list[alt.Tooltip]:
    """What is said of a period under the pointer."""
    counts = {"a": "simulated, A", "b": "simulated, B", "recorded": "recorded"}
    return [
        alt.Tooltip("name:N", title="country"),
        alt.Tooltip("period:N", title="founded in"),
        *(alt.Tooltip(f"{name}:Q", title=title, format=",d") for name, title in counts.items()),
        alt.Tooltip("role:N", title="this cell was"),
    ]


def _where(field: str) -> Any:
    """Seen where a field holds something."""
    return alt.condition(f"isValid(datum.{field})", alt.value(1), alt.value(0))
