"""How far places lie from the sea: the coastline of Natural Earth, 1:10 million.

Lakes are no gaps in that land, so the Great Lakes and Lake Geneva have no coast; the Caspian Sea
has one.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.luck import unit_vectors
from simulation.luck.exact import EARTH_RADIUS_KM, Floats
from simulation.places.build.packages import BuildError, Package

COAST = Package(
    name="world-atlas",
    version="2.0.2",
    member="land-10m.json",
    producer="Natural Earth; packed for npm by Michael Bostock",
    licence="public domain (data), ISC (package)",
    source="Natural Earth 4.1.0, 1:10 million, land",
    date="2018",
)

STEP_KM = 0.5
"""The line is followed in steps of at most this length."""


def coastline(data: bytes) -> Floats:
    """Points along every coast, as unit vectors, shape (n, 3).

    Raises
    ------
    BuildError
        If the data are no quantised TopoJSON.
    """
    try:
        topology: dict[str, Any] = json.loads(data)
        scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
        arcs = [np.cumsum(np.array(arc, dtype=np.float64), axis=0) for arc in topology["arcs"]]
        points = [_followed(arc * scale + shift) for arc in arcs]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BuildError(
            f"the coastline cannot be read as quantised TopoJSON ({type(error).__name__}: {error})."
        ) from None
    if not points:
        raise BuildError("the coastline should have arcs; none were found.")
    return np.concatenate(points)


def _followed(line: Floats) -> Floats:
    """Unit vectors along a line of longitudes and latitudes (degrees)."""
    corners = unit_vectors(line[:, 1], line[:, 0])
    steps = np.diff(corners, axis=0)
    length = np.linalg.norm(steps, axis=1) * EARTH_RADIUS_KM
    count = np.maximum(1, np.ceil(length / STEP_KM)).astype(np.int64)
    start = np.repeat(np.arange(len(count)), count)
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    share = place / count[start]
    points = np.vstack([corners[start] + share[:, None] * steps[start], corners[-1:]])
    unit: Floats = points / np.linalg.norm(points, axis=1, keepdims=True)
    return unit


def near_coast(lat: Floats, lon: Floats, coast: Floats, reach_km: float) -> NDArray[np.bool_]:
    """Whether each place (degrees) lies within ``reach_km`` of a point of the coast, (n,)."""
    from scipy.spatial import cKDTree

    chord, _ = cKDTree(coast).query(unit_vectors(lat, lon))
    result: NDArray[np.bool_] = 2 * np.arcsin(chord / 2) * EARTH_RADIUS_KM <= reach_km
    return result
