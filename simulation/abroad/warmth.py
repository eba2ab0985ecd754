"""What dated events do to the searches between other countries.

An event of Germany and one country acts on nobody else. Those that mean blocs or the Union act
on every two countries that stand to each other as their act says; their sizes are the German
ones. They work both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from simulation.abroad.relations import (
    EAST,
    UMBRELLA,
    WEST,
    across,
    both_west,
    enemies,
    members,
    sides,
)
from simulation.luck.exact import Floats
from simulation.motives import MOTIVES, NAMES, motive_shares

Flags = NDArray[np.bool_]
Countries = tuple[str, ...]
Reading = Callable[[Countries, int], Flags]


def _umbrella(countries: Countries, _year: int) -> Flags:
    """Two countries of the West."""
    return both_west(countries)


def _union(countries: Countries, year: int) -> Flags:
    """Two members in the year."""
    inside = members(countries, year)
    return inside[:, None] & inside[None, :]


def _curtain(countries: Countries, _year: int) -> Flags:
    """One country of the West, one of the eastern bloc."""
    west, east = sides(countries, WEST), sides(countries, EAST)
    return (west[:, None] & east[None, :]) | (east[:, None] & west[None, :])


def _joining(*named: str) -> Reading:
    """One of the countries that join, and any other member in the year."""

    def reading(countries: Countries, year: int) -> Flags:
        new = np.isin(countries, named)
        return _union(countries, year) & (new[:, None] | new[None, :])

    return reading


def _with(*named: str) -> Reading:
    """One of the named countries, and any other."""

    def reading(countries: Countries, _year: int) -> Flags:
        here = np.isin(countries, named)
        return here[:, None] | here[None, :]

    return reading


GENERAL: Mapping[str, tuple[str, Reading]] = MappingProxyType(
    {
        UMBRELLA: ("local_democracy", _umbrella),
        "uk_joins_1973": ("european_integration", _joining("GB", "IE", "DK")),
        "helsinki_1975": ("east_west", _curtain),
        "peoples_europe_1985": ("european_integration", _union),
        "eu_town_twinning_1989": ("european_integration", _union),
        "opening_1989": ("east_west", _curtain),
        "eu_enlargement_2004": (
            "european_integration",
            _joining("PL", "CZ", "HU", "SK", "SI", "LT", "LV", "EE"),
        ),
        "eu_enlargement_2007": ("european_integration", _joining("BG", "RO")),
        "europe_for_citizens_2014": ("european_integration", _union),
        "cerv_2021": ("european_integration", _union),
        "ukraine_2022": ("solidarity", _with("UA")),
    }
)
"""Events that act between other countries: the motive they speak to, and on which pairs."""


def effects(felt: Mapping[str, float], countries: Countries, year: int) -> Floats:
    """Log effects of what is `felt` of each event, by motive.

    Returns
    -------
    (countries, countries, motives), symmetric in the countries
    """
    result = np.zeros((len(countries), len(countries), len(MOTIVES)))
    for event, size in felt.items():
        if event in GENERAL:
            motive, reading = GENERAL[event]
            result[:, :, NAMES.index(motive)] += np.where(reading(countries, year), size, 0.0)
    return result


def home_motives(countries: Countries) -> NDArray[np.int64]:
    """Motive for which two countries seek each other without any event, (countries, countries).

    Across the blocs for East-West exchange, former enemies for reconciliation, all others for the
    exchange itself.
    """
    apart = np.where(
        enemies(countries), NAMES.index("reconciliation"), NAMES.index("exchange")
    ).astype(np.int64)
    return np.where(across(countries), NAMES.index("east_west"), apart)


def shares(effect: Floats, home: NDArray[np.int64]) -> Floats:
    """Share of each motive in the searches of each country for each other, summing to one."""
    may = np.ones((1, len(MOTIVES)), dtype=np.bool_)
    broker = np.array([motive.broker for motive in MOTIVES])
    parts = [
        motive_shares(effect[origin][None], home[origin], may, broker)
        for origin in range(len(effect))
    ]
    return np.concatenate(parts)
