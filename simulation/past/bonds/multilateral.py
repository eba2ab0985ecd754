"""Groups of more than two towns: the New Hanseatic League, rings, towns across a border."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from simulation.past.groups import load_groups
from simulation.past.reading import read_rows, system_sources
from simulation.past.words import FIRST_YEAR, FOLDER, PastError, one_of

FILES = (FOLDER / "bonds" / "hanse.csv", FOLDER / "bonds" / "rings.csv")

MEMBER_COLUMNS: dict[str, type[pl.DataType]] = {
    "group": pl.String,
    "name": pl.String,
    "country": pl.String,
    "id": pl.Int64,
    "joined": pl.Int32,
    "source": pl.String,
}


@dataclass(frozen=True, slots=True)
class Member:
    """A town in a group.

    Attributes
    ----------
    group
        ``hanse``, ``douzelage`` or ``europastadt_`` with a name.
    name, country, id
        Of the place in the frame.
    joined
        Year, or None where no source states it.
    sources
        Keys of `simulation.past.reading.system_sources`.
    """

    group: str
    name: str
    country: str
    id: int
    joined: int | None
    sources: tuple[str, ...]


@cache
def load_members(paths: tuple[Path, ...] = FILES) -> tuple[Member, ...]:
    """Read who belongs to which group.

    Parameters
    ----------
    paths
        The files.

    Returns
    -------
    tuple of Member
        In the order of the files.

    Raises
    ------
    PastError
        If a cell is wrong, a place stands twice in a group, or a group has one member only.
    """
    countries = load_groups().countries
    found: dict[tuple[str, int], Member] = {}
    for path in paths:
        for where, row in read_rows(path, MEMBER_COLUMNS, system_sources()):
            if not row["group"] or not row["name"] or row["id"] is None:
                raise PastError(f"{path.name}: {where} must have a group, a name and an id.")
            if row["joined"] is not None and row["joined"] < FIRST_YEAR:
                raise PastError(
                    f"{path.name}: joined in {where} is {row['joined']}, but must be a year from "
                    f"{FIRST_YEAR} on, or empty."
                )
            member = Member(
                group=row["group"],
                name=row["name"],
                country=one_of(row["country"], countries, path.name, f"country in {where}"),
                id=row["id"],
                joined=row["joined"],
                sources=tuple(row["source"].split("+")),
            )
            if (member.group, member.id) in found:
                raise PastError(
                    f"{path.name}: id {member.id} in {where} stands in {member.group} already."
                )
            found[member.group, member.id] = member
    names = [member.group for member in found.values()]
    for name in dict.fromkeys(names):
        if names.count(name) < 2:
            raise PastError(f"{paths[-1].name}: group {name} has one member, but must have two.")
    return tuple(found.values())


def members_of(
    group: str, year: int | None = None, members: tuple[Member, ...] | None = None
) -> tuple[int, ...]:
    """Places of a group.

    Parameters
    ----------
    group
        Name of the group.
    year
        If given, those known to have joined by the end of that year: members whose year is
        unknown are left out.
    members
        What `load_members` returns; read from the shipped files if left out.

    Returns
    -------
    tuple of int
        Ids of the frame, sorted.

    Raises
    ------
    PastError
        If there is no such group.

    Examples
    --------
    >>> len(members_of("douzelage", 1991)), len(members_of("europastadt_goerlitz"))
    (11, 2)
    """
    rows = load_members() if members is None else members
    one_of(group, tuple(dict.fromkeys(m.group for m in rows)), "hanse.csv", "group")
    return tuple(
        sorted(
            m.id
            for m in rows
            if m.group == group and (year is None or (m.joined is not None and m.joined <= year))
        )
    )
