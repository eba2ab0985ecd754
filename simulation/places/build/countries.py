"""The partner countries of the frame and how each one's places become municipalities.

``MODEL.md`` asks for the 47 countries with most recorded ties to Germany (98 % of them).
The columns and the rule of population were found by looking: the number of distinct codes was set
beside the official number of municipalities, and the sum of the populations beside the country's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Count = Literal["seat", "together"]


@dataclass(frozen=True)
class CountryRule:
    """How a country is turned into municipalities and districts.

    Attributes
    ----------
    code : str or None
        GeoNames column that tells municipalities apart; None: each place is its own row, merged
        into a larger one within 3 km.
    official : bool
        Whether the code is one that the country's statisticians use (else it only groups).
    count : {"seat", "together"}
        Whose people are counted: the seat's where GeoNames gives it those of the municipality,
        or those of all places of the code where it gives them place by place.
    least : int
        Places below this number of people are left out (people).
    district : str or None
        GeoNames column of the level that pairs with a German Landkreis; None: no districts.
    without : tuple of str
        GeoNames admin1 codes left out: parts of the state that lie elsewhere.
    """

    code: str | None = None
    official: bool = True
    count: Count = "seat"
    least: int = 0
    district: str | None = None
    without: tuple[str, ...] = ()


FAR = 5_000
"""Least size of a place outside Europe (people); MODEL.md, section 4."""

RULES: dict[str, CountryRule] = {
    # Municipality codes. Distinct codes here / municipalities in the country stand behind.
    "AT": CountryRule("admin3", count="together", district="admin2"),  # 1,914 / 2,093
    "BE": CountryRule("admin4", count="seat", district="admin2"),  # 579 / 581
    "BG": CountryRule("admin2", count="together", district="admin1"),  # 243 / 265
    "CH": CountryRule("admin3", count="together", district="admin1"),  # 1,312 / 2,140
    "CZ": CountryRule("admin3", count="together", district="admin2"),  # 2,468 / 6,258
    "DK": CountryRule("admin2", count="together", district="admin1"),  # 99 / 98
    "EE": CountryRule("admin2", count="together", district="admin1"),  # 79 / 79
    "ES": CountryRule("admin3", count="together", district="admin2"),  # 6,805 / 8,131
    "FI": CountryRule("admin3", count="seat", district="admin1"),  # 295 / 309
    "GR": CountryRule("admin3", count="together", district="admin2"),  # 321 / 332
    "HR": CountryRule("admin2", official=False, count="together", district="admin1"),  # 559 / 556
    "IT": CountryRule("admin3", count="together", district="admin2"),  # 7,904 / 7,900
    "LT": CountryRule("admin2", count="together", district="admin1"),  # 60 / 60
    "LV": CountryRule("admin2", count="together", district="admin1"),  # 119 / 119 (till 2021)
    "NL": CountryRule("admin2", count="together", district="admin1"),  # 340 / 342
    "NO": CountryRule("admin2", count="together", district="admin1"),  # 356 / 356
    "PL": CountryRule("admin3", count="together", district="admin2"),  # 2,313 / 2,477
    "PT": CountryRule("admin2", count="together", district="admin1"),  # 302 / 308
    "RO": CountryRule("admin2", count="seat", district="admin1"),  # 3,179 / 3,181
    "RS": CountryRule("admin3", count="together", district="admin2"),  # 162 / 174
    "SE": CountryRule("admin2", count="together", district="admin1"),  # 290 / 290
    "SI": CountryRule("admin1", official=False, count="together"),  # 212 / 212
    "SK": CountryRule("admin3", count="together", district="admin1"),  # 201 / 2,927
    # Europe without a usable code.
    "BA": CountryRule(district="admin1"),
    "BY": CountryRule(district="admin1"),
    "GB": CountryRule(district="admin2", without=("05",)),  # the bases on Cyprus
    "HU": CountryRule(district="admin1"),
    "IE": CountryRule(district="admin2"),
    "LU": CountryRule(district="admin1"),
    "UA": CountryRule(district="admin1"),
    # Large or far: places of 5,000 people and more.
    "BF": CountryRule(least=FAR),
    "BR": CountryRule(least=FAR),
    "CA": CountryRule(least=FAR),
    "CN": CountryRule(least=FAR, district="admin1"),
    "IL": CountryRule(least=FAR, district="admin1"),
    "IN": CountryRule(least=FAR),
    "JP": CountryRule(least=FAR, district="admin1"),
    "ML": CountryRule(least=FAR),
    "NI": CountryRule(least=FAR),
    "PS": CountryRule(least=FAR),
    "RU": CountryRule(least=FAR, district="admin1"),
    "RW": CountryRule(least=FAR),
    "TN": CountryRule(least=FAR),
    "TR": CountryRule(least=FAR, district="admin1"),
    "TZ": CountryRule(least=FAR),
    "US": CountryRule(least=FAR, district="admin2"),
}
"""All partner countries but France, which has a list of communes of its own."""

FRANCE = CountryRule("admin4", count="seat", district="admin2")


def area_columns(rule: CountryRule) -> tuple[str, ...]:
    """GeoNames columns that, after the country, name the area a place of this country is in."""
    return ("admin1",) if rule.district in (None, "admin1") else ("admin1", "admin2")
