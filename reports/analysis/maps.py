"""Maps of residuals: where a model of counts sees too few or too many ties, on real borders."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from reports import borders
from reports.numbers import thousands
from reports.projection import Frame
from reports.templating import render
from reports.theme import FONT, INK, LAND, SEA, SIMULATED

MORE, FEWER = SIMULATED, "#d55e00"
"""More ties than the model expects, and fewer: Okabe and Ito's blue and vermilion."""


@dataclass(frozen=True)
class Residuals(Frame):
    """A frame for circles.

    Attributes
    ----------
    largest : radius of the largest circle, drawing units
    named : circles that carry their name and number
    """

    largest: float = 26.0
    named: int = 12


EUROPE = Residuals(-1650.0, 1900.0, -1850.0, 1450.0, 0.132)
GERMANY = Residuals(-370.0, 430.0, -540.0, 360.0, 0.50, largest=28.0, named=16)


@dataclass(frozen=True)
class Drawn:
    """A map and what its caption needs.

    Attributes
    ----------
    svg : str
    beyond : names and differences of what lies outside the frame, largest first
    """

    svg: str
    beyond: list[tuple[str, float]]


def draw(cells: pl.DataFrame, frame: Residuals, what: str) -> Drawn:
    """Draw a circle a region, its area the difference in ties.

    Parameters
    ----------
    cells : polars.DataFrame
        name, lon, lat (degrees), observed, expected (ties).
    frame : Residuals
        `EUROPE` or `GERMANY`.
    what : str
        "countries", for the text that stands for the picture.
    """
    rows = cells.with_columns(more=pl.col("observed") - pl.col("expected"))
    rows = rows.filter(pl.col("more").is_finite())
    rows = rows.sort(pl.col("more").abs(), "name", descending=[True, False])
    seen = pl.Series(frame.holds(rows["lon"].to_list(), rows["lat"].to_list()), dtype=pl.Boolean)
    shown, hidden = rows.filter(seen), rows.filter(~seen)
    told = "; ".join(f"{name} {signed(more)}" for name, more in _named(shown.head(frame.named)))
    width, height = frame.size
    shapes = borders.load()
    svg = render(
        "residuals.svg.j2",
        alt=f"Map: observed ties less those that the model expects, by {what}; area of a circle "
        f"is the number of ties. Largest: {told}.",
        width=width,
        height=height,
        land=frame.path(shapes["land"], "z"),
        lines=frame.path(shapes["borders"], ""),
        circles=_circles(shown, frame),
        ink=INK,
        sea=SEA,
        land_colour=LAND,
        font=FONT,
        size=11.5,
    )
    return Drawn(svg, _named(hidden))


def signed(more: float) -> str:
    """A difference in ties: ``+12``, ``−3``."""
    text = thousands(abs(more))
    if text == "0":
        return "0"
    return f"+{text}" if more > 0 else f"−{text}"


def _named(rows: pl.DataFrame) -> list[tuple[str, float]]:
    return [(name, more) for name, more in rows.select("name", "more").iter_rows()]


def _circles(rows: pl.DataFrame, frame: Residuals) -> list[dict[str, object]]:
    """Circles, largest first, so that small ones lie on top."""
    top = max((abs(more) for more in rows["more"]), default=0.0)
    xs, ys = frame.place(rows["lon"].to_list(), rows["lat"].to_list())
    found: list[dict[str, object]] = []
    taken: list[tuple[float, float, float]] = []
    for (name, more), x, y in zip(_named(rows), xs, ys, strict=True):
        radius = frame.largest * math.sqrt(abs(more) / top) if top > 0.0 else 0.0
        text = f"{name} {signed(more)}" if len(taken) < frame.named else ""
        at = y + 4.0 if radius > 16.0 else y + radius + 11.0
        half = 3.3 * len(text)
        if text and any(abs(at - b) < 11.0 and abs(x - a) < half + w for a, b, w in taken):
            text = ""  # a name that would lie on another; the table has it
        if text:
            taken.append((x, at, half))
        colour = MORE if more > 0 else FEWER
        circle = {
            "x": f"{x:.1f}",
            "y": f"{y:.1f}",
            "r": f"{max(radius, 1.0):.1f}",
            "at": f"{at:.1f}",
        }
        found.append({**circle, "colour": colour, "text": text})
    return found
