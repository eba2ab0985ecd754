"""Countries, Länder and occupation zones."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polars as pl

from simulation.past.reading import read_table
from simulation.past.sources import check_keys, load_sources
from simulation.past.words import (
    BLOCS,
    FIRST_YEAR,
    FOLDER,
    REGIONS,
    SAARLAND,
    SAARLAND_JOINS,
    WARTIME_SIDES,
    ZONES,
    PastError,
    one_of,
)

COUNTRY_COLUMNS: dict[str, type[pl.DataType]] = {
    "country": pl.String,
    "name": pl.String,
    "region": pl.String,
    "wartime_side": pl.String,
    "bloc_1949_1989": pl.String,
    "languages": pl.String,
    "german_speaking": pl.Int8,
    "eu_accession": pl.Int32,
    "eu_exit": pl.Int32,
    "borders_germany": pl.Int8,
    "predecessor": pl.String,
    "source": pl.String,
}
LAND_COLUMNS: dict[str, type[pl.DataType]] = {
    "land": pl.String,
    "name": pl.String,
    "ags": pl.String,
    "east": pl.Int8,
    "zone": pl.String,
    "population_2003": pl.Int64,
    "population_2013": pl.Int64,
    "source": pl.String,
}
ZONE_COLUMNS: dict[str, type[pl.DataType]] = {
    "land": pl.String,
    "part": pl.String,
    "ags": pl.String,
    "zone": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "source": pl.String,
}


def _check_flags(table: pl.DataFrame, names: Iterable[str], key: str, file: str) -> None:
    for name in names:
        for row, value in table.select(key, name).iter_rows():
            if value not in (0, 1):
                raise PastError(f"{file}: {name} of {row} is {value!r}, but must be 0 or 1.")


def _check_unique(table: pl.DataFrame, key: str, file: str) -> None:
    doubled = table.filter(pl.col(key).is_duplicated() | pl.col(key).is_null())
    if doubled.height:
        raise PastError(f"{file}: {key} {doubled[key][0]!r} must stand in exactly one row.")


@cache
def load_countries(path: Path = FOLDER / "states" / "countries.csv") -> pl.DataFrame:
    """Read Germany and the 47 countries with most recorded ties (98 % of them).

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    polars.DataFrame
        One row a country, in the order of recorded ties: ``country`` (ISO 3166-1 alpha-2),
        ``name``, ``region``, ``wartime_side``, ``bloc_1949_1989`` (see `simulation.past.words`),
        ``languages`` (ISO 639, joined by ``+``, largest first), ``german_speaking`` (1 where German
        is among them), ``eu_accession`` and ``eu_exit`` (year or null), ``borders_germany`` (0/1,
        land border today), ``predecessor`` (state on the territory in 1949-1989, or null),
        ``source`` (keys of `load_sources`, joined by ``+``).

    Raises
    ------
    PastError
        If a cell is wrong, in one sentence.
    """
    table, file, sources = read_table(path, COUNTRY_COLUMNS), path.name, load_sources()
    _check_unique(table, "country", file)
    _check_flags(table, ("german_speaking", "borders_germany"), "country", file)
    for row in table.iter_rows(named=True):
        code = row["country"]
        one_of(row["region"], REGIONS, file, f"region of {code}")
        one_of(row["wartime_side"], WARTIME_SIDES, file, f"wartime_side of {code}")
        one_of(row["bloc_1949_1989"], BLOCS, file, f"bloc_1949_1989 of {code}")
        check_keys(row["source"], sources, file, code)
        if row["german_speaking"] != int("de" in (row["languages"] or "").split("+")):
            raise PastError(
                f"{file}: german_speaking of {code} is {row['german_speaking']}, but must be 1 "
                f"exactly where languages ({row['languages']}) holds de."
            )
    return table


@cache
def load_laender(path: Path = FOLDER / "states" / "laender.csv") -> pl.DataFrame:
    """Read the sixteen Länder.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    polars.DataFrame
        One row a Land, by code: ``land`` (ISO 3166-2), ``name``, ``ags`` (first two digits of the
        official municipality key), ``east`` (1 = GDR until 3 October 1990; Berlin is West),
        ``zone`` (occupation zone; ``mixed`` for Berlin and Baden-Württemberg, see `load_zones`),
        ``population_2003`` and ``population_2013`` (people, 31 December), ``source``.

    Raises
    ------
    PastError
        If a cell is wrong, in one sentence.
    """
    table, file, sources = read_table(path, LAND_COLUMNS), path.name, load_sources()
    _check_unique(table, "land", file)
    _check_unique(table, "ags", file)
    _check_flags(table, ("east",), "land", file)
    for row in table.iter_rows(named=True):
        one_of(row["zone"], ZONES, file, f"zone of {row['land']}")
        check_keys(row["source"], sources, file, row["land"])
    return table


@cache
def load_zones(path: Path = FOLDER / "states" / "occupation_zones.csv") -> pl.DataFrame:
    """Read the occupation zones, carried over to today's Länder and districts.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    polars.DataFrame
        One row a Land or part of one: ``land``, ``part`` (null = the whole Land), ``ags``
        (beginnings of the municipality key joined by ``+``; the longest that fits counts),
        ``zone`` (US, GB, FR, SU, mixed), ``start`` and ``end`` (years, end exclusive), ``source``.

    Raises
    ------
    PastError
        If a cell is wrong, in one sentence.
    """
    table, file, sources = read_table(path, ZONE_COLUMNS), path.name, load_sources()
    laender = tuple(load_laender()["land"])
    for row in table.iter_rows(named=True):
        one_of(row["land"], laender, file, "land")
        one_of(row["zone"], ZONES, file, f"zone of {row['land']}")
        check_keys(row["source"], sources, file, row["land"])
        if row["start"] is None or row["end"] is None or row["start"] >= row["end"]:
            raise PastError(f"{file}: end of {row['land']} must be a year after its start.")
    return table


def zone_of(ags: str, zones: pl.DataFrame | None = None) -> str:
    """Occupation zone of a German municipality or district.

    Parameters
    ----------
    ags
        Official municipality key, or its beginning (two digits at least), as text.
    zones
        What `load_zones` returns; read from the shipped file if left out.

    Returns
    -------
    str
        US, GB, FR, SU or mixed (Berlin).

    Raises
    ------
    PastError
        If no row fits the key.

    Examples
    --------
    >>> zone_of("08111000"), zone_of("08416041"), zone_of("09776116")
    ('US', 'FR', 'FR')
    """
    known = _zone_of_prefix() if zones is None else _prefixes(zones)
    fits = [(len(prefix), zone) for prefix, zone in known if ags.startswith(prefix)]
    if not fits:
        raise PastError(f"occupation_zones.csv: no zone for the municipality key {ags!r}.")
    return max(fits)[1]


def _prefixes(zones: pl.DataFrame) -> tuple[tuple[str, str], ...]:
    """Beginnings of municipality keys with their zone."""
    rows = zones.select("ags", "zone").iter_rows()
    return tuple((prefix, zone) for prefixes, zone in rows for prefix in prefixes.split("+"))


@cache
def _zone_of_prefix() -> tuple[tuple[str, str], ...]:
    """`_prefixes` of the shipped file: hundreds of districts ask."""
    return _prefixes(load_zones())


def side_of(land: str, year: int) -> str:
    """Whose rules a Land follows in a year: ``west``, ``east`` or ``saarland``.

    The name stays after 1990; that the East may then twin freely is what gates.csv says.

    Parameters
    ----------
    land
        ISO 3166-2 code such as ``DE-BY``.
    year
        Calendar year.

    Returns
    -------
    str
        The side that `load_gates` speaks of.

    Raises
    ------
    PastError
        If the Land is unknown or the year lies before 1945.
    """
    east = _east()
    if land not in east:
        raise PastError(f"laender.csv: {land!r} is no Land; there are {', '.join(east)}.")
    if year < FIRST_YEAR:
        raise PastError(f"gates.csv: year is {year}, but the rows begin in {FIRST_YEAR}.")
    if land == SAARLAND and year < SAARLAND_JOINS:
        return "saarland"
    return "east" if east[land] else "west"


def _east() -> dict[str, int]:
    return dict(load_laender().select("land", "east").iter_rows())
