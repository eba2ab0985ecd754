"""Event studies as small panels: what years before and after an event differ by."""

from __future__ import annotations

import altair as alt
import polars as pl

from reports.analysis.charts.forest import COLOURS, SHAPES
from reports.strategies.charts.parts import NUMBER
from reports.theme import INK, MUTED, Chart

WIDTH, HEIGHT = 250, 130
APART = 0.22
"""Years between the middle of a bin and each of two series."""


def chart(rows: pl.DataFrame, domain: tuple[float, float]) -> Chart:
    """Draw one event.

    Parameters
    ----------
    rows : polars.DataFrame
        at (years since the event, the middle of a bin), series, estimate, low, high.
    domain : tuple of float
        Of the effect, the same in all panels; intervals are cut there.
    """
    low, high = domain
    years = (rows["at"].min(), rows["at"].max())
    scale = alt.Scale(domain=[float(str(years[0])) - 1, float(str(years[1])) + 1], nice=False)
    x = alt.X("at:Q", scale=scale, axis=alt.Axis(title="years since", grid=False, tickCount=6,
              labelExpr=NUMBER))  # fmt: skip
    axis = alt.Axis(title=None, tickCount=4, domain=False, minExtent=26, labelExpr=NUMBER)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=axis)

    zero = alt.Chart(pl.DataFrame({"zero": [0.0]})).mark_rule(color=INK, strokeWidth=1)
    event = alt.Chart(pl.DataFrame({"at": [-0.5]})).mark_rule(color=MUTED, strokeDash=[2, 3])
    layers: list[alt.Chart] = [zero.encode(y("zero")), event.encode(x)]
    names = rows["series"].unique(maintain_order=True).to_list()
    for place, name in enumerate(names):
        shift = APART * (2 * place - 1) if len(names) > 1 else 0.0
        own = rows.filter(pl.col("series") == name).with_columns(
            pl.col("at") + shift, pl.col("low", "high").clip(low, high)
        )
        base = alt.Chart(own)
        layers.append(base.mark_rule(color=COLOURS[name], strokeWidth=1.6).encode(
            x, y("low"), y2="high:Q"))  # fmt: skip
        seen = alt.Chart(own.filter(pl.col("estimate").is_between(low, high)))
        point = seen.mark_point(
            filled=True, opacity=1, size=40, color=COLOURS[name], shape=SHAPES[name],
            stroke="white", strokeWidth=0.7,
        )  # fmt: skip
        layers.append(point.encode(x, y("estimate")))
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
