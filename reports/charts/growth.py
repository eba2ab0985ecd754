"""New ties over time: a box for what the histories do in a bin, a dot for what was recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import altair as alt
import polars as pl

from reports.history import Mark
from reports.theme import BAND_50, BAND_90, INK, KEPT_BACK, KEPT_BACK_INK, MUTED, SIMULATED, Chart

VALUES = ("recorded", "simulated", "low50", "high50", "low90", "high90")
GAP = 0.35
"""Years between two boxes."""
APART = 11.0
"""Pixels between two letters on one line."""
LETTER = 12
"""Pixels of a line of letters."""
HEADROOM = 1.2
TICKS = [1950, 1960, 1970, 1980, 1990, 2000, 2010]


@dataclass(frozen=True)
class _Years:
    """The axis of years; every layer must carry it, or Vega makes the years begin at zero."""

    first: int
    last: int
    width: int

    @property
    def pixels(self) -> float:
        """Pixels a year."""
        return self.width / (self.last - self.first)

    def at(self, field: str) -> alt.X:
        """Position of a field with years."""
        step = 1 if self.width > 450 else 2
        axis = alt.Axis(values=TICKS[::step], format="d", grid=False, title=None)
        scale = alt.Scale(domain=[self.first, self.last], nice=False, zero=False)
        return alt.X(f"{field}:Q", scale=scale, axis=axis)


def yearly_rates(cells: pl.DataFrame) -> pl.DataFrame:
    """Counts of a bin as ties a year, for bins differ in length: 1995-99 is cut after 1996."""
    years = pl.col("last") - pl.col("first") + 1
    return cells.with_columns(
        *(pl.col(name) / years for name in VALUES),
        left=pl.col("first") + GAP / 2,
        right=pl.col("last") + 1 - GAP / 2,
        middle=(pl.col("first") + pl.col("last") + 1) / 2,
    )


def panel(cells: pl.DataFrame, marks: list[Mark], width: int, height: int, lines: int = 0) -> Chart:
    """Draw new ties a year by bin.

    Parameters
    ----------
    cells : polars.DataFrame
        Of `Evidence.dated`: first, last, the values, role.
    marks : list of Mark
        Events; their letters stand above the plot.
    width, height : int
        Of the plot, in pixels.
    lines : int
        Lines of letters to keep room for, at least.
    """
    rates = yearly_rates(cells)
    first, last = _ends(rates)
    years, y = _Years(first, last, width), _rates_axis(rates)
    x = years.at("left")

    base = alt.Chart(rates.select("left", "right", "middle", *VALUES, "role"))
    boxes = [
        base.mark_rect(color=colour).encode(x, y(low), x2="right:Q", y2=f"{high}:Q")
        for low, high, colour in (("low90", "high90", BAND_90), ("low50", "high50", BAND_50))
    ]
    median = base.mark_rule(color=SIMULATED, strokeWidth=1.6).encode(
        x, y("simulated"), x2="right:Q"
    )
    dots = base.mark_point(filled=True, opacity=1, size=34, stroke="white", strokeWidth=0.8).encode(
        years.at("middle"), y("recorded"), color=alt.value(INK)
    )
    layers = [*_kept_back(rates, years), *boxes, median, *_rules(marks, years), dots]
    # All panels keep the same room for letters, so that the plots of a row line up.
    used = max((level + 1 for level in levels(marks, years.pixels)), default=0)
    padding = {"top": 5 + LETTER * max(lines - used, 0), "left": 5, "right": 5, "bottom": 5}
    return alt.layer(*layers).properties(width=width, height=height, padding=padding)


def _rates_axis(rates: pl.DataFrame) -> Callable[[str], alt.Y]:
    """The axis of ties a year, with head room for words; the same in every layer."""
    top = HEADROOM * max(float(str(rates[name].max())) for name in ("high90", "recorded"))
    scale = alt.Scale(domain=[0.0, max(top, 0.5)], nice=False)
    axis = alt.Axis(tickCount=4, title=None, domain=False, minExtent=24)
    return lambda field: alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _ends(rates: pl.DataFrame) -> tuple[int, int]:
    return int(str(rates["first"].min())), int(str(rates["last"].max())) + 1


def _kept_back(rates: pl.DataFrame, years: _Years) -> list[alt.Chart]:
    """Shade the years that were kept back, and say so."""
    kept = rates.filter(pl.col("role") == "kept back")
    if kept.is_empty():
        return []
    begin = int(str(kept["first"].min()))
    place = alt.Chart(pl.DataFrame({"begin": [begin], "end": [years.last], "text": ["kept back"]}))
    shade = place.mark_rect(color=KEPT_BACK).encode(years.at("begin"), x2="end:Q")
    edge = place.mark_rule(color=KEPT_BACK_INK, strokeWidth=1).encode(years.at("begin"))
    word = place.mark_text(
        align="left", baseline="top", dx=4, dy=3, color=KEPT_BACK_INK, fontSize=10.5
    ).encode(years.at("begin"), y=alt.value(0), text="text:N")
    return [shade, edge, word]


def levels(marks: list[Mark], pixels_a_year: float) -> list[int]:
    """Line of each letter, 0 lowest, so that letters on one line never touch."""
    free: list[float] = []
    result = []
    for mark in marks:
        place = mark.at * pixels_a_year
        level = next((k for k, end in enumerate(free) if place - end >= APART), len(free))
        free[level : level + 1] = [place]
        result.append(level)
    return result


def _rules(marks: list[Mark], years: _Years) -> list[alt.Chart]:
    """A dotted rule for each event, its letter above the plot."""
    if not marks:
        return []
    lines = levels(marks, years.pixels)
    table = pl.DataFrame({"at": [m.at for m in marks], "letter": [m.letter for m in marks]})
    rule = alt.Chart(table).mark_rule(color=MUTED, strokeWidth=0.9, strokeDash=[1.5, 2.5])
    found = [rule.encode(years.at("at"))]
    for level in sorted(set(lines)):
        here = table.filter(pl.Series(lines) == level)
        letter = alt.Chart(here).mark_text(baseline="bottom", fontWeight="bold", color=MUTED)
        found.append(
            letter.encode(years.at("at"), y=alt.value(-3 - LETTER * level), text="letter:N")
        )
    return found
