"""The map of a town and its likely partners, cut to where they lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from analysis.matching import Answer, Candidate
from reports import borders
from reports.analysis.maps import EUROPE, Frame
from reports.matching.words import title
from reports.projection import project
from reports.templating import render
from reports.theme import FONT, INK, LAND, SEA, SIMULATED

FULL = "#d55e00"
"""Places that carry many partners: Okabe and Ito's vermilion."""
LEAST_KM = 420.0
"""No map is narrower, so that borders tell where it lies."""


@dataclass(frozen=True)
class Sheet:
    """A size of the drawing.

    Attributes
    ----------
    width, height : drawing units
    radius : of a circle, in units
    type_size : in units
    named : candidates that carry their name at most
    margin : share of the map that is left free around the places
    """

    width: float
    height: float
    radius: float
    type_size: float
    named: int
    margin: float


WIDE, NARROW = Sheet(940, 620, 10.0, 13.0, 20, 0.12), Sheet(356, 400, 8.5, 11.0, 8, 0.18)


@dataclass(frozen=True)
class Map:
    """A drawn map, and the candidates that lie beyond it."""

    wide: Markup
    narrow: Markup
    beyond: list[Candidate]


def draw(answer: Answer) -> Map:
    """Draw the candidates of an answer, numbered as in its list."""
    inside: list[tuple[int, Candidate]] = []
    beyond: list[Candidate] = []
    for place, candidate in enumerate(answer.candidates, 1):
        seen = EUROPE.holds([candidate.lon], [candidate.lat])[0]
        if seen:
            inside.append((place, candidate))
        else:
            beyond.append(candidate)
    return Map(_picture(answer, inside, WIDE), _picture(answer, inside, NARROW), beyond)


def frame_of(lon: list[float], lat: list[float], sheet: Sheet) -> Frame:
    """The part of Europe that holds these places with a margin, in the shape of the sheet."""
    east, north = project(lon, lat)
    middle = (float(east.min() + east.max()) / 2.0, float(north.min() + north.max()) / 2.0)
    across = max(float(np.ptp(east)) * (1.0 + 2.0 * sheet.margin), LEAST_KM)
    up = max(float(np.ptp(north)) * (1.0 + 2.0 * sheet.margin), LEAST_KM)
    scale = min(sheet.width / across, sheet.height / up)
    half = (sheet.width / scale / 2.0, sheet.height / scale / 2.0)
    return Frame(
        west=middle[0] - half[0],
        east=middle[0] + half[0],
        south=middle[1] - half[1],
        north=middle[1] + half[1],
        scale=scale,
        largest=sheet.radius,
        named=sheet.named,
    )


def _picture(answer: Answer, inside: list[tuple[int, Candidate]], sheet: Sheet) -> Markup:
    home = answer.place
    lon = [home["lon"], *(candidate.lon for _, candidate in inside)]
    lat = [home["lat"], *(candidate.lat for _, candidate in inside)]
    frame = frame_of(lon, lat, sheet)
    xs, ys = frame.place(lon, lat)
    shapes = borders.load()
    named = "; ".join(f"{place} {c.name}, {c.country}" for place, c in inside[:5])
    return Markup(
        render(
            "match_map.svg.j2",
            alt=f"Map: {title(answer)} and its likeliest partners in Europe. First: "
            f"{named or 'none'}.",
            width=sheet.width,
            height=sheet.height,
            land=frame.path(shapes["land"], "z"),
            lines=frame.path(shapes["borders"], ""),
            home=_home(xs[0], ys[0], home["name"], sheet),
            marks=_marks(inside, xs, ys, home["name"], sheet),
            radius=sheet.radius,
            size=sheet.type_size,
            ink=INK,
            sea=SEA,
            land_colour=LAND,
            font=FONT,
        )
    )


def _home(x: float, y: float, name: str, sheet: Sheet) -> dict[str, Any]:
    """The place that asks: a star, with its name above."""
    points = []
    for corner in range(10):
        reach = sheet.radius * (1.15 if corner % 2 == 0 else 0.5)
        angle = math.pi * (corner / 5.0 - 0.5)
        points.append(f"{x + reach * math.cos(angle):.1f},{y + reach * math.sin(angle):.1f}")
    return {"x": f"{x:.1f}", "y": f"{y:.1f}", "points": " ".join(points), "name": name}


def _marks(
    inside: list[tuple[int, Candidate]],
    xs: list[float],
    ys: list[float],
    home: str,
    sheet: Sheet,
) -> list[dict[str, Any]]:
    """A circle a candidate with its number; its name beside it where there is room."""
    radius, letter = sheet.radius, 0.56 * sheet.type_size
    taken = [(x, y, radius) for x, y in zip(xs, ys, strict=True)]
    taken.append((xs[0], ys[0] - 2.0 * radius, letter * len(home) / 2.0))
    found: list[dict[str, Any]] = []
    top = max((c.probability for _, c in inside), default=0.0)
    for (place, candidate), x, y in zip(inside, xs[1:], ys[1:], strict=True):
        half = letter * len(candidate.name) / 2.0
        at = None
        for dx, dy in ((0.0, radius + sheet.type_size * 0.75), (0.0, -radius - 4.0)):
            fits = half + 2.0 < x + dx < sheet.width - half and 8.0 < y + dy < sheet.height - 8.0
            free = not any(
                abs(x + dx - a) < half + w and abs(y + dy - b) < sheet.type_size
                for a, b, w in taken
            )
            if fits and free and len(found) < sheet.named:
                at = (x + dx, y + dy)
                taken.append((*at, half))
                break
        weight = math.sqrt(candidate.probability / top) if top > 0.0 else 0.0
        found.append(
            {
                "x": f"{x:.1f}",
                "y": f"{y:.1f}",
                "place": place,
                "colour": FULL if candidate.state == "full" else SIMULATED,
                "strength": f"{0.25 + 0.6 * weight:.2f}",
                "name": candidate.name if at else "",
                "at": None if at is None else (f"{at[0]:.1f}", f"{at[1] + 0.1 * radius:.1f}"),
                "told": f"{place}. {candidate.name}, {candidate.country_name}",
            }
        )
    return found[::-1]  # the likeliest on top
