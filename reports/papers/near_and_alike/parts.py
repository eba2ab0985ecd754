"""What the charts of this report share: colours, axes of doublings, labels at lines."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from reports.history import country_name
from reports.papers.near_and_alike.law import COUNTRIES

WIDE, NARROW = 900, 285
WITHOUT = "#d55e00"
"""Histories without one thing: Okabe and Ito's vermilion."""
SHARE = "format(100 * datum.value, '.0f') + '\u202f%'"
"""Vega expression of a share on an axis."""
THIN = "replace(format(datum.value, ',.0f'), ',', '\u202f')"


def countries(column: str = "country") -> pl.Expr:
    """Codes of countries as names, so that all charts say them alike."""
    names = {code: country_name(code) for code in COUNTRIES}
    return pl.col(column).replace(names).alias("label")


def doublings(field: str, ends: tuple[float, float], ticks: list[float], **axis: Any) -> alt.X:
    """A horizontal axis on which every step is a doubling."""
    scale = alt.Scale(type="log", base=2, domain=list(ends), nice=False)
    return alt.X(
        f"{field}:Q", scale=scale, axis=alt.Axis(values=ticks, grid=False, labelFlush=False, **axis)
    )


def rows(labels: list[str], width: int, **scale: Any) -> alt.Y:
    """Rows with their labels at the left, in the order given."""
    axis = alt.Axis(
        title=None, domain=False, ticks=False, labelPadding=8, minExtent=width, labelLimit=width
    )
    return alt.Y("label:N", sort=labels, axis=axis, scale=alt.Scale(**scale))
