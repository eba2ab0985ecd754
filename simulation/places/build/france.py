"""French communes: people and names from the official list, coordinates from GeoNames."""

from __future__ import annotations

import json
from dataclasses import dataclass

import polars as pl

from simulation.places.build.abroad import area_key, municipality_rows
from simulation.places.build.countries import FRANCE, area_columns
from simulation.places.build.geonames import SECTION_RANK, merge_by_code
from simulation.places.build.packages import BuildError


@dataclass(frozen=True)
class Communes:
    """The official list of communes.

    Attributes
    ----------
    current : polars.DataFrame
        ``insee``, ``official`` (name) and ``people`` of each commune of today.
    successor : dict of str to str
        Code of a former commune -> code of the commune that it is part of today.
    """

    current: pl.DataFrame
    successor: dict[str, str]


def read_communes(data: bytes) -> Communes:
    """Read the list of communes of @etalab/decoupage-administratif.

    Raises
    ------
    BuildError
        If the file is not JSON or lacks a field.
    """
    current, successor = [], {}
    try:
        for row in json.loads(data):
            if row["type"] == "commune-actuelle":
                if row["zone"] == "metro":
                    current.append((row["code"], row["nom"], row.get("population")))
            elif row["type"] != "arrondissement-municipal":
                successor[row["code"]] = row["chefLieu"]
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"the list of French communes cannot be read: {error!r}.") from None
    schema = {"insee": pl.String, "official": pl.String, "people": pl.Int64}
    return Communes(pl.DataFrame(current, schema=schema, orient="row"), successor)


def _recode(here: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    """Give a place the code of a commune that nobody has, if it bears its very name nearby.

    GeoNames puts a few communes under the code of a neighbour: Tassin-la-Demi-Lune under Lyon.
    """
    unplaced = current.filter(~pl.col("insee").is_in(here["admin4"].implode())).select(
        "insee", name="official", admin2=pl.col("insee").str.slice(0, 2)
    )
    unplaced = unplaced.unique(["name", "admin2"], keep="none")
    return (
        here.join(unplaced, on=["name", "admin2"], how="left")
        .with_columns(admin4=pl.coalesce("insee", "admin4"))
        .drop("insee")
    )


def municipalities(places: pl.DataFrame, communes: Communes) -> pl.DataFrame:
    """Communes of metropolitan France (with Corsica) that GeoNames can place.

    Places of a former commune belong to its successor. Communes without a place in GeoNames are
    lost: nine in ten of them have fewer than 500 people.
    """
    here = places.filter((pl.col("country") == "FR") & (pl.col("rank") < SECTION_RANK))
    here = here.with_columns(pl.col("admin4").replace(communes.successor))
    here = _recode(here.filter(pl.col("admin4").is_not_null()), communes.current)
    merged = merge_by_code(here, "admin4")
    joined = merged.join(communes.current, left_on="admin4", right_on="insee", how="inner")
    return municipality_rows(
        joined.with_columns(
            name="official",
            population="people",
            code="admin4",
            area=area_key(area_columns(FRANCE)),
        )
    )
