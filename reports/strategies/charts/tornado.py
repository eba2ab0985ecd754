"""What would turn a ranking: the difference of two strategies at either end of each input."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import polars as pl

from reports.strategies.charts.parts import CLASSES, Layout, around_zero, axis_x, upright
from reports.theme import INK, MUTED, Chart

WIDE = Layout(width=500, labels=350, row=32)
NARROW = Layout(width=270, labels=0, row=50)
BAR = 15


def chart(rows: pl.DataFrame, layout: Layout, mean: float, title: str) -> Chart:
    """Draw one bar an input, in the order of the frame.

    Parameters
    ----------
    rows : polars.DataFrame
        label, low_at, high_at (difference where the input is at the low and high end of its
        range), low_text, high_text (the value of the input there), class (A, B or C).
    layout : Layout
    mean : float
        The difference on average: the dashed line.
    title : str
        Of the axis.
    """
    domain = _roomy(around_zero([*rows["low_at"], *rows["high_at"], mean]))

    def x(field: str) -> alt.X:
        return axis_x(field, domain, title)

    y = layout.y()
    base = alt.Chart(rows)
    colour = alt.Color(
        "class:N", scale=alt.Scale(domain=list(CLASSES), range=list(CLASSES.values())), legend=None
    )
    bar = base.mark_bar(height=BAR, yOffset=layout.down).encode(
        x("low_at"), y, x2="high_at:Q", color=colour
    )
    lines = [upright(0.0, x, INK), upright(mean, x, MUTED, (4, 3))]
    ends = [*_ends(rows, x, y, layout, left=True), *_ends(rows, x, y, layout, left=False)]
    return alt.layer(bar, *lines, *ends, *layout.names(base)).properties(
        width=layout.width, height=layout.height(rows.height)
    )


def _roomy(domain: tuple[float, float]) -> tuple[float, float]:
    """Room for the words at the ends of the bars."""
    air = 0.1 * (domain[1] - domain[0])
    return domain[0] - air, domain[1] + air


def _ends(
    rows: pl.DataFrame, x: Callable[[str], alt.X], y: alt.Y, layout: Layout, *, left: bool
) -> list[alt.Chart]:
    """The value of the input at the left or right end of its bar."""
    low_first = pl.col("low_at") <= pl.col("high_at")
    first, then = ("low", "high") if left else ("high", "low")
    ends = rows.select(
        "label",
        at=pl.when(low_first).then(f"{first}_at").otherwise(f"{then}_at"),
        text=pl.when(low_first).then(f"{first}_text").otherwise(f"{then}_text"),
    )
    words = alt.Chart(ends).mark_text(
        align="right" if left else "left",
        dx=-5 if left else 5,
        dy=layout.down,
        color=MUTED,
        fontSize=10.5,
        baseline="middle",
    )
    return [words.encode(x("at"), y, text="text:N")]
