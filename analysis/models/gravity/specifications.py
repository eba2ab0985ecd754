"""The gravity models that are fitted: which cells, which terms, which law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.models.gravity.cells import HISTORY, MASSES, MEANS, PAIR

Level = Literal["laender", "regions"]
Law = Literal["poisson", "negative_binomial"]

OF_PAIRS = ("ln_distance", "contiguous", "both_eastern", "occupier")
"""Terms that differ within both a German region and a country: effects of both leave these."""


@dataclass(frozen=True)
class Specification:
    """One table.

    Attributes
    ----------
    name, title : of the table
    level : cells of Länder and countries, or of regions
    law : of the counts
    terms : beside the constant
    per_pair : whether pairs of places are the exposure
    effects : columns of the cells that get an effect for each of their values
    notes : what the terms mean; full sentences
    """

    name: str
    title: str
    level: Level
    law: Law
    terms: tuple[str, ...]
    per_pair: bool = False
    effects: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def estimator(self) -> str:
        """How the law is estimated."""
        if self.law == "negative_binomial":
            return "negative binomial (NB2), maximum likelihood"
        known = " with fixed effects of both sides" if self.effects else ""
        return f"Poisson pseudo maximum likelihood{known}"


SPECIFICATIONS = (
    Specification(
        "poisson",
        "Ties between Länder and countries: Poisson",
        "laender",
        "poisson",
        (*MASSES, *PAIR, *HISTORY),
    ),
    Specification(
        "negative_binomial",
        "Ties between Länder and countries: negative binomial",
        "laender",
        "negative_binomial",
        (*MASSES, *PAIR, *HISTORY),
    ),
    Specification(
        "poisson_per_pair",
        "Ties per pair of places, Länder and countries: Poisson",
        "laender",
        "poisson",
        (*MEANS, *PAIR, *HISTORY),
        per_pair=True,
        notes=(
            "Exposure: the number of pairs of a municipality here and one there; coefficients are "
            "of the rate per pair.",
        ),
    ),
    Specification(
        "poisson_effects",
        "Ties between Länder and countries: Poisson with effects of both",
        "laender",
        "poisson",
        OF_PAIRS,
        effects=("home", "country"),
        notes=(
            "Each Land and each country has an effect of its own, so only what differs between "
            "their pairs is estimated.",
        ),
    ),
    Specification(
        "regions_poisson",
        "Ties between regions: Poisson",
        "regions",
        "poisson",
        (*MASSES, *PAIR, *HISTORY),
    ),
    Specification(
        "regions_negative_binomial",
        "Ties between regions: negative binomial",
        "regions",
        "negative_binomial",
        (*MASSES, *PAIR, *HISTORY),
    ),
    Specification(
        "regions_effects",
        "Ties between regions: Poisson with effects of German regions and countries",
        "regions",
        "poisson",
        ("ln_mass_away", *OF_PAIRS),
        effects=("home", "country"),
        notes=(
            "Each German region and each country has an effect of its own: mass and distance are "
            "those between the regions of one country.",
        ),
    ),
)

REGIONS = (
    "Regions are, in Germany, what the first three digits of the official key name (a "
    "Regierungsbezirk or what was one, else the Land: much like NUTS 2), and abroad the first "
    "administrative level of GeoNames (in France the regions of 2016, in the United Kingdom its "
    "four countries). They touch where seats on both sides lie within 20 km of each other."
)
