"""How the difference in living ties grows: one small panel a strategy, all on one scale."""

from __future__ import annotations

import altair as alt
import polars as pl

from reports.strategies.charts.parts import LOUD, NUMBER, QUIET, around_zero
from reports.theme import INK, Chart


def scale_of(years: pl.DataFrame) -> tuple[float, float]:
    """The range of values that all panels share, so that they can be compared."""
    return around_zero([*years["low_90"], *years["high_90"]])


def panel(
    years: pl.DataFrame, domain: tuple[float, float], *, shown: bool, width: int, height: int
) -> Chart:
    """Draw the paired difference to doing nothing, year by year.

    Parameters
    ----------
    years : polars.DataFrame
        Of one strategy: year, mean, low_50, high_50, low_90, high_90 (living ties).
    domain : tuple of float
        Of `scale_of` all strategies.
    shown : bool
        Whether the strategy is shown to help; grey where it is not.
    width, height : int
        Of the plot, in pixels.
    """
    first, last = int(str(years["year"].min())), int(str(years["year"].max()))
    ticks = [year for year in range(first, last + 1) if year % 5 == 0]
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[first, max(last, first + 1)], nice=False, zero=False),
        axis=alt.Axis(values=ticks, format="d", grid=False, title=None),
    )
    vertical = alt.Axis(tickCount=4, title=None, domain=False, minExtent=34, labelExpr=NUMBER)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=list(domain), nice=False), axis=vertical)

    mean, inner, outer = LOUD if shown else QUIET
    base = alt.Chart(years)
    zero = alt.Chart(pl.DataFrame({"zero": [0.0]})).mark_rule(color=INK, strokeWidth=1)
    return alt.layer(
        base.mark_area(color=outer).encode(x, y("low_90"), y2="high_90:Q"),
        base.mark_area(color=inner).encode(x, y("low_50"), y2="high_50:Q"),
        zero.encode(y("zero")),
        base.mark_line(color=mean, strokeWidth=2).encode(x, y("mean")),
    ).properties(width=width, height=height)
