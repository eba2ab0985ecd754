"""The map of a town and its likely partners, cut to where they lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from analysis.matching import Answer, Candidate
from reports import borders
from reports.analysis.maps import EUROPE
from reports.matching.room import Room, apart
from reports.matching.words import title
from reports.projection import Frame, project
from reports.templating import render
from reports.theme import FONT, INK, LAND, SEA, SIMULATED

FULL = "#d55e00"
"""Places that carry many partners: Okabe and Ito's vermilion."""
LETTER = 0.62
"""Width of a letter, as a share of the type size; a generous one."""
NUMBERED = 40
"""Candidates that carry their number; a map has no room for more."""
LEAST_KM = 260.0
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
    )


def _picture(answer: Answer, inside: list[tuple[int, Candidate]], sheet: Sheet) -> Markup:
    home = answer.place
    lon = [home["lon"], *(candidate.lon for _, candidate in inside)]
    lat = [home["lat"], *(candidate.lat for _, candidate in inside)]
    frame = frame_of(lon, lat, sheet)
    true = np.stack(frame.place(lon, lat), axis=1)
    circles = apart(true[: NUMBERED + 1], sheet.radius, (sheet.width, sheet.height))
    names = _Names(circles, sheet)
    x, y = true[0]
    over = (f"{x:.1f}", f"{y - 1.6 * sheet.radius:.1f}")
    star = {"x": f"{x:.1f}", "y": f"{y:.1f}", "points": _home(x, y, sheet), "name": home["name"]}
    star["at"] = names.beside(x, y, home["name"]) or over
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
            home=star,
            marks=_marks(inside, true, circles, names, sheet),
            size=sheet.type_size,
            ink=INK,
            sea=SEA,
            land_colour=LAND,
            font=FONT,
        )
    )


def _home(x: float, y: float, sheet: Sheet) -> str:
    """The star of the place that asks."""
    points = []
    for corner in range(10):
        reach = sheet.radius * (1.15 if corner % 2 == 0 else 0.5)
        angle = math.pi * (corner / 5.0 - 0.5)
        points.append(f"{x + reach * math.cos(angle):.1f},{y + reach * math.sin(angle):.1f}")
    return " ".join(points)


class _Names:
    """Names beside circles, none over another or over a circle."""

    def __init__(self, circles: NDArray[np.float64], sheet: Sheet) -> None:
        self._sheet = sheet
        self._room = Room(sheet.width, sheet.height)
        for x, y in circles:
            self._room.take(x, y, sheet.radius, sheet.radius)

    def beside(self, x: float, y: float, name: str) -> tuple[str, str] | None:
        """Middle of the name by a circle; None where there is no room."""
        across = LETTER * self._sheet.type_size * len(name) / 2.0
        up = 0.62 * self._sheet.type_size
        found = self._room.find(x, y, self._sheet.radius + 1.0, across, up)
        return None if found is None else (f"{found[0]:.1f}", f"{found[1]:.1f}")


def _marks(
    inside: list[tuple[int, Candidate]],
    true: NDArray[np.float64],
    circles: NDArray[np.float64],
    names: _Names,
    sheet: Sheet,
) -> list[dict[str, Any]]:
    """A circle a candidate with its number, beside its place where others stand too.

    Its name stands by it where there is room. Of a long list only the first have numbers.
    """
    found: list[dict[str, Any]] = []
    top = max((c.probability for _, c in inside), default=0.0)
    for number, (place, candidate) in enumerate(inside, 1):
        numbered = number < len(circles)
        x, y = circles[number] if numbered else true[number]
        moved = math.dist((x, y), true[number]) > sheet.radius / 2.0
        weight = math.sqrt(candidate.probability / top) if top > 0.0 else 0.0
        found.append(
            {
                "x": f"{x:.1f}",
                "y": f"{y:.1f}",
                "true": [f"{value:.1f}" for value in true[number]],
                "moved": moved,
                "radius": sheet.radius if numbered else sheet.radius / 3.0,
                "place": place if numbered else "",
                "colour": FULL if candidate.state == "full" else SIMULATED,
                "strength": f"{0.25 + 0.6 * weight:.2f}",
                "name": candidate.name,
                "at": names.beside(x, y, candidate.name) if number <= sheet.named else None,
                "told": f"{place}. {candidate.name}, {candidate.country_name}",
            }
        )
    return found[::-1]  # the likeliest on top
