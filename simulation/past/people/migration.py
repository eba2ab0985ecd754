"""People who came: workers under recruitment agreements, and garrisons."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from simulation.past.events import resolve_laender
from simulation.past.groups import load_groups
from simulation.past.reading import check_after, read_rows, system_sources, year_of
from simulation.past.words import FIRST_YEAR, FOLDER, PastError, one_of

KINDS = ("recruitment", "garrison")

PRESENCE_COLUMNS: dict[str, type[pl.DataType]] = {
    "kind": pl.String,
    "countries": pl.String,
    "laender": pl.String,
    "from_year": pl.Int32,
    "until_year": pl.Int32,
    "source": pl.String,
}


@dataclass(frozen=True, slots=True)
class Presence:
    """One row: people of some countries in some Länder for some years.

    Attributes
    ----------
    kind
        ``recruitment`` (an agreement in force) or ``garrison`` (forces stationed).
    countries
        ISO codes.
    laender
        ISO 3166-2 codes, sorted.
    from_year
        First year.
    until_year
        First year no longer, or None for an open end. People and their families may stay.
    sources
        Keys of `simulation.past.reading.system_sources`.
    """

    kind: str
    countries: tuple[str, ...]
    laender: tuple[str, ...]
    from_year: int
    until_year: int | None
    sources: tuple[str, ...]

    def holds(self, year: int) -> bool:
        """Whether the row speaks of `year`."""
        return self.from_year <= year and (self.until_year is None or year < self.until_year)


@cache
def load_migration(path: Path = FOLDER / "people" / "migration.csv") -> tuple[Presence, ...]:
    """Read the agreements and garrisons.

    Parameters
    ----------
    path
        The file; ``countries`` are ISO codes, ``laender`` words of events.toml, joined by ``+``.

    Returns
    -------
    tuple of Presence
        In the order of the file.

    Raises
    ------
    PastError
        If a cell is wrong, or two rows of a kind say the same of a country, Land and year.
    """
    file, known = path.name, load_groups().countries
    found: list[Presence] = []
    for where, row in read_rows(path, PRESENCE_COLUMNS, system_sources()):
        presence = Presence(
            kind=one_of(row["kind"], KINDS, file, f"kind in {where}"),
            countries=tuple(
                one_of(code, known, file, f"countries in {where}")
                for code in (row["countries"] or "").split("+")
            ),
            laender=resolve_laender((row["laender"] or "").split("+"), file, f"laender in {where}"),
            from_year=year_of(row["from_year"], file, f"from_year in {where}"),
            until_year=row["until_year"],
            sources=tuple(row["source"].split("+")),
        )
        if presence.from_year < FIRST_YEAR:
            raise PastError(
                f"{file}: from_year in {where} is {presence.from_year}, but the model begins in "
                f"{FIRST_YEAR}."
            )
        check_after(presence.until_year, presence.from_year, file, f"until_year in {where}")
        _check_new(presence, found, file, where)
        found.append(presence)
    return tuple(found)


def _check_new(new: Presence, found: list[Presence], file: str, where: str) -> None:
    for old in found:
        same = set(old.countries) & set(new.countries) if old.kind == new.kind else set()
        shared = same and set(old.laender) & set(new.laender)
        if shared and (old.holds(new.from_year) or new.holds(old.from_year)):
            raise PastError(
                f"{file}: {where} overlaps with a row above for {'+'.join(sorted(same))} in "
                f"{min(shared)}, but each year must stand once."
            )


def present(
    kind: str, land: str, year: int, presences: tuple[Presence, ...] | None = None
) -> tuple[str, ...]:
    """Countries whose workers were recruited, or whose forces stood, in a Land in a year.

    Parameters
    ----------
    kind
        ``recruitment`` or ``garrison``.
    land
        ISO 3166-2 code.
    year
        Calendar year.
    presences
        What `load_migration` returns; read from the shipped file if left out.

    Returns
    -------
    tuple of str
        ISO codes, sorted.

    Examples
    --------
    >>> present("recruitment", "DE-BY", 1962), present("garrison", "DE-NW", 1960)
    (('ES', 'GR', 'IT', 'TR'), ('BE', 'CA', 'GB'))
    """
    one_of(kind, KINDS, "migration.csv", "kind")
    rows = load_migration() if presences is None else presences
    return tuple(
        sorted(
            {
                country
                for row in rows
                if row.kind == kind and land in row.laender and row.holds(year)
                for country in row.countries
            }
        )
    )
