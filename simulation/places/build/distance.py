"""Places without an official code: merge what lies within a few kilometres of a larger place."""

from __future__ import annotations

import numpy as np
import polars as pl

EARTH_RADIUS_KM = 6371.0088
MERGE_KM = 3.0
PROTECTED_RANK = 2  # seats of a county or above stay (Gateshead beside Newcastle)


def unit_vectors(places: pl.DataFrame) -> np.ndarray:
    """Points on the unit sphere, shape (n, 3), from ``lat`` and ``lon`` in degrees."""
    lat = np.radians(places["lat"].to_numpy())
    lon = np.radians(places["lon"].to_numpy())
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def merge_by_distance(places: pl.DataFrame, km: float = MERGE_KM) -> pl.DataFrame:
    """Drop each place that lies within ``km`` of a larger one that stays.

    Places are taken from the largest down (ties: the smaller GeoNames id first). Seats of rank 2
    and above are never dropped. A place that stays keeps its own population: suburbs that GeoNames
    lists beside a city are usually counted in it already.
    """
    ordered = places.sort("population", "geonameid", descending=[True, False])
    points = unit_vectors(ordered)
    seats = ordered["rank"].to_numpy() <= PROTECTED_RANK
    closest_cosine = np.cos(km / EARTH_RADIUS_KM)
    kept = np.empty_like(points)
    stays = np.zeros(ordered.height, dtype=bool)
    count = 0
    for row, point in enumerate(points):
        if seats[row] or count == 0 or (kept[:count] @ point).max() < closest_cosine:
            kept[count] = point
            stays[row] = True
            count += 1
    return ordered.filter(pl.Series(stays))


def centre(lat: np.ndarray, lon: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Weighted mean of points on the sphere, in degrees, rounded to five places (about 1 m).

    The mean is taken of the points as vectors, so that it also holds across the date line.
    """
    table = pl.DataFrame({"lat": lat, "lon": lon})
    x, y, z = (unit_vectors(table) * weight[:, None]).sum(axis=0)
    return (
        round(float(np.degrees(np.arctan2(z, np.hypot(x, y)))), 5),
        round(float(np.degrees(np.arctan2(y, x))), 5),
    )
