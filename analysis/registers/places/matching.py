"""Finding the places that a register names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from analysis.names.keys import Keys, keys_of
from analysis.registers.places import evidence
from analysis.registers.places.districts import Districts, is_district
from analysis.registers.places.ends import End, How, Match
from analysis.registers.places.gazetteer import Gazetteer
from simulation.places import load_boroughs

ENOUGH = 0.8
"""Confidence from which a place is taken."""
CLEAR = 0.05
"""Weight of a place of the very name below which names that are spelt alike are looked at too."""
SURE = 0.99
"""Confidence of a place that is found by an identifier."""
SHOWN = 3
"""Likeliest places that a match tells."""

Candidates = dict[int, tuple[float, str]]
"""Weight of each row, and how it was found."""


class Matcher:
    """Finds places by identifiers, else by names and what supports them.

    Parameters
    ----------
    gazetteer : Gazetteer
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._districts = Districts(gazetteer)

    def match(self, ends: Sequence[End]) -> list[Match]:
        """The match of each end, in their order; equal ends are looked for once."""
        found: dict[End, Match] = {}
        open_ends: dict[str, list[End]] = {}
        for end in dict.fromkeys(ends):
            known = self._plainly(end)
            if known is None:
                open_ends.setdefault(str(end.country), []).append(end)
            else:
                found[end] = known
        for country, some in sorted(open_ends.items()):
            found |= zip(some, self._by_name(country, some), strict=True)
        return [found[end] for end in ends]

    def _plainly(self, end: End) -> Match | None:
        """What needs no comparison of names; None where it does."""
        gazetteer = self._gazetteer
        for how, rows in (
            ("id", [gazetteer.row_of.get(identity, -1) for identity in end.ids]),
            ("code", [gazetteer.row_of_code.get((str(end.country), c), -1) for c in end.codes]),
        ):
            here = {row for row in rows if row >= 0 and self._fits(row, end)}
            if len(here) == 1:
                return Match(gazetteer.ids[here.pop()], SURE, _how(how))
        if not evidence.sure_name(end.name):
            return Match(None, 0.0, "no_name")
        if end.country is None:
            return Match(None, 0.0, "no_country")
        if end.country not in gazetteer.known:
            return Match(None, 0.0, "not_in_world")
        city = self._cities.get(end.land) if end.country == "DE" else None
        if city is not None:
            return Match(gazetteer.ids[city], SURE, "city")
        if is_district(end.name) and not self._is_borough(end):
            return self._districts.find(end)
        return self._districts.county(end)

    def _fits(self, row: int, end: End) -> bool:
        return end.country is None or self._gazetteer.countries[row] == end.country

    @cached_property
    def _cities(self) -> dict[str | None, int]:
        """Row of the one city of a Land that is a city: its boroughs belong to it."""
        pairs = (("DE-BE", "11000000"), ("DE-HH", "02000000"))
        rows = ((land, self._gazetteer.row_of_code.get(("DE", code))) for land, code in pairs)
        return {land: row for land, row in rows if row is not None}

    def _is_borough(self, end: End) -> bool:
        """Whether a name is that of a borough of a city whose boroughs twin on their own."""
        if end.country != "DE":
            return False
        key = keys_of(end.name.partition("(")[0]).whole
        codes = (self._gazetteer.row_of_code.get(("DE", code)) for code in load_boroughs())
        return any(row is not None and self._gazetteer.keys(row).whole == key for row in codes)

    def _by_name(self, country: str, ends: Sequence[End]) -> list[Match]:
        gazetteer = self._gazetteer
        told = [keys_of(end.name) for end in ends]
        found = [
            self._weighed(end, keys, evidence.named_rows(gazetteer, country, keys))
            for end, keys in zip(ends, told, strict=True)
        ]
        unclear = [k for k, some in enumerate(found) if not _clear(some)]
        spelt = gazetteer.alike(country, [told[k].whole for k in unclear])
        for k, names in zip(unclear, spelt, strict=True):
            rows = evidence.spelt(gazetteer, country, names)
            for row, (weight, how) in self._weighed(ends[k], told[k], rows).items():
                if weight > found[k].get(row, (0.0, ""))[0]:
                    found[k][row] = (weight, how)
        return [self._decided(candidates) for candidates in found]

    def _weighed(
        self, end: End, told: Keys, rows: Iterable[tuple[int, int, float, str]]
    ) -> Candidates:
        """Weights of candidate rows by all that is known of them."""
        gazetteer = self._gazetteer
        best: Candidates = {}
        for row, _kind, weight, how in rows:
            weight *= evidence.river(told, gazetteer.keys(row))
            if weight > best.get(row, (0.0, ""))[0]:
                best[row] = (weight, how)
        return {
            row: (
                weight
                * evidence.size(gazetteer.size[row])
                * evidence.position(gazetteer, row, end)
                * evidence.land(gazetteer, row, end)
                * evidence.beside(gazetteer, row, str(end.country), told),
                how,
            )
            for row, (weight, how) in best.items()
        }

    def _decided(self, candidates: Candidates) -> Match:
        """The likeliest place, if it is likely enough."""
        order = sorted(candidates, key=lambda row: (-candidates[row][0], row))
        whole = evidence.NONE + sum(weight for weight, _ in candidates.values())
        nearest = tuple(self._gazetteer.ids[row] for row in order[:SHOWN])
        if not order:
            return Match(None, 0.0, "unknown")
        weight, how = candidates[order[0]]
        confidence = round(weight / whole, 3)
        if confidence >= ENOUGH:
            return Match(nearest[0], confidence, _how(how), nearest)
        several = len(order) > 1 and candidates[order[1]][0] > evidence.NONE
        return Match(None, confidence, "ambiguous" if several else "unknown", nearest)


def _clear(candidates: Candidates) -> bool:
    """Whether a place bears the very name; then none that is only spelt alike is looked for."""
    names = (weight for weight, how in candidates.values() if how in ("name", "other_name"))
    return max(names, default=0.0) >= CLEAR


def _how(word: str) -> How:
    """A word of `How`, as the type that it is."""
    known: dict[str, How] = {
        "id": "id",
        "code": "code",
        "name": "name",
        "other_name": "other_name",
        "shortened": "shortened",
        "within": "within",
        "spelling": "spelling",
    }
    return known[word]
