"""The sidecar ``traits.json``: the rules, how often they err, what they miss."""

from __future__ import annotations

from typing import Any

import polars as pl

from simulation.places.build.traits.coast import COAST
from simulation.places.build.traits.spas import NOT_A_SPA, PATTERNS, is_spa
from simulation.places.traits import TRAITS

RULES = {
    "seat": "GeoNames feature codes PPLC, PPLA and PPLG; one place a first-order division (the "
    "Land in Germany), the first by rank and people. In LV and SI, whose divisions are "
    "municipalities, the capital alone.",
    "centre": "First place of its district by GeoNames rank, then people. German places must bear "
    "rank 3 or above, or be a district of their own.",
    "port": "Seat within 5 km of the coastline of Natural Earth, or in river_ports.csv. Lakes and "
    "the Great Lakes are no sea; the Caspian is. A seaside village counts as well as a harbour. "
    "Against the coast at 1:50 million the same towns lie up to 17 km off, so 1:10 million is "
    "used; at 3 km Emden, Greifswald and Turku would be missed, at 10 km Pisa is on the sea.",
    "spa": "The name has the form that its language gives to spas (spas.py), all hits read by "
    "hand; or one of the eleven Great Spa Towns of Europe (UNESCO World Heritage List, no. 1613, "
    "2021).",
}
PRECISION = {
    "seat": "Germany: the sixteen capitals of the Länder and no other place (a test).",
    "centre": "Germany: of 400 districts 32 have no centre, all ruled from a town outside them "
    "(Landkreis Karlsruhe from Karlsruhe); the 41 centres below 15,000 people were read and are "
    "district towns. Arnsberg stands for Meschede. Abroad the rule was not checked place by place.",
    "port": "Of 60 places drawn at random (own_judgement, from maps known to the authors) 45 lie "
    "on the sea, a lagoon open to it or a tidal river, 13 close to it without a shore of their "
    "own, 2 at no sea (Almeirim on the lower Amazon, São Lourenço do Sul on a lagoon). So it "
    "says 'by the sea' rather than 'with a harbour'.",
    "spa_title": "Germany: the word Bad may be added to a name only where the Land has recognised "
    "a spa (Bavaria: BayAnerkV § 16 (1)), so the prefix can only be out of date: "
    "some keep it without cures today (Bad Kleinen).",
    "spa_other": "own_judgement: each hit was read, and kept where a mineral, thermal or mud cure "
    "is or was known. In France -les-Bains may mean sea bathing (de.wikipedia.org, 'Bad "
    "(Kurort)'), which explains most of the hits that were taken out (not_a_spa).",
}
LOST = [
    "Spas without such a name (Badenweiler and Wiesbaden apart): Aachen, Luhačovice, "
    "Ciechocinek, Harrogate, Hévíz. In Germany alone the associations of spas count more than 350 "
    "recognised places, seaside and climatic resorts included; the rule finds some 140.",
    "No pattern for Baños (ES: three of eight were spas), -fürdő (HU: one hit, a factory town), "
    "Springs (US), and for DK, FI, IN, JP, LT, LV, NL, NO, RU, SE, TN, TR, UA.",
    "Wine: no column. Names carry it badly (own_judgement): of the 22 German names with Wein, "
    "Winzer, Wingert, Mosel or Bergstraße 7 lie in no wine region (Roßwein, Reitwein, Weinbach, "
    "Winzer ...), French vign- is mostly no vine but the ending of Savigny and Juvigny, and names "
    "that hold a wine region (Monferrato, Médoc) are right but leave out nearly all.",
    "Ports of inland ships. Sea ports up a river outside Europe beyond the best known.",
    "Names abroad are the main names of GeoNames, English for large cities.",
]


def describe(
    table: pl.DataFrame, places: pl.DataFrame, inputs: dict[str, str], output: str
) -> dict[str, Any]:
    """Return the sidecar as a dictionary in a fixed order.

    Parameters
    ----------
    table : polars.DataFrame
        The traits.
    places : polars.DataFrame
        The frame they belong to.
    inputs : dict of str to str
        SHA-256 of each file that was read.
    output : str
        SHA-256 of the Parquet file.
    """
    here = table.join(places.select("id", "country"), on="id")
    german = here.filter(pl.col("country") == "DE")
    return {
        "title": "Traits of municipalities: role and nature",
        "producer": "jumelage, python -m simulation.places.build",
        "source": f"places.parquet beside this file; {COAST.source} (npm {COAST.name}@"
        f"{COAST.version}, {COAST.member}, {COAST.producer}); river_ports.csv",
        "date": f"places of 2023-03, coastline of {COAST.date}",
        "licence": "CC BY 4.0; contains data of GeoNames (CC BY 4.0) and Natural Earth (public "
        "domain; world-atlas: ISC, © Michael Bostock)",
        "attribution": "Made with Natural Earth",
        "done": RULES,
        "precision": PRECISION,
        "lost": LOST,
        "not_a_spa": NOT_A_SPA,
        "spas_by_country": _spas(places),
        "rows": table.height,
        "places_with": {trait: int(table[trait].sum()) for trait in TRAITS},
        "german_places_with": {trait: int(german[trait].sum()) for trait in TRAITS},
        "inputs": inputs,
        "sha256": output,
    }


def _spas(places: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Places that the pattern of each country found, and those that were kept or added."""
    towns = places.filter(pl.col("level") == "municipality")
    found = {
        country: towns.filter(
            pl.col("country") == country, pl.col("name").str.contains(pattern)
        ).height
        for country, pattern in PATTERNS.items()
    }
    kept = dict(towns.filter(is_spa()).group_by("country").len().iter_rows())
    return {
        country: {"found": number, "kept_or_added": kept.get(country, 0)}
        for country, number in found.items()
    }
