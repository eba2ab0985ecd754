"""Maps drawn by hand: Lambert's equal-area projection around the middle of Europe, and frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Frame:
    """What part of Europe is seen.

    Attributes
    ----------
    west, east, south, north : km from the centre of the projection
    scale : drawing units per km
    digits : decimals of borders, in drawing units
    """

    west: float
    east: float
    south: float
    north: float
    scale: float
    digits: int = 1

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in drawing units."""
        across, up = self.east - self.west, self.north - self.south
        return round(across * self.scale), round(up * self.scale)

    def place(self, lon: ArrayLike, lat: ArrayLike) -> tuple[list[float], list[float]]:
        """Drawing units of places."""
        east, north = project(lon, lat)
        return (
            [float(x) for x in (east - self.west) * self.scale],
            [float(y) for y in (self.north - north) * self.scale],
        )

    def holds(self, lon: ArrayLike, lat: ArrayLike) -> list[bool]:
        """Which places are seen."""
        east, north = project(lon, lat)
        inside = (east > self.west) & (east < self.east)
        return [bool(seen) for seen in inside & (north > self.south) & (north < self.north)]

    def path(self, shapes: Iterable[list[float]], end: str) -> str:
        """The shapes that may be seen, as one SVG path.

        Parameters
        ----------
        shapes : lon, lat, lon, lat ... of each
        end : "z" closes each, "" leaves it open
        """
        return "".join(self._drawn(flat, end) for flat in shapes if self._near(flat))

    def _drawn(self, flat: list[float], end: str) -> str:
        xs, ys = self.place(flat[0::2], flat[1::2])
        pairs = zip(xs, ys, strict=True)
        return "M" + " ".join(f"{x:.{self.digits}f} {y:.{self.digits}f}" for x, y in pairs) + end

    def _near(self, flat: list[float]) -> bool:
        """Whether a shape may be seen at all."""
        east, north = project(flat[0::2], flat[1::2])
        across = np.max(east) > self.west and np.min(east) < self.east
        return bool(across and np.max(north) > self.south and np.min(north) < self.north)
