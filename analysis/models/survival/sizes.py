"""What is known of places whatever the year: inhabitants, side, and how far the border is."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.models.results import ModelError
from simulation.luck import unit_vectors
from simulation.past import load_laender
from simulation.places import load_places

Floats = NDArray[np.float64]

HOME, FRANCE = "DE", "FR"
NEAREST_KM = 5.0
"""Shorter distances count as this: seats of neighbours across a border lie about so far apart."""
EARTH_KM = 6371.0


def inhabitants(places: pl.DataFrame) -> pl.DataFrame:
    """Inhabitants of every place: id, people; as the model imputes them where unknown.

    Parameters
    ----------
    places : columns of `municipalities.parquet`

    Returns
    -------
    polars.DataFrame
        id, people (null where neither the table nor the model knows them), by id.
    """
    imputed = load_places("germany").select("id", "population_imputed")
    known = pl.coalesce("population", "population_imputed").cast(pl.Float64)
    return (
        places.select("id", "population")
        .join(imputed, on="id", how="left")
        .select("id", people=pl.when(known > 0).then(known))
        .sort("id")
    )


def eastern() -> list[str]:
    """Codes of the eastern Länder."""
    return load_laender().filter(pl.col("east") == 1)["land"].sort().to_list()


def searchers(places: pl.DataFrame, source: str) -> pl.DataFrame:
    """German places with what their first tie may depend on.

    Returns
    -------
    polars.DataFrame
        id, ln_inhabitants, ln_abroad_km and ln_france_km (to the nearest place abroad and in
        France, at least 5 km; null where there is none), district and east (0 or 1), people.

    Raises
    ------
    ModelError
        If there is no German place.
    """
    home = places.filter(pl.col("country") == HOME).sort("id")
    if home.is_empty():
        raise ModelError(f"{source}: holds no German place, so nobody could find a first tie")
    abroad = places.filter(pl.col("country") != HOME)
    side = pl.col("land").is_in(eastern()).fill_null(value=False)
    return (
        home.join(inhabitants(places), on="id", how="left", maintain_order="left")
        .with_columns(
            pl.Series("ln_abroad_km", _ln_nearest(home, abroad)),
            pl.Series("ln_france_km", _ln_nearest(home, abroad.filter(country=FRANCE))),
            ln_inhabitants=pl.col("people").log(),
            district=(pl.col("level") == "district").cast(pl.Float64),
            east=side.cast(pl.Float64),
        )
        .select(
            *("id", "people", "ln_inhabitants", "ln_abroad_km", "ln_france_km", "district", "east")
        )
    )


def _ln_nearest(here: pl.DataFrame, there: pl.DataFrame) -> Floats:
    """Ln of the distance in km to the nearest of some places; NaN where there is none."""
    from scipy.spatial import cKDTree

    if there.is_empty():
        return np.full(here.height, np.nan)
    one, other = (
        unit_vectors(frame["lat"].to_numpy(), frame["lon"].to_numpy()) for frame in (here, there)
    )
    chord, _ = cKDTree(other).query(one)
    km = 2.0 * EARTH_KM * np.arcsin(np.minimum(chord / 2.0, 1.0))
    result: Floats = np.log(np.maximum(km, NEAREST_KM))
    return result
