"""Groups of countries (``@east_bloc``) and who belongs to them when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simulation.past.sources import read_toml
from simulation.past.states.countries import load_countries
from simulation.past.words import FOLDER, PastError

EU_RULE = {"rule": "eu_accession"}
"""The one group that changes with the years: members of the EC/EU other than Germany."""


@dataclass(frozen=True, slots=True, order=True)
class Membership:
    """A country in a group or an act, and from when to when.

    Attributes
    ----------
    country
        ISO 3166-1 alpha-2.
    since
        First year, or None for always.
    until
        First year no longer, or None for ever.
    """

    country: str
    since: int | None = None
    until: int | None = None

    def holds(self, year: int) -> bool:
        """Whether the country belongs in `year`."""
        return (self.since is None or year >= self.since) and (
            self.until is None or year < self.until
        )


@dataclass(frozen=True, slots=True)
class Groups:
    """All named groups, resolved to memberships.

    Attributes
    ----------
    members
        By the group's name without ``@``.
    countries
        Every ISO code that rows of history may use.
    """

    members: Mapping[str, tuple[Membership, ...]]
    countries: tuple[str, ...]

    def resolve(self, entries: Sequence[str], file: str, field: str) -> tuple[Membership, ...]:
        """Resolve ISO codes and ``@group`` names, in order and without doubles.

        Parameters
        ----------
        entries
            ISO codes and group names.
        file, field
            Where they stand, for the message.

        Returns
        -------
        tuple of Membership
            One entry a country and span.

        Raises
        ------
        PastError
            If a code or group is unknown, or there is none at all.
        """
        found: dict[Membership, None] = {}
        for entry in entries:
            if entry.startswith("@"):
                if entry[1:] not in self.members:
                    known = ", ".join(f"@{name}" for name in self.members)
                    raise PastError(f"{file}: {field} names {entry!r}, but the groups are {known}.")
                found.update(dict.fromkeys(self.members[entry[1:]]))
            elif entry in self.countries:
                found[Membership(entry)] = None
            else:
                raise PastError(
                    f"{file}: {field} names {entry!r}, but must be a country of countries.csv "
                    "(ISO 3166-1 alpha-2) or a @group."
                )
        if not found:
            raise PastError(f"{file}: {field} is empty, but must name a country or a @group.")
        return tuple(found)


def text_list(value: object, file: str, field: str) -> list[str]:
    """Return `value` if it is a list of texts.

    Raises
    ------
    PastError
        If it is anything else.
    """
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(value)
    raise PastError(f"{file}: {field} is {value!r}, but must be a list of texts.")


def _eu_members() -> tuple[Membership, ...]:
    rows = load_countries().drop_nulls("eu_accession")
    spans = rows.select("country", "eu_accession", "eu_exit").iter_rows()
    return tuple(Membership(*span) for span in spans if span[0] != "DE")


def parse_groups(value: object, file: str) -> Groups:
    """Resolve the ``[groups]`` table of events.toml; a group may name groups above it.

    Raises
    ------
    PastError
        If a group names something unknown.
    """
    countries = tuple(load_countries()["country"])
    if not isinstance(value, dict):
        raise PastError(f"{file}: groups is {value!r}, but must be a table of lists.")
    members: dict[str, tuple[Membership, ...]] = {}
    for name, entries in value.items():
        field = f"groups.{name}"
        if entries == EU_RULE:
            members[name] = _eu_members()
        else:
            known = Groups(members, countries)
            members[name] = known.resolve(text_list(entries, file, field), file, field)
    return Groups(members, countries)


@cache
def load_groups(path: Path = FOLDER / "events.toml") -> Groups:
    """Read the groups of countries that events and gates speak of.

    Parameters
    ----------
    path
        The file with the ``[groups]`` table.

    Returns
    -------
    Groups
        Resolved and checked.

    Raises
    ------
    PastError
        If a group names something unknown.
    """
    return parse_groups(read_toml(path).get("groups", {}), path.name)
