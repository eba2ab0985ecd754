"""Which places are spas by their name: one pattern a language, kept to what was checked by hand.

A spa is a place whose mineral, thermal or mud cure is or was known. Patterns that erred too often
are left out: Baños (ES; three of eight), -fürdő (HU; its one hit is a factory town), Springs
(US), Lázeň and Bagno without more.
"""

from __future__ import annotations

import polars as pl

GERMAN = r"^Bad |^Baden$|^Baden-Baden$|^(?:Seeheil|Heil|Thermal)bad "
PATTERNS: dict[str, str] = {
    "AT": GERMAN,
    "BE": r"^Chaudfontaine$",
    "BG": r"Ban(?:ya|i|ite)$",
    "BR": r"\bCaldas\b|^Águas de ",
    "CH": GERMAN + r"|-les-Bains$|^Leukerbad$",
    "CZ": r"\bLázně\b|^Teplice$",
    "DE": GERMAN + r"|^(?:Badenweiler|Schlangenbad|Wiesbaden)$",
    "ES": r"-Balneario$|^Cald[ae]s |^Alhama de ",
    "FR": r"-les-(?:Bains|Thermes|Eaux)(?:-|$)|^Bagnères-|^Bagnoles ",
    "GB": r" (?:Spa|Wells)$",
    "GR": r"^Loutr",
    "HR": r"Toplice$",
    "IT": r"[ -]Terme\b|\b[Bb]agni$|^Bagni di | in Bagno$",
    "LU": r"-les-Bains$",
    "PL": r"[ -]Zdrój$",
    "PT": r"^Caldas ",
    "RO": r"^Băile |[ -]Băi$",
    "RS": r" Banja$",
    "SI": r"Toplice$|^Rogaška Slatina$",
    "SK": r"Teplice$",
    "US": r"\bHot Springs\b| Spa$",
}

NOT_A_SPA: dict[str, tuple[str, ...]] = {
    # Bathing places by the sea, and names from other waters.
    "FR": (
        "Andernos-les-Bains",
        "Arromanches-les-Bains",
        "Bonneuil-les-Eaux",
        "Donville-les-Bains",
        "La Brée-les-Bains",
        "Le Revest-les-Eaux",
        "Mers-les-Bains",
        "Saint-Trojan-les-Bains",
        "Vieux-Boucau-les-Bains",
    ),
    "IT": ("Canicattini Bagni",),
    "US": ("Hot Springs Village",),
}
"""Hits of a pattern that were found wrong when all hits were read."""

GREAT_SPA_TOWNS: dict[str, tuple[str, ...]] = {
    "AT": ("Baden",),
    "BE": ("Spa",),
    "CZ": ("Františkovy Lázně", "Karlovy Vary", "Mariánské Lázně"),
    "DE": ("Bad Ems", "Bad Kissingen", "Baden-Baden"),
    "FR": ("Vichy",),
    "GB": ("Bath",),
    "IT": ("Montecatini-Terme",),
}
"""The eleven Great Spa Towns of Europe, UNESCO World Heritage List no. 1613 (2021)."""


def is_spa() -> pl.Expr:
    """Whether a place with ``country`` and ``name`` is a spa."""
    found = pl.lit(value=False)
    for country, pattern in PATTERNS.items():
        here = (pl.col("country") == country) & pl.col("name").str.contains(pattern)
        found = found | (here & ~pl.col("name").is_in(NOT_A_SPA.get(country, ())))
    return found | is_listed(GREAT_SPA_TOWNS)


def is_listed(places: dict[str, tuple[str, ...]]) -> pl.Expr:
    """Whether a place is named under its country."""
    found = pl.lit(value=False)
    for country, names in places.items():
        found = found | ((pl.col("country") == country) & pl.col("name").is_in(names))
    return found
