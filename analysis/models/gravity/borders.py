"""Which regions touch across Germany's border."""

from __future__ import annotations

import polars as pl

from simulation.luck import unit_vectors
from simulation.luck.exact import EARTH_RADIUS_KM

LAND_BORDERS: dict[str, tuple[str, ...]] = {
    "DE-BB": ("PL",),
    "DE-BW": ("CH", "FR"),
    "DE-BY": ("AT", "CZ"),
    "DE-MV": ("PL",),
    "DE-NI": ("NL",),
    "DE-NW": ("BE", "NL"),
    "DE-RP": ("BE", "FR", "LU"),
    "DE-SH": ("DK",),
    "DE-SL": ("FR", "LU"),
    "DE-SN": ("CZ", "PL"),
}
"""Countries that a Land has a border with on land; Länder that are not named have none. Lake
Constance is no border on land: Bavaria and Switzerland, Baden-Württemberg and Austria are not in
here. A test holds these pairs against the places: seats on both sides lie near each other, and the
countries are those that countries.csv calls neighbours."""

TOUCHING_KM = 20.0
"""Regions touch where seats of both lie as near as this: their outlines are not in the places."""


def touching(home: pl.DataFrame, away: pl.DataFrame, km: float = TOUCHING_KM) -> pl.DataFrame:
    """Pairs of regions with places near each other.

    Parameters
    ----------
    home, away : polars.DataFrame
        Places with lat, lon and the name of their region.
    km : float
        Great-circle distance of seats, km.

    Returns
    -------
    polars.DataFrame
        home, away: each pair once, sorted.
    """
    from scipy.spatial import cKDTree

    points = [unit_vectors(side["lat"].to_numpy(), side["lon"].to_numpy()) for side in (home, away)]
    near = cKDTree(points[1]).query_ball_point(points[0], km / EARTH_RADIUS_KM)
    names = home["region"].to_list(), away["region"].to_list()
    pairs = {(names[0][row], names[1][other]) for row, some in enumerate(near) for other in some}
    schema = {"home": pl.String, "away": pl.String}
    return pl.DataFrame(sorted(pairs), schema=schema, orient="row")
