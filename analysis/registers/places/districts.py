"""Districts, counties and provinces: names that say they are one go to district agents."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

import polars as pl

from analysis.names.keys import DISTRICT, keys_of, simple_key
from analysis.registers.places.areas import codes_of
from analysis.registers.places.ends import End, Match
from analysis.registers.places.gazetteer import Gazetteer

FORMER = Path(__file__).with_name("former.csv")
CONFIDENCE = 0.95
"""Of a district whose name is found once."""
_KIND = re.compile(
    r"(?:land)?kreis\b|^(?:städte)?region |\bkrs\.?|\blkr\.?|\bpowiat\b|\bprovin[zc]\w*\b|"
    r"\bd[ée]p\w*\.?|\bokres\w*\b|\bcounty\b|\bkomitat\b",
    re.IGNORECASE,
)
_COUNTY = re.compile(r"^\s*grafschaft ", re.IGNORECASE)
_REGION = re.compile(r"\bbezirk|\b(?:region|regierungsbezirk|wojew\w+|oblast|rayon)", re.IGNORECASE)


def is_district(name: str) -> bool:
    """Whether a name says that it is one of a district, a county or a region."""
    return bool(DISTRICT.search(_head(name)))


class Districts:
    """Districts of the frame under their names.

    Parameters
    ----------
    gazetteer : Gazetteer
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    @cached_property
    def _named(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        districts = self._gazetteer.frame.with_row_index().filter(pl.col("level") == "district")
        for row, country, name in districts.select("index", "country", "name").iter_rows():
            found[country, district_key(name)].append(row)
        return found

    @cached_property
    def _in_area(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        districts = self._gazetteer.frame.with_row_index().filter(pl.col("level") == "district")
        for row, country, area in districts.select("index", "country", "area").iter_rows():
            found[country, (area or "").split(".")[-1]].append(row)
        return found

    def find(self, end: End) -> Match:
        """The district that an end names.

        A region above the districts (Bezirk, Region, Wojewodschaft) is found only where the frame
        has a district of its very name.
        """
        country = str(end.country)
        key = district_key(end.name)
        former = self._former(key, end) if country == "DE" else None
        if former is not None:
            return Match(self._gazetteer.ids[former], CONFIDENCE, "former_district")
        rows = self._of_seat(country, key, end)
        codes = codes_of(country, key)
        if len(codes) == 1:  # a department goes by its own name, not by that of its seat
            (code,) = codes
            rows = self._in_area.get((country, code), [])
        if len(rows) == 1 and not _REGION.search(end.name):
            return Match(self._gazetteer.ids[rows[0]], CONFIDENCE, "district")
        ids = tuple(self._gazetteer.ids[row] for row in rows)
        if _REGION.search(end.name):
            return Match(None, 0.0, "region", ids)
        return Match(None, 0.0, "ambiguous" if rows else "unknown", ids)

    def county(self, end: End) -> Match | None:
        """The county that a British end names without saying that it is one: Kent."""
        if end.country != "GB":
            return None
        bare = replace(end, name=_COUNTY.sub("", end.name))
        return self.find(bare) if len(codes_of("GB", keys_of(bare.name).whole)) == 1 else None

    def _former(self, key: str, end: End) -> int | None:
        """Row of the district of which one that was merged is part today."""
        found = [
            code
            for land, code in _merged().get(key, ())
            if end.land in (None, land) and ("DE", code) in self._gazetteer.row_of_code
        ]
        return self._gazetteer.row_of_code["DE", found[0]] if len(found) == 1 else None

    def _of_seat(self, country: str, key: str, end: End) -> list[int]:
        """Districts of that name; abroad they are named after their seats, which have others."""
        gazetteer = self._gazetteer
        rows = list(self._named.get((country, key), []))
        if end.land is not None:
            rows = [row for row in rows if gazetteer.laender[row] == end.land]
        if not rows and country != "DE":
            for other, _ in gazetteer.named(country, key):
                own = gazetteer.keys(other).whole
                rows += self._named.get((country, own), [])
        return list(dict.fromkeys(rows))


@cache
def _merged() -> dict[str, list[tuple[str, str]]]:
    """Land and code of the district of today, by the key of a former one."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    table = pl.read_csv(FORMER, infer_schema=False).select("land", "name", "code")
    for land, name, code in table.iter_rows():
        found[district_key(name)].append((land, code))
    return found


def _head(name: str) -> str:
    """A name without its brackets, but for one that only says that it is a district."""
    return name.replace("(Kreis)", " Kreis ").replace("(Landkreis)", " Kreis ").partition("(")[0]


def district_key(name: str) -> str:
    """Key of a district's name: without Kreis, Powiat and the seat in brackets."""
    return keys_of(_KIND.sub(" ", _head(name))).whole or simple_key(name)
