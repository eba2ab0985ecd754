"""Lambert's equal-area projection around the middle of Europe, for maps drawn by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

CENTRE = (10.0, 52.0)
"""Longitude and latitude (degrees): the centre of the European grid ETRS89-LAEA."""
RADIUS_KM = 6371.0


def project(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Kilometres east and north of the centre, areas kept (on a sphere).

    Parameters
    ----------
    lon, lat : array_like of float
        Degrees.
    """
    lam = np.radians(np.asarray(lon, dtype=np.float64) - CENTRE[0])
    phi, phi0 = np.radians(np.asarray(lat, dtype=np.float64)), np.radians(CENTRE[1])
    cosine = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(lam)
    scale = RADIUS_KM * np.sqrt(2.0 / (1.0 + cosine))
    east = scale * np.cos(phi) * np.sin(lam)
    north = scale * (np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(lam))
    return east, north
