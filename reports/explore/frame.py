"""The part of the Earth that the map of the page shows, with land and borders as paths."""

from __future__ import annotations

from functools import cache
from typing import Any

from reports import borders
from reports.demo.eras import eras
from reports.demo.ties_map import FRAME as TIES
from reports.projection import Frame

FRAME = Frame(TIES.west, TIES.east, TIES.south, TIES.north, TIES.scale, digits=0)
"""That of the map of ties in reports; borders without decimals, for they travel to a browser."""


@cache
def map_of() -> dict[str, Any]:
    """Size, land and borders of the map as SVG paths, and the colours of the eras."""
    shapes = borders.load()
    width, height = FRAME.size
    about = borders.sidecar()
    return {
        "width": width,
        "height": height,
        "land": FRAME.path(shapes["land"], "z"),
        "borders": FRAME.path(shapes["borders"], ""),
        "eras": [
            {
                "first": e.first,
                "last": e.last,
                "label": e.label,
                "event": e.event,
                "colour": e.colour,
            }
            for e in eras()
        ],
        "source": f"Borders: {about['source']}; {about['licence']}.",
    }
