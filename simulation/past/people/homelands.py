"""Homelands: where the people came from whose places of origin western towns sponsored."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from simulation.past.groups import load_groups
from simulation.past.reading import in_area, read_rows, system_sources
from simulation.past.states.countries import load_laender
from simulation.past.words import FOLDER, ZONES, PastError, one_of

KINDS = ("published", "share", "own")

HOMELAND_COLUMNS: dict[str, type[pl.DataType]] = {
    "region": pl.String,
    "name": pl.String,
    "members": pl.String,
    "source": pl.String,
}
ORIGIN_COLUMNS: dict[str, type[pl.DataType]] = {
    "land": pl.String,
    "zone": pl.String,
    "region": pl.String,
    "thousands": pl.Float64,
    "kind": pl.String,
    "source": pl.String,
}


@dataclass(frozen=True, slots=True)
class Homeland:
    """A region that people had left.

    Attributes
    ----------
    region, name
        Slug such as ``silesia``, and one line.
    members
        Prefixes of the column ``area`` of the frame (`simulation.past.reading.in_area`). Regions
        are disjoint; one may lie in several countries.
    sources
        Keys of `simulation.past.reading.system_sources`.
    """

    region: str
    name: str
    members: tuple[str, ...]
    sources: tuple[str, ...]

    def holds(self, area: str) -> bool:
        """Whether an area of the frame belongs to the region."""
        return any(in_area(area, prefix) for prefix in self.members)


def homelands_of(areas: Iterable[str], homelands: tuple[Homeland, ...]) -> dict[str, int]:
    """Place among the homelands of the one that holds each area; areas of none are left out.

    The same as asking `Homeland.holds` of each for each area, which is a million questions.
    """
    place = {prefix: at for at, homeland in enumerate(homelands) for prefix in homeland.members}
    found: dict[str, int] = {}
    for area in areas:
        known = [place[prefix] for prefix in _prefixes(area) if prefix in place]
        if known:  # at most one: regions are disjoint
            found[area] = known[0]
    return found


def _prefixes(area: str) -> list[str]:
    """Every prefix under which an area lies (`simulation.past.reading.in_area`)."""
    if area[:1].isdigit():
        return [area[:end] for end in range(1, len(area) + 1)]
    codes = area.split(".")
    return [".".join(codes[:end]) for end in range(1, len(codes) + 1)]


@dataclass(frozen=True, slots=True)
class Origin:
    """People from one region in one Land, 1950.

    Attributes
    ----------
    land, zone
        ISO 3166-2 code and occupation zone; DE-BW has an American and a French part.
    region
        A `Homeland`.
    thousands
        Thousand people, 13 September 1950: the weight of the region in this part of Germany.
    kind
        ``published``, ``share`` (published share of a published total) or ``own`` (the project's
        reading, rounded).
    sources
        Keys of `simulation.past.reading.system_sources`.
    """

    land: str
    zone: str
    region: str
    thousands: float
    kind: str
    sources: tuple[str, ...]


@cache
def load_homelands(path: Path = FOLDER / "people" / "homelands.csv") -> tuple[Homeland, ...]:
    """Read the regions.

    Parameters
    ----------
    path
        The file; ``members`` are prefixes joined by ``+``.

    Returns
    -------
    tuple of Homeland
        In the order of the file.

    Raises
    ------
    PastError
        If a cell is wrong, a region is doubled, or two regions overlap.
    """
    file, countries = path.name, load_groups().countries
    eastern = tuple(load_laender().filter(pl.col("east") == 1)["ags"])
    found: list[Homeland] = []
    for where, row in read_rows(path, HOMELAND_COLUMNS, system_sources()):
        if not row["region"] or any(h.region == row["region"] for h in found):
            raise PastError(f"{file}: region {row['region']!r} must stand in exactly one row.")
        members = tuple((row["members"] or "").split("+"))
        for prefix in members:
            if prefix not in eastern and prefix.split(".")[0] not in countries:
                raise PastError(
                    f"{file}: members in {where} names {prefix!r}, but must name areas such as "
                    "PL.72 or the key of an eastern Land such as 12."
                )
        found.append(Homeland(row["region"], row["name"], members, tuple(row["source"].split("+"))))
    _check_disjoint(found, file)
    return tuple(found)


def _check_disjoint(homelands: list[Homeland], file: str) -> None:
    owned = [(prefix, h.region) for h in homelands for prefix in h.members]
    for i, (one, first) in enumerate(owned):
        for other, second in owned[i + 1 :]:
            if in_area(one, other) or in_area(other, one):
                raise PastError(
                    f"{file}: members of {second} hold {other}, but {first} holds {one} already."
                )


@cache
def load_origins(path: Path = FOLDER / "people" / "origins.csv") -> tuple[Origin, ...]:
    """Read who came from where into which Land.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of Origin
        In the order of the file, one row a Land, zone and region.

    Raises
    ------
    PastError
        If a cell is wrong or a row is doubled.
    """
    file, laender = path.name, tuple(load_laender()["land"])
    regions = tuple(homeland.region for homeland in load_homelands())
    found: list[Origin] = []
    for where, row in read_rows(path, ORIGIN_COLUMNS, system_sources()):
        if row["thousands"] is None or row["thousands"] <= 0:
            raise PastError(
                f"{file}: thousands in {where} is {row['thousands']!r}, but must be above 0."
            )
        origin = Origin(
            land=one_of(row["land"], laender, file, f"land in {where}"),
            zone=one_of(row["zone"], ZONES, file, f"zone in {where}"),
            region=one_of(row["region"], regions, file, f"region in {where}"),
            thousands=row["thousands"],
            kind=one_of(row["kind"], KINDS, file, f"kind in {where}"),
            sources=tuple(row["source"].split("+")),
        )
        key = (origin.land, origin.zone, origin.region)
        if key in [(o.land, o.zone, o.region) for o in found]:
            raise PastError(f"{file}: {', '.join(key)} stands in two rows, but must in one.")
        found.append(origin)
    return tuple(found)


def origin_weights(
    land: str, zone: str, origins: tuple[Origin, ...] | None = None
) -> dict[str, float]:
    """People by region of origin in one Land (or the part of it in one zone).

    Parameters
    ----------
    land
        ISO 3166-2 code.
    zone
        Occupation zone (`simulation.past.zone_of`).
    origins
        What `load_origins` returns; read from the shipped file if left out.

    Returns
    -------
    dict of str to float
        Thousand people in 1950 by region; empty for Länder without rows (the East, the Saarland,
        and Lindau, the French corner of Bavaria).

    Examples
    --------
    >>> weights = origin_weights("DE-BY", "US")
    >>> max(weights, key=weights.__getitem__)
    'sudetenland'
    """
    rows = load_origins() if origins is None else origins
    return {o.region: o.thousands for o in rows if (o.land, o.zone) == (land, zone)}
