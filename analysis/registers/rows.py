"""A tie as a source tells it, before its places are found."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.registers.places.ends import End


@dataclass(frozen=True)
class Told:
    """A tie as a source tells it.

    Attributes
    ----------
    row : line of the file (the header is in line 1), or number of the result
    one, other : its ends
    year : in which it was agreed, or None
    form : contact, friendship, partnership, or None
    ended : year in which it ended; 0 where it ended and nobody knows when; None while it lives
    """

    row: int
    one: End
    other: End
    year: int | None
    form: str | None
    ended: int | None = None


@dataclass(frozen=True)
class Source:
    """What a file held.

    Attributes
    ----------
    ties : what it tells, in its order
    notes : what was odd about it; full sentences
    facts : how it was read, for the report
    """

    ties: tuple[Told, ...]
    notes: tuple[str, ...]
    facts: dict[str, object]
