"""Which German place is asked for: by its id or by its name, as people write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from analysis.matching.mistakes import AmbiguousError, MatchError, shown
from analysis.names import LONGEST, Names, fold
from analysis.names.table import of_other_name
from simulation.past import load_laender
from simulation.places import PLACES
from simulation.world import World

SURE, APART = 0.85, 0.05
"""Likeness (0 to 1) from which a name is taken for a misspelt one, and its lead over others."""
SUGGESTED = 5
LISTED = 8
"""Places that a sentence names at most."""
DOMINANT = 10.0
"""Of namesakes the largest is meant if it has this many times the people of the next one ..."""
TOWN = 20_000
"""... and the next one has fewer than this: no town of middling size, as official statistics count
them, is passed over. So Essen is the city; Frankfurt is asked for."""
HOME = frozenset({"de", "deutschland", "germany", "allemagne"})
DISTRICT = ("landkreis ", "kreis ", "lkr ", "lk ", "district ")
"""How the name of a district begins when it could be taken for a town's."""


@dataclass(frozen=True)
class Asked:
    """The place that is asked for.

    Attributes
    ----------
    row : int
        Of the world.
    note : str or None
        What a reader should know of how the name was read.
    """

    row: int
    note: str | None = None


@dataclass(frozen=True)
class _Searched:
    """German rows of one level and the index of their names."""

    rows: list[int]
    names: Names

    def of(self, found: Iterable[int], lands: frozenset[str] | None, world: World) -> list[int]:
        """Rows of what the index found, of these Länder."""
        rows = sorted({self.rows[place] for place in found})
        return [row for row in rows if lands is None or land_of(world, row) in lands]


def find(text: str, world: World) -> Asked:
    """Find the German place that someone asks for.

    Parameters
    ----------
    text : str
        Id, or name, with its Land behind a comma where several bear it: ``Neustadt, DE-SN``.
        ``Landkreis Rosenheim`` is the district, ``Rosenheim`` the town.
    world : World

    Raises
    ------
    MatchError
        If there is none, it lies abroad, or the name is that of several.
    """
    given = " ".join(text.split())
    if not given or not fold(given):
        raise MatchError("PLACE: is empty; give the name or the id of a German town or district")
    if len(given) > LONGEST:
        raise MatchError(
            f"PLACE: has {len(given):,} signs; give the name or the id of a German town or district"
        )
    if given.isascii() and given.isdigit():
        return Asked(_of_id(int(given), world))
    name, lands = _parted(given)
    towns, districts = _searched(world, districts=False), _searched(world, districts=True)
    key = fold(name)
    prefix = next((word for word in DISTRICT if key.startswith(word)), None)
    if prefix is not None:
        found = _named(key.removeprefix(prefix), lands, districts, world)
        if found:
            return _only(given, name, found, world)
    found = _named(name, lands, towns, world) or _named(name, lands, districts, world)
    if found:
        return _only(given, name, found, world)
    _refuse_missing(name)
    elsewhere = _in_other_languages(name, lands, world)
    if elsewhere:
        return _read_as(given, elsewhere, world)
    _refuse_abroad(name, world)
    return _nearly(name, lands, given, (towns, districts), world)


def land_of(world: World, row: int) -> str:
    """ISO 3166-2 code of a German place."""
    return world.laender[int(world.land[row])]


def described(world: World, row: int) -> str:
    """A German place as a sentence tells it apart: name, Land, inhabitants, id."""
    people = world.frame["population"][row]
    told = "inhabitants not known" if people is None else f"{people:,} inhabitants"
    kind = "district, " if world.is_district[row] else ""
    name = world.frame["name"][row]
    return f"{name} ({kind}{land_of(world, row)}, {told}, id {world.ids[row]})"


def _of_id(identity: int, world: World) -> int:
    row = world.row_of.get(identity)
    if row is None:
        raise MatchError(
            f"PLACE {shown(identity, 20)}: no place of the world '{world.name}' has this id; ids "
            "are those of municipalities.parquet"
        )
    if world.land[row] < 0:
        raise _abroad(row, world)
    return row


def _abroad(row: int, world: World) -> MatchError:
    name, country = world.frame["name"][row], world.frame["country"][row]
    return MatchError(
        f"PLACE {name}: lies in {country}; the law is that by which German places choose, so give "
        "a German town or district"
    )


def _parted(given: str) -> tuple[str, frozenset[str] | None]:
    """Name, and the Länder that stand behind its last comma, if any do."""
    name, comma, tail = given.rpartition(",")
    key = fold(tail)
    if not comma or not fold(name):
        return given, None
    if key in HOME:
        return name, None
    codes = {
        code
        for code, title in load_laender().select("land", "name").iter_rows()
        if key in (fold(code), fold(code.removeprefix("DE-")), fold(title))
    }
    return (name, frozenset(codes)) if codes else (given, None)


@lru_cache(maxsize=4)
def _searched(world: World, *, districts: bool) -> _Searched:
    rows = np.flatnonzero((world.land >= 0) & (world.is_district == districts)).tolist()
    names = world.frame["name"]
    return _Searched(rows, Names([names[row] for row in rows]))


def _named(name: str, lands: frozenset[str] | None, where: _Searched, world: World) -> list[int]:
    """Rows that bear the name, or a longer one that begins so; the largest first."""
    same = where.of(where.names.same(name), lands, world)
    heads = where.of(where.names.of_head(name), lands, world)
    return _largest_first({*same, *heads}, world)


def _largest_first(rows: Iterable[int], world: World) -> list[int]:
    return sorted(rows, key=lambda row: (-world.population[row], row))


def _only(given: str, name: str, rows: list[int], world: World) -> Asked:
    """The one that is meant, with a note of its namesakes; several are told apart.

    It is the only one, the one of exactly this name that is also the largest, or the one that
    dominates: `DOMINANT` times the people of the next, which is no `TOWN`.
    """
    if len(rows) == 1:
        return Asked(rows[0])
    exact = [row for row in rows if fold(world.frame["name"][row]) == fold(name)]
    if exact != rows[:1] and not dominates(*(float(world.population[row]) for row in rows[:2])):
        raise AmbiguousError(
            f"PLACE '{shown(given)}': {len(rows)} places bear this name: {_several(rows, world)}; "
            f"choose {_how(given, rows, world)}",
            tuple((int(world.ids[row]), described(world, row)) for row in rows),
        )
    told = f"'{shown(given)}' is read as {described(world, rows[0])}, the largest of this name"
    return Asked(rows[0], f"{told}; others: {_several(rows[1:], world)}.")


def dominates(largest: float, next_one: float) -> bool:
    """Whether a place is so much larger than the next of its name that it is meant."""
    return largest >= DOMINANT * next_one and next_one < TOWN


def _in_other_languages(name: str, lands: frozenset[str] | None, world: World) -> list[int]:
    """German rows that are so called in another language, or were once; the largest first."""
    rows = (world.row_of.get(identity) for identity in of_other_name(name))
    return _largest_first(
        [
            row
            for row in rows
            if row is not None
            and world.land[row] >= 0
            and (lands is None or land_of(world, row) in lands)
        ],
        world,
    )


def _read_as(given: str, rows: list[int], world: World) -> Asked:
    """The place of another name; of several the dominant one, else they are told apart."""
    found = _only(given, given, rows, world)
    told = f"'{shown(given)}' is read as {described(world, found.row)}."
    return Asked(found.row, found.note or told)


def _several(rows: list[int], world: World) -> str:
    told = "; ".join(described(world, row) for row in rows[:LISTED])
    more = len(rows) - LISTED
    return f"{told}; and {more} more" if more > 0 else told


def _how(given: str, rows: list[int], world: World) -> str:
    """How to name the largest of them: by its Land where that tells it apart, else by its id."""
    lands = [land_of(world, row) for row in rows]
    by_id = f"one by its id, such as {world.ids[rows[0]]}"
    head = shown(_parted(given)[0])
    for row in rows:
        if lands.count(land := land_of(world, row)) == 1:
            return f"one by its Land, '{head}, {land}', or {by_id}"
    return by_id


def _refuse_missing(name: str) -> None:
    """Say so where the place is known but not in the model."""
    missing = pl.read_csv(PLACES.with_name("missing.csv"))
    for called, land, why in missing.select("name", "land", "why").iter_rows():
        if fold(called) == fold(name):
            raise MatchError(
                f"PLACE {called} ({land}): is not among the model's places, because {why}; take a "
                "town nearby"
            )


def _refuse_abroad(name: str, world: World) -> None:
    """Say so where it lies abroad, under its own name or another one."""
    names = world.frame["name"].to_list()
    key = fold(name)
    abroad = [row for row in np.flatnonzero(world.land < 0).tolist() if fold(names[row]) == key]
    if not abroad:
        rows = (world.row_of.get(identity) for identity in of_other_name(name))
        abroad = [row for row in rows if row is not None and world.land[row] < 0]
    if abroad:
        raise _abroad(_largest_first(abroad, world)[0], world)


def _nearly(
    name: str,
    lands: frozenset[str] | None,
    given: str,
    searched: tuple[_Searched, ...],
    world: World,
) -> Asked:
    """The one place of nearly this name."""
    likeness: dict[int, float] = {}
    for where in searched:
        for place, like in where.names.near(name, most=50):
            for row in where.of([place], lands, world):
                likeness[row] = like
    likest = sorted(likeness, key=lambda row: (-likeness[row], -world.population[row], row))
    towns = {fold(world.frame["name"][row]) for row in likest if not world.is_district[row]}
    likest = [
        row
        for row in likest
        if not world.is_district[row] or fold(world.frame["name"][row]) not in towns
    ]
    told = f"PLACE '{shown(given)}': no German town or district of the world '{world.name}'"
    if not likest:
        raise MatchError(f"{told} has this name; look at its spelling, or give its id")
    best = likeness[likest[0]]
    lead = best - (likeness[likest[1]] if len(likest) > 1 else 0.0)
    if best >= SURE and lead >= APART:
        return Asked(likest[0], f"'{shown(given)}' is read as {described(world, likest[0])}.")
    told_of = "; ".join(described(world, row) for row in likest[:SUGGESTED])
    raise MatchError(f"{told} has this name; nearest in spelling: {told_of}")
