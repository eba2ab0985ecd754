"""Cells of a gravity model: regions of Germany by regions abroad, with what tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.models.gravity.borders import LAND_BORDERS, touching
from analysis.models.gravity.sides import POWERS, away_side, home_side
from analysis.models.results import ModelError
from simulation.luck import great_circle_km
from simulation.places import load_places

Floats = NDArray[np.float64]

LABELS = {
    "constant": "constant",
    "ln_mass_home": "ln inhabitants of the German region",
    "ln_mass_away": "ln inhabitants of the partner region",
    "ln_mean_home": "ln mean inhabitants of a German place",
    "ln_mean_away": "ln mean inhabitants of a place abroad",
    "ln_distance": "ln distance of the centres of people (km)",
    "contiguous": "common border (0/1)",
    "common_language": "German an official language there (0/1)",
    "eastern_land": "eastern Land (0/1)",
    "eastern_bloc": "country of the former eastern bloc (0/1)",
    "both_eastern": "eastern Land and eastern bloc (0/1)",
    "eu_member": "member of the European Union by 2014 (0/1)",
    "occupier": "share of people in the occupation zone of that country (0-1)",
    "alpha": "alpha (variance = mean + alpha mean^2)",
}
"""Terms, for people."""

MASSES = ("ln_mass_home", "ln_mass_away")
MEANS = ("ln_mean_home", "ln_mean_away")
PAIR = ("ln_distance", "contiguous", "common_language")
HISTORY = ("eastern_land", "eastern_bloc", "both_eastern", "eu_member", "occupier")


@dataclass(frozen=True, eq=False)
class Cells:
    """All pairs of a German region and one abroad; rows in the order of `frame`.

    Attributes
    ----------
    of : "cells of Land x country"
    frame : home, away, land (of `home`), country (of `away`), and the covariates in `LABELS`
    ln_pairs : ln of the number of pairs of places in each cell, shape (cells,)
    regions : id and region of every place
    """

    of: str
    frame: pl.DataFrame
    ln_pairs: Floats
    regions: pl.DataFrame

    def counts(self, ties: pl.DataFrame) -> Floats:
        """Ties in each cell, zeros included; ties within Germany are in none.

        Parameters
        ----------
        ties : polars.DataFrame
            home and away (ids), and land, which is null within Germany.
        """
        named = ties.filter(pl.col("land").is_not_null()).select("home", "away")
        for end in ("home", "away"):
            told = self.regions.select(pl.col("id").alias(end), pl.col("region").alias("named"))
            named = named.join(told, on=end).with_columns(pl.col("named").alias(end)).drop("named")
        sums = named.group_by("home", "away").len("ties")
        placed = self.frame.select("home", "away").join(
            sums, on=["home", "away"], how="left", maintain_order="left"
        )
        return placed["ties"].fill_null(0).to_numpy().astype(np.float64)

    def within(self, laender: Sequence[str], source: str) -> Cells:
        """The cells of some Länder.

        Raises
        ------
        ModelError
            If there are no cells of one of them.
        """
        known = sorted(set(self.frame["land"]))
        for land in laender:
            if land not in known:
                raise ModelError(f"{source}: has no Land '{land}'; there are {', '.join(known)}")
        inside = self.frame["land"].is_in(list(laender))
        frame = self.frame.filter(inside)
        return replace(self, frame=frame, ln_pairs=self.ln_pairs[inside.to_numpy()])

    def take(self, names: tuple[str, ...]) -> Floats:
        """Columns as a matrix, shape (cells, names)."""
        return self.frame.select(names).to_numpy().astype(np.float64)


def known_places(places: pl.DataFrame, world: str, source: str) -> pl.DataFrame:
    """Places with inhabitants (imputed where unknown) and administrative area.

    Parameters
    ----------
    places : polars.DataFrame
        The columns of `municipalities.parquet`.
    world : str
        That they are of.
    source : str
        How sentences name the data.

    Raises
    ------
    ModelError
        If a place has no inhabitants.
    """
    told = load_places(world).select("id", "population_imputed", "area")
    known = places.drop("population_imputed", "area", strict=False).join(
        told, on="id", how="left", maintain_order="left"
    )
    known = known.with_columns(inhabitants=pl.coalesce("population_imputed", "population"))
    odd = known.filter(~(pl.col("inhabitants") > 0).fill_null(value=False))
    if not odd.is_empty():
        raise ModelError(
            f"{source}: place {odd['id'][0]} has no inhabitants; the masses need those of all"
        )
    return known


def land_cells(places: pl.DataFrame, source: str) -> Cells:
    """Länder by countries abroad.

    Parameters
    ----------
    places : as `known_places` gives them

    Raises
    ------
    ModelError
        If there is no place abroad, or one in an unknown country.
    """
    named = places.with_columns(region=pl.coalesce("land", "country"))
    return _cells("cells of Land x country", named, source, _land_borders)


def region_cells(places: pl.DataFrame, source: str) -> Cells:
    """German regions like NUTS 2 by first-level regions abroad.

    In Germany the first three digits of the official key (DE.091), abroad country and first
    administrative level of GeoNames (FR.27).

    Parameters
    ----------
    places : as `known_places` gives them

    Raises
    ------
    ModelError
        If there is no place abroad, or one in an unknown country.
    """
    german = pl.concat_str(pl.lit("DE."), pl.col("area").str.slice(0, 3))
    abroad = pl.col("area").str.split(".").list.slice(0, 2).list.join(".")
    region = pl.when(pl.col("country") == "DE").then(german).otherwise(abroad)
    named = places.with_columns(region=region).filter(pl.col("region").is_not_null())
    return _cells("cells of German region x region abroad", named, source, _touching)


def _cells(
    of: str,
    places: pl.DataFrame,
    source: str,
    borders: Callable[[pl.DataFrame], pl.DataFrame],
) -> Cells:
    home, away = home_side(places), away_side(places, source)
    pairs = home.join(away, how="cross", suffix="_away")
    points = [pairs.select(f"{axis}{end}" for axis in "xyz").to_numpy() for end in ("", "_away")]
    # two centres may coincide in a world of one's own
    km = np.maximum(great_circle_km(*points), 1.0)
    people = pl.col("inhabitants"), pl.col("inhabitants_away")
    count = pl.col("places"), pl.col("places_away")
    frame = pairs.select(
        "home",
        "away",
        "land",
        "country",
        "eastern_land",
        "eastern_bloc",
        "eu_member",
        "common_language",
        ln_mass_home=people[0].log(),
        ln_mass_away=people[1].log(),
        ln_mean_home=(people[0] / count[0]).log(),
        ln_mean_away=(people[1] / count[1]).log(),
        ln_distance=pl.Series(np.log(km)),
        both_eastern=pl.col("eastern_land") * pl.col("eastern_bloc"),
        occupier=pl.sum_horizontal(
            pl.when(pl.col("power") == zone).then(f"zone_{zone}").otherwise(0.0)
            for zone in POWERS.values()
        ),
    )
    touches = borders(places).with_columns(contiguous=pl.lit(1.0))
    frame = frame.join(touches, on=["home", "away"], how="left", maintain_order="left")
    return Cells(
        of,
        frame.with_columns(pl.col("contiguous").fill_null(0.0)),
        pairs.select(count[0].log() + count[1].log()).to_series().to_numpy(),
        places.select("id", "region"),
    )


def _land_borders(_: pl.DataFrame) -> pl.DataFrame:
    pairs = [(land, country) for land, some in LAND_BORDERS.items() for country in some]
    return pl.DataFrame(pairs, schema={"home": pl.String, "away": pl.String}, orient="row")


def _touching(places: pl.DataFrame) -> pl.DataFrame:
    german = pl.col("country") == "DE"
    return touching(places.filter(german), places.filter(~german))
