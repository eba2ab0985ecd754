"""What speaks for a place: its name, its size, its position, the region that is named with it.

Each is a likelihood ratio; their product is a candidate's weight. Confidence is the weight's share
of all candidates' and of `NONE`, the weight of the place not being in the frame. The numbers were
set by hand while looking at registered ties whose places are known; README.md says how often
what they lead to is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from analysis.names.keys import Keys, simple_key
from analysis.names.table import CORE, OTHER, OWN, WITHIN
from analysis.registers.places.areas import in_area, is_area
from analysis.registers.places.ends import End
from analysis.registers.places.gazetteer import Gazetteer

NONE = 0.02
"""Weight of the place not being in the frame."""
NAME = {OWN: 1.0, OTHER: 0.5, CORE: 0.12, WITHIN: 0.1}
"""Weight of a name that is found as it stands, by its kind."""
FULL = 2.0
"""Of a name that is found with all that stands in brackets or after a slash."""
CORES = 0.3
"""Of all names together that a river or a region follows, where none is told: there are dozens of
Saint-Étienne-de-Something beside Saint-Étienne."""
SHORTENED = 0.5
"""Of a name that is found when its river or region is left out."""
FURTHER = 0.05
"""Of a further name alone: the second of two languages, or one in brackets. It counts as named
beside the place as well."""
SAME_RIVER, NO_RIVER, OTHER_RIVER = 6.0, 0.7, 0.03
"""Where a river or a region is named: of a name with the same one, with none, with another."""
HALF = 0.15
"""Of the first half of a double name, where the whole is not found."""
SPELLING, SPELLING_SLOPE = 0.35, 28.0
"""Of a name that is spelt alike, falling with each percent of letters that differ."""
WRONG_POINT = 0.3
"""Share of coordinates that lie anywhere."""
POINT, POINT_KM = 40.0, 8.0
"""How much likelier a place at the point is than one anywhere in its country, and the distance
(km) over which that falls to a third."""
BESIDE, BESIDE_KM = 6.0, 45.0
"""Weight and distance (km) of a place or region that is named with the place and lies there."""
IN_AREA, NOT_IN_AREA = 20.0, 0.2
"""Weight of a place that lies, or does not lie, in a region that is named with it."""
LAND = 0.0005
"""Weight of a German place in another Land than the one that is told."""


def spelling(likeness: float) -> float:
    """Weight of a likeness of spelling (0-1)."""
    return SPELLING * math.exp(-SPELLING_SLOPE * (1 - likeness))


def size(people: float) -> float:
    """Weight of a size: of two namesakes the larger one is the likelier partner."""
    return min(max(math.sqrt((people + 1_000) / 10_000), 0.3), 8.0)


def position(gazetteer: Gazetteer, row: int, end: End) -> float:
    """Weight of a place's distance from the point that is told."""
    if end.lat is None or end.lon is None:
        return 1.0
    km = gazetteer.km(row, end.lat, end.lon)
    return WRONG_POINT + (1 - WRONG_POINT) * POINT * math.exp(-km / POINT_KM)


def land(gazetteer: Gazetteer, row: int, end: End) -> float:
    """Weight of the Land."""
    return 1.0 if end.land is None or gazetteer.laender[row] == end.land else LAND


def river(told: Keys, own: Keys) -> float:
    """Weight of what both names say after their core: Frankfurt am Main is not on the Oder."""
    if not told.more:
        return 1.0
    if not own.more:
        return NO_RIVER
    agree = any(alike(one, two) for one in told.more for two in own.more)
    return SAME_RIVER if agree else OTHER_RIVER


def alike(one: str, two: str) -> bool:
    """Whether one word is, or shortens, the other: opf and oberpfalz."""
    short, long = sorted((one, two), key=len)
    if short[:1] != long[:1]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def beside(gazetteer: Gazetteer, row: int, country: str, told: Keys) -> float:
    """Weight of a neighbour or region that is named in brackets or after `bei`."""
    hints = [hint for hint in (*told.more, *told.others) if len(hint) > 1]
    known = False
    for hint in dict.fromkeys(hints):
        if is_area(country, hint):
            known = True
            if in_area(country, hint, gazetteer.areas[row]):
                return IN_AREA
        places = [near for near, kind in gazetteer.named(country, hint) if kind in (OWN, OTHER)]
        if any(near == row or gazetteer.km_between(row, near) <= BESIDE_KM for near in places):
            return BESIDE
    return NOT_IN_AREA if known else 1.0


def named_rows(
    gazetteer: Gazetteer, country: str, told: Keys
) -> Iterable[tuple[int, int, float, str]]:
    """Rows whose name is found as it stands: row, kind, weight of the name, how it was found."""
    words = {OWN: "name", OTHER: "other_name", CORE: "shortened", WITHIN: "within"}
    found = gazetteer.named(country, told.whole)
    longer = sum(kind == CORE for _, kind in found)
    for row, kind in found:
        share = min(NAME[CORE], CORES / longer) if kind == CORE else NAME[kind]
        yield row, kind, share, words[kind]
    if told.full:
        for row, kind in gazetteer.named(country, told.full):
            if kind in (OWN, OTHER):
                yield row, kind, FULL * NAME[kind], words[kind]
    if told.core != told.whole:
        for row, kind in gazetteer.named(country, told.core):
            if kind == CORE:  # both have more to say: frankfurt (oder), frankfurt am main
                yield row, kind, SHORTENED, "shortened"
            else:
                yield row, kind, NAME[kind] * SHORTENED, "shortened"
    for key in told.others:
        for row, kind in gazetteer.named(country, key):
            if kind in (OWN, OTHER):
                yield row, kind, NAME[kind] * FURTHER, "other_name"
    if told.half:
        for row, kind in gazetteer.named(country, told.half):
            if kind == OWN:
                yield row, kind, HALF, "shortened"


def spelt(
    gazetteer: Gazetteer, country: str, found: Iterable[tuple[str, float]]
) -> Iterable[tuple[int, int, float, str]]:
    """Rows whose name is spelt alike, in the form of `named_rows`."""
    for key, likeness in found:
        for row, kind in gazetteer.named(country, key):
            yield row, kind, NAME[kind] * spelling(likeness), "spelling"


def sure_name(name: str) -> bool:
    """Whether a text can be a name at all: it has letters."""
    return len(simple_key(name)) > 1
