"""Districts, counties and provinces: names that say they are one go to district agents."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

import polars as pl

from analysis.registers.places.areas import codes_of
from analysis.registers.places.ends import End, Match
from analysis.registers.places.gazetteer import Gazetteer
from analysis.registers.places.keys import DISTRICT, keys_of, simple_key

CONFIDENCE = 0.95
"""Of a district whose name is found once."""
_KIND = re.compile(
    r"(?:land)?kreis\b|^(?:städte)?region |\bkrs\.?|\blkr\.?|\bpowiat\b|\bprovin[zc]\w*\b|"
    r"\bd[ée]p\w*\.?|\bokres\w*\b|\bcounty\b|\bkomitat\b",
    re.IGNORECASE,
)
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


def _head(name: str) -> str:
    """A name without its brackets, but for one that only says that it is a district."""
    return name.replace("(Kreis)", " Kreis ").replace("(Landkreis)", " Kreis ").partition("(")[0]


def district_key(name: str) -> str:
    """Key of a district's name: without Kreis, Powiat and the seat in brackets."""
    return keys_of(_KIND.sub(" ", _head(name))).whole or simple_key(name)
