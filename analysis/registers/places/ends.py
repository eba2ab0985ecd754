"""An end of a tie as a source tells it, and the place that was found for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal[
    "id",
    "code",
    "name",
    "other_name",
    "shortened",
    "within",
    "spelling",
    "district",
    "former_district",
    "city",
]
"""By what a place was found: an identifier of GeoNames; an official code; its name; another name
of it; its name without river or region; the name of a place that belongs to it; a name spelt much
like its own; the name of a district; that of one
that was merged, for which the district of today stands; the city that a borough belongs to."""
Why = Literal["ambiguous", "unknown", "no_country", "not_in_world", "no_name", "region"]
"""Why none was: several fit; none does; no country is told, or one that is not in the frame; the
name is empty or none; it is that of a region, which no place of the frame stands for."""


@dataclass(frozen=True)
class End:
    """One end of a tie.

    Attributes
    ----------
    name : as the source writes it
    country : ISO 3166-1 alpha-2, or None where the source does not tell
    land : ISO 3166-2 of a German end, or None
    lat, lon : degrees, or None; weak evidence, for many are wrong
    ids : GeoNames ids that the source gives
    codes : official codes that the source gives
    """

    name: str
    country: str | None
    land: str | None = None
    lat: float | None = None
    lon: float | None = None
    ids: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """What was found for an end.

    Attributes
    ----------
    id : of the place, or None
    confidence : probability that it is this place (0-1); of the likeliest where none is taken
    how : by what it was found, or why it was not
    nearest : ids of the likeliest places, best first
    """

    id: int | None
    confidence: float
    how: How | Why
    nearest: tuple[int, ...] = ()
