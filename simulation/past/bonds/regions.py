"""Partner regions of the Länder, and which western Land helped which eastern one from 1990."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import polars as pl

from simulation.past.reading import check_after, in_area, read_rows
from simulation.past.sources import load_sources
from simulation.past.states.countries import load_countries, load_laender
from simulation.past.words import FIRST_YEAR, FOLDER, PastError, one_of

REGION_COLUMNS: dict[str, type[pl.DataType]] = {
    "land": pl.String,
    "ags": pl.String,
    "country": pl.String,
    "region": pl.String,
    "name": pl.String,
    "members": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "source": pl.String,
}
PAIRING_COLUMNS: dict[str, type[pl.DataType]] = {
    "land_west": pl.String,
    "land_east": pl.String,
    "start": pl.Int32,
    "source": pl.String,
}


@dataclass(frozen=True, slots=True)
class PartnerRegion:
    """One row: a Land, or a part of it, and a region abroad that signed a partnership.

    Attributes
    ----------
    land
        ISO 3166-2 code such as ``DE-RP``.
    country
        ISO 3166-1 alpha-2 code of the region abroad.
    region
        Stable name such as ``fr_bourgogne``; the same members wherever it appears.
    name
        As people write it.
    members
        Beginnings of the column ``area`` of the places, sets apart by whole parts between dots.
    start
        Year of the first agreement.
    end
        First year no longer, or None while it lasts.
    ags
        Beginnings of the municipality key where a part of the Land signed (a Bavarian district);
        empty = the whole Land.
    """

    land: str
    country: str
    region: str
    name: str
    members: tuple[str, ...]
    start: int
    end: int | None
    ags: tuple[str, ...] = ()

    def holds(self, year: int) -> bool:
        """Whether the partnership is in force at the end of `year`."""
        return self.start <= year and (self.end is None or year < self.end)

    def covers(self, ags: str) -> bool:
        """Whether it binds a municipality or district of the Land, by its official key.

        Parameters
        ----------
        ags
            Official key of a place that lies in `land`, three digits at least.
        """
        return not self.ags or ags.startswith(self.ags)


@dataclass(frozen=True, slots=True)
class LandPairing:
    """One row: a western Land that gave administrative aid to an eastern one.

    Attributes
    ----------
    west, east
        ISO 3166-2 codes.
    start
        First year.
    """

    west: str
    east: str
    start: int


def load_partner_regions(
    path: Path = FOLDER / "bonds" / "partner_regions.csv", *, parts: bool = False
) -> tuple[PartnerRegion, ...]:
    """Read the partner regions of the Länder.

    Parameters
    ----------
    path
        The file.
    parts
        Whether rows that bind a part of a Land only come too (`PartnerRegion.covers`). Left out
        by default: read as rows of the Land they would bind far too many places.

    Returns
    -------
    tuple of PartnerRegion
        In the order of the file. Regions do not overlap; a Land has a region at most once.

    Raises
    ------
    PastError
        If a cell is wrong, regions overlap, or a region is not the same in all its rows.
    """
    return tuple(row for row in _rows(path) if parts or not row.ags)


@cache
def _rows(path: Path) -> tuple[PartnerRegion, ...]:
    file = path.name
    land_keys: dict[str, str] = dict(load_laender().select("land", "ags").iter_rows())
    countries = tuple(code for code in load_countries()["country"] if code != "DE")
    regions: list[PartnerRegion] = []
    for where, row in read_rows(path, REGION_COLUMNS, load_sources()):
        region = PartnerRegion(
            land=one_of(row["land"], tuple(land_keys), file, f"land in {where}"),
            country=one_of(row["country"], countries, file, f"country in {where}"),
            region=row["region"] or "",
            name=row["name"] or "",
            members=_split(row["members"]),
            start=row["start"],
            end=row["end"],
            ags=_split(row["ags"]),
        )
        _check_row(region, land_keys[region.land], file, where)
        regions.append(region)
    _check_same(regions, file)
    _check_disjoint(regions, file)
    return tuple(regions)


@cache
def load_land_pairings(
    path: Path = FOLDER / "bonds" / "land_pairings.csv",
) -> tuple[LandPairing, ...]:
    """Read which western Land gave administrative aid to which eastern one.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of LandPairing
        In the order of the file.

    Raises
    ------
    PastError
        If a cell is wrong, or a pair stands there twice.
    """
    file = path.name
    east = dict(load_laender().select("land", "east").iter_rows())
    eastern = tuple(land for land, flag in east.items() if flag)
    western = tuple(land for land, flag in east.items() if not flag)
    pairings: list[LandPairing] = []
    for where, row in read_rows(path, PAIRING_COLUMNS, load_sources()):
        _check_start(row["start"], file, where)
        pairing = LandPairing(
            west=one_of(row["land_west"], western, file, f"land_west in {where}"),
            east=one_of(row["land_east"], eastern, file, f"land_east in {where}"),
            start=row["start"],
        )
        if any((p.west, p.east) == (pairing.west, pairing.east) for p in pairings):
            raise PastError(
                f"{file}: {pairing.west}-{pairing.east} in {where} must stand in exactly one row."
            )
        pairings.append(pairing)
    return tuple(pairings)


def region_of_area(area: str, regions: Iterable[PartnerRegion]) -> str | None:
    """Name of the region that an area abroad lies in.

    Parameters
    ----------
    area
        Country and GeoNames codes, as in the column ``area`` of the places.
    regions
        What `load_partner_regions` returns, or some of it.

    Returns
    -------
    str or None
        The column ``region``; None where no region holds the area.

    Examples
    --------
    >>> region_of_area("FR.27.21", load_partner_regions())
    'fr_bourgogne'
    """
    country = area.split(".", 1)[0]
    for region in regions:
        if region.country == country and any(in_area(area, member) for member in region.members):
            return region.region
    return None


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(cell.split("+")) if cell else ()


def _check_start(start: object, file: str, where: str) -> None:
    if not isinstance(start, int) or start < FIRST_YEAR:
        raise PastError(f"{file}: start in {where} is {start}, but must be a year from 1945 on.")


def _check_row(region: PartnerRegion, key: str, file: str, where: str) -> None:
    prefix = f"{region.country.lower()}_"
    if not region.region.startswith(prefix) or region.region == prefix:
        raise PastError(
            f"{file}: region in {where} is {region.region!r}, but must begin with {prefix}."
        )
    if not region.name:
        raise PastError(f"{file}: name in {where} is empty, but must name the region.")
    if not region.members or not all(in_area(m, region.country) for m in region.members):
        raise PastError(
            f"{file}: members in {where} are {'+'.join(region.members)!r}, but must be areas of "
            f"{region.country}, joined by +."
        )
    if not all(part.startswith(key) and part.isdecimal() for part in region.ags):
        raise PastError(
            f"{file}: ags in {where} is {'+'.join(region.ags)!r}, but must be empty or begin "
            f"with {key}, the key of {region.land}."
        )
    _check_start(region.start, file, where)
    check_after(region.end, region.start, file, f"end in {where}")


def _check_same(regions: list[PartnerRegion], file: str) -> None:
    """One name and one set of members a region; one row a Land and region."""
    first: dict[str, PartnerRegion] = {}
    seen: set[tuple[str, str]] = set()
    for region in regions:
        other = first.setdefault(region.region, region)
        if (region.name, region.members) != (other.name, other.members):
            raise PastError(
                f"{file}: {region.region} of {region.land} has another name or other members "
                f"than in the row of {other.land}, but must have the same."
            )
        if (region.land, region.region) in seen:
            raise PastError(
                f"{file}: {region.region} of {region.land} must stand in exactly one row."
            )
        seen.add((region.land, region.region))


def _check_disjoint(regions: list[PartnerRegion], file: str) -> None:
    owners = [(m, name) for name, ms in {r.region: r.members for r in regions}.items() for m in ms]
    for (one, a), (two, b) in combinations(owners, 2):
        if in_area(one, two) or in_area(two, one):
            raise PastError(
                f"{file}: {one} of {a} and {two} of {b} overlap, but members must lie apart."
            )
