"""What two countries were to each other: blocs, the war, languages, a common state."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.past import load_countries

Flags = NDArray[np.bool_]

UMBRELLA = "cemr_1951"
"""The event that lowers the cost of every search among the countries of the West."""
WEST, EAST, BETWEEN = "west", "east", "between"
BLOC = MappingProxyType(
    {"west": WEST, "neutral": WEST, "divided": WEST, "east": EAST, "non_aligned": BETWEEN}
)
"""Side of each word of the column `bloc_1949_1989`: the neutral are treated as the West, as the
German gates do; former Yugoslavia lies between."""
FOUGHT = ("occupied", "allied")
STATES_END: Mapping[str, int] = MappingProxyType(
    {"Yugoslavia": 1992, "USSR": 1992, "Czechoslovakia": 1993}
)
"""First whole year in which the successors of a state were countries of their own."""


@lru_cache(maxsize=1)
def _facts() -> Mapping[str, Mapping[str, Any]]:
    return {row["country"]: row for row in load_countries().iter_rows(named=True)}


def side(country: str) -> str:
    """Side of a country in divided Europe: west, east or between."""
    return BLOC[_facts()[country]["bloc_1949_1989"]]


def sides(countries: tuple[str, ...], wanted: str) -> Flags:
    """Which countries are on a side, (countries,)."""
    return np.array([side(country) == wanted for country in countries], dtype=np.bool_)


def both_west(countries: tuple[str, ...]) -> Flags:
    """Whether both of two countries are of the West, (countries, countries)."""
    west = sides(countries, WEST)
    return west[:, None] & west[None, :]


def across(countries: tuple[str, ...]) -> Flags:
    """Whether one of two countries is of the West and the other is not."""
    west = sides(countries, WEST)
    result: Flags = west[:, None] != west[None, :]
    return result


def enemies(countries: tuple[str, ...]) -> Flags:
    """Whether one of two countries fought for the Axis, the other against it or was occupied."""
    facts = _facts()
    axis = np.array([facts[country]["wartime_side"] == "axis" for country in countries])
    fought = np.array([facts[country]["wartime_side"] in FOUGHT for country in countries])
    result: Flags = (axis[:, None] & fought[None, :]) | (fought[:, None] & axis[None, :])
    return result


def one_state(countries: tuple[str, ...], year: int) -> Flags:
    """Whether two countries were parts of one state in a year: ties between them are domestic."""
    state = [_facts()[country]["predecessor"] for country in countries]
    lasted = [name if name and year < STATES_END[name] else None for name in state]
    return np.array([[one is not None and one == other for other in lasted] for one in lasted])


def members(countries: tuple[str, ...], year: int) -> Flags:
    """Which countries belong to the European Communities, later the Union, in a year."""
    facts = [_facts()[country] for country in countries]
    return np.array(
        [
            fact["eu_accession"] is not None
            and fact["eu_accession"] <= year
            and (fact["eu_exit"] is None or year < fact["eu_exit"])
            for fact in facts
        ],
        dtype=np.bool_,
    )


def languages(countries: tuple[str, ...]) -> list[set[str]]:
    """Languages of each country."""
    return [set((_facts()[country]["languages"] or "").split("+")) for country in countries]
