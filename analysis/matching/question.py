"""What can be asked for: a place, and which partners are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.matching.mistakes import MatchError, shown
from analysis.names import fold
from simulation.motives import MOTIVES, NAMES
from simulation.past import load_countries
from simulation.world import World

MOST = 10_000
"""Candidates that are listed at most."""
SEARCHED = tuple(m.name for m in MOTIVES if m.way == "search")
"""Motives out of which a place may look abroad."""


@dataclass(frozen=True)
class Question:
    """A question for partners.

    Attributes
    ----------
    place : name or id of a German municipality or district
    top : how many candidates are listed
    countries : ISO codes or English names; all countries if empty
    size : least and most inhabitants of those listed; None where open
    motive : one of `SEARCHED`, or None for all
    register : Parquet file of ties, or None
    among : CSV file of the only candidates to list, or None
    """

    place: str
    top: int = 20
    countries: tuple[str, ...] = ()
    size: tuple[int | None, int | None] = (None, None)
    motive: str | None = None
    register: Path | None = None
    among: Path | None = None

    def check(self) -> None:
        """Refuse what no answer could be.

        Raises
        ------
        MatchError
            If `top` or `motive` is impossible.
        """
        if not 1 <= self.top <= MOST:
            raise MatchError(f"--top {self.top}: expected 1 to {MOST:,}")
        if self.motive is not None and self.motive not in SEARCHED:
            raise MatchError(
                f"--motive '{shown(self.motive)}': expected one of {', '.join(SEARCHED)}"
            )

    @property
    def motive_number(self) -> int | None:
        """Index into `simulation.motives.NAMES`."""
        return None if self.motive is None else NAMES.index(self.motive)

    def codes(self, world: World) -> tuple[str, ...]:
        """ISO codes of the countries, each once; empty for all.

        Raises
        ------
        MatchError
            If the world has no place in one of them, or it is Germany.
        """
        return tuple(dict.fromkeys(_code(country, world) for country in self.countries))

    def fits(self, people: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which numbers of inhabitants are within `size`."""
        low, high = self.size
        return (people >= (low or 0)) & (people <= (np.inf if high is None else high))


def read_size(text: str) -> tuple[int | None, int | None]:
    """Least and most inhabitants from ``5000-50000``, ``5000-`` or ``-50000``.

    Raises
    ------
    MatchError
        If it is none of these.
    """
    low, dash, high = text.strip().partition("-")
    parts = [part.strip() for part in (low, high)]
    good = all(p == "" or (p.isascii() and p.isdigit() and len(p) <= 9) for p in parts)
    if not dash or not good or not any(parts):
        raise MatchError(
            f"--size '{shown(text)}': expected least and most inhabitants, such as 5000-50000, "
            "5000- or -50000"
        )
    least, most = (int(part) if part else None for part in parts)
    if least is not None and most is not None and least > most:
        raise MatchError(f"--size '{shown(text)}': the least, {least}, is more than the most")
    return least, most


def _code(country: str, world: World) -> str:
    known = {code: code for code in world.group_country}
    for code, name in load_countries().select("country", "name").iter_rows():
        if code in known:
            known[fold(name)] = code
    given = known.get(country.strip().upper()) or known.get(fold(country))
    codes = ", ".join(sorted(set(known.values()) - {"DE"}))
    if given is None:
        raise MatchError(
            f"--country '{shown(country)}': the world '{world.name}' has no place in it; expected "
            f"one of {codes}"
        )
    if given == "DE":
        raise MatchError(
            f"--country {shown(country)}: the law is that of partners abroad; expected one of "
            f"{codes}"
        )
    return given
