"""What the Wikidata query service is asked: first which places have a twinning, then which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.registers.errors import RegisterError

COUNTRY = re.compile(r"^[A-Z]{2}$")
ENTITY = re.compile(r"^Q[1-9]\d{0,11}$")

_ITEMS = """SELECT DISTINCT ?item WHERE {
  ?country wdt:P297 "%s" .
  ?item wdt:P17 ?country ; p:P190 [] .
}"""

_TIES = """SELECT ?statement ?item ?itemLabel ?itemCountry ?itemCoord ?itemGeonames ?itemCode
       ?partner ?partnerLabel ?partnerCountry ?partnerCoord ?partnerGeonames ?partnerCode
       ?start ?end WHERE {
  VALUES ?item { %s }
  ?item p:P190 ?statement .
  ?statement ps:P190 ?partner ; wikibase:rank ?rank .
  FILTER(?rank != wikibase:DeprecatedRank)
  OPTIONAL { ?statement pq:P580 ?start . }
  OPTIONAL { ?statement pq:P582 ?end . }
  OPTIONAL { ?item wdt:P17/wdt:P297 ?itemCountry . }
  OPTIONAL { ?item wdt:P625 ?itemCoord . }
  OPTIONAL { ?item wdt:P1566 ?itemGeonames . }
  OPTIONAL { ?item wdt:P439|wdt:P440|wdt:P374 ?itemCode . }
  OPTIONAL { ?partner wdt:P17/wdt:P297 ?partnerCountry . }
  OPTIONAL { ?partner wdt:P625 ?partnerCoord . }
  OPTIONAL { ?partner wdt:P1566 ?partnerGeonames . }
  OPTIONAL { ?partner wdt:P439|wdt:P440|wdt:P374 ?partnerCode . }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "de,en,mul,fr,pl,it,cs" . }
}"""
"""P190 twinned body, P580 start, P582 end, P17 country, P297 its ISO code, P625 coordinates,
P1566 GeoNames id; official codes: P439 German municipality, P440 German district, P374 French
commune."""


def items_query(country: str) -> str:
    """Places of a country that are twinned.

    Raises
    ------
    RegisterError
        If the country is no ISO code.
    """
    if not COUNTRY.match(country):
        raise RegisterError(
            f"--country '{country[:20]!s}': expected an ISO 3166-1 code of two capital letters "
            "such as DE"
        )
    return _ITEMS % country


def ties_query(items: Sequence[str]) -> str:
    """Twinnings of some places, which are given by their numbers (Q64)."""
    return _TIES % " ".join(f"wd:{item}" for item in items if ENTITY.match(item))
