"""Cells as values: years, degrees, countries, Länder, forms and names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import polars as pl

from analysis.names.keys import simple_key
from simulation.past import load_laender

COUNTRIES = Path(__file__).with_name("countries.csv")
YEARS = (1800, 2100)
"""Years that a tie can be of."""
FORMS = {
    "p": "partnership",
    "f": "friendship",
    "k": "contact",
    "partnership": "partnership",
    "partnerschaft": "partnership",
    "friendship": "friendship",
    "freundschaft": "friendship",
    "contact": "contact",
    "kontakt": "contact",
}
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|2100)(?!\d)")
_POINT = re.compile(
    r"^point\(\s*(-?[\d.]+(?:e-?\d+)?)\s+(-?[\d.]+(?:e-?\d+)?)\s*\)$", re.IGNORECASE
)
_ENTITY = re.compile(r"Q[1-9]\d{0,11}$")
_FORMULA = re.compile(r"^\s*[=+@]|^\s*-(?!\s?\w)")
_MARKUP = re.compile(r"[<>]")


@cache
def _countries() -> dict[str, str]:
    table = pl.read_csv(COUNTRIES, null_values=[""], infer_schema=False)
    found = {simple_key(name): code for code, name in table.iter_rows()}
    return found | {code.lower(): code for code in table["country"].to_list()}


@cache
def _laender() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, name in load_laender().select("land", "name").iter_rows():
        found |= {simple_key(name): code, code.lower(): code, code[3:].lower(): code}
    return found


def country_of(text: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country by its code or its name in German or English.

    A code that is not in the table stays as it is: its places are not in the frame.
    """
    plain = text.strip()
    found = _countries().get(simple_key(plain)) or _countries().get(plain.lower())
    if found is None and re.fullmatch(r"[A-Z]{2}", plain):
        return plain
    return found


def land_of(text: str) -> str | None:
    """ISO 3166-2 of a Land by its code or its name."""
    return _laender().get(simple_key(text)) or _laender().get(text.strip().lower())


def year_of(text: str) -> int | None:
    """The first year in a text, None where there is none."""
    hit = _YEAR.search(text)
    return int(hit[1]) if hit else None


def form_of(text: str) -> str | None:
    """The form that a word or a letter means, None for any other."""
    return FORMS.get(text.strip().casefold())


def point_of(lat: str, lon: str) -> tuple[float | None, float | None]:
    """Degrees of two cells; none where they are no point on Earth or the origin of the map."""
    try:
        north, east = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    except ValueError:
        return None, None
    if not (-90 <= north <= 90 and -180 <= east <= 180) or (north == 0 and east == 0):
        return None, None
    return north, east


def wkt_point(text: str) -> tuple[float | None, float | None]:
    """Degrees of ``Point(LON LAT)``."""
    hit = _POINT.match(text.strip())
    return point_of(hit[2], hit[1]) if hit else (None, None)


def entity_of(text: str) -> str | None:
    """The number of a Wikidata entity (Q64) at the end of its address."""
    hit = _ENTITY.search(text.strip())
    return hit[0] if hit else None


def name_of(text: str) -> str:
    """A name without signs that are not printed, at most 200 long."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text[:400])
    return unicodedata.normalize("NFC", " ".join(seen.split()))[:200]


def is_no_name(name: str) -> bool:
    """Whether a text is a formula or carries markup, so that no place is looked for."""
    return bool(_FORMULA.search(name) or _MARKUP.search(name))
