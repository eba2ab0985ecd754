"""The mark that each system leaves in a history: a count of rows of the ledger or of the ties.

What each counts is told by the field `shows` of the table of systems.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.observation.register import SNAPSHOT, recorded
from simulation import History
from simulation.ledger import (
    ADVERTISED,
    BEGAN,
    ENDED,
    FOUNDED,
    GRANTED,
    JOINED,
    SLEPT,
    STOPPED,
    SUSPENDED,
    WEAKENED,
)
from simulation.past.bonds.regions import load_land_pairings
from simulation.regions import paired
from simulation.ties import FORMS

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

HALTS = ("covid_2020", "brexit_2020")
NEAR_KM = 200.0
LIKE = 2.0
"""Factor within which two places are alike in inhabitants."""
RECONCILED = 1975
"""Last founding year that counts as the wave of reconciliation."""


def _told(history: History, event: str, *, key: str, value: str | None = None) -> int:
    """Rows of an event whose detail has a key, with a value if one is given."""
    pattern = f'"{key}":' if value is None else f'"{key}":"{value}"'
    rows = history.ledger.filter(pl.col("event") == event)
    return int(rows["detail"].str.contains(pattern, literal=True).sum())


def _happened(history: History, event: str) -> int:
    return history.ledger.filter(pl.col("event") == event).height


def _of_motive(history: History, motive: str) -> pl.DataFrame:
    return history.ties.filter(pl.col("motive") == motive)


def _ends(history: History) -> tuple[pl.DataFrame, Integers, Integers]:
    """Mutual ties with a place abroad, and the rows of their German and other ends."""
    ties = history.ties.filter(pl.col("kind") != "sponsorship")
    world = history.world
    a, b = (np.array([world.row_of[i] for i in ties[end]], dtype=np.int64) for end in ("a", "b"))
    abroad = (world.land[a] >= 0) != (world.land[b] >= 0)
    home = np.where(world.land[a] >= 0, a, b)
    other = np.where(world.land[a] >= 0, b, a)
    return ties.filter(pl.Series(abroad, dtype=pl.Boolean)), home[abroad], other[abroad]


def forms(history: History) -> int:
    """Twinnings that were founded as less than a contract."""
    rows = history.ledger.filter(
        pl.col("event") == FOUNDED, pl.col("detail").str.contains('"kind":"twinning"', literal=True)
    )
    contract = rows["detail"].str.contains(f'"form":"{FORMS[-1]}"', literal=True)
    return int((~contract).sum())


def reconciliation(history: History) -> int:
    """Ties of that motive founded up to 1975."""
    return _of_motive(history, "reconciliation").filter(pl.col("founded") <= RECONCILED).height


def proximity(history: History) -> int:
    """Ties abroad below 200 km."""
    ties, _, _ = _ends(history)
    return ties.filter(pl.col("distance_km") < NEAR_KM).height


def similarity(history: History) -> int:
    """Ties abroad between places alike in inhabitants."""
    _, home, other = _ends(history)
    size = history.world.population
    ratio = size[home] / size[other]
    return int(np.count_nonzero((ratio < LIKE) & (ratio > 1.0 / LIKE)))


def sponsorships(history: History) -> int:
    """Sponsorships ever taken on."""
    return _told(history, FOUNDED, key="kind", value="sponsorship")


def gates(history: History) -> int:
    """Ties with the East founded in the five years after the opening, beyond the five before."""
    founded = _of_motive(history, "east_west")["founded"]
    after = int(founded.is_between(1990, 1994).sum())
    return after - int(founded.is_between(1984, 1988).sum())


def land_pairings(history: History) -> int:
    """Inner-German ties between Länder that were paired for administrative aid."""
    land, row_of = history.world.land, history.world.row_of
    ties = _of_motive(history, "reunification").filter(pl.col("founded") >= 1990)
    pairs = {frozenset((pair.west, pair.east)) for pair in load_land_pairings()}
    codes = history.world.laender
    return sum(
        frozenset((codes[land[row_of[a]]], codes[land[row_of[b]]])) in pairs
        for a, b in ties.select("a", "b").iter_rows()
    )


def saturation(history: History) -> int:
    """Living ties abroad that are not their German place's first with the country."""
    ties, home, other = _ends(history)
    country = history.world.group[other]
    living = ties["ended"].is_null().to_numpy()
    pairs = set(zip(home[living].tolist(), country[living].tolist(), strict=True))
    return int(living.sum()) - len(pairs)


def register(history: History) -> int:
    """Ties abroad of 2014 that the register lacks, or shows without their year."""
    seen = recorded(history)
    ids = history.municipalities.select("id", "country")
    alive = (
        history.ties_at(SNAPSHOT)
        .filter(pl.col("ended").is_null(), pl.col("kind") != "sponsorship")
        .join(ids.rename({"id": "a", "country": "home"}), on="a")
        .join(ids.rename({"id": "b", "country": "away"}), on="b")
        .filter((pl.col("home") == "DE") != (pl.col("away") == "DE"))
    )
    return alive.height - seen.filter(~pl.col("year_is_default")).height


def development(history: History) -> int:
    """Networking events, from which development ties begin."""
    return _told(history, FOUNDED, key="stage")


def halts(history: History) -> int:
    """Changes that a halt is the reason of."""
    return sum(
        _told(history, event, key="why", value=halt)
        for event in (STOPPED, WEAKENED, SLEPT)
        for halt in HALTS
    )


def districts(history: History) -> int:
    """Ties abroad with a district at an end."""
    _, home, other = _ends(history)
    flag = history.world.is_district
    return int(np.count_nonzero(flag[home] | flag[other]))


def partner_regions(history: History) -> int:
    """Ties abroad with a region that was paired with the German place's part of a Land."""
    ties, home, other = _ends(history)
    world = history.world
    founded = ties["founded"].to_numpy()
    result = 0
    for year in np.unique(founded).tolist():
        here = founded == year
        flags: Flags = paired(world, year)[world.part[home[here]], world.region[other[here]]]
        result += int(np.count_nonzero(flags))
    return result


MARKS: dict[str, Callable[[History], int]] = {
    "forms": forms,
    "reconciliation": reconciliation,
    "proximity": proximity,
    "similarity": similarity,
    "contacts": lambda history: _told(history, FOUNDED, key="prior"),
    "sponsorships": sponsorships,
    "gates": gates,
    "inner_german": lambda history: _told(history, FOUNDED, key="motive", value="reunification"),
    "land_pairings": land_pairings,
    "saturation": saturation,
    "register": register,
    "board": lambda history: _happened(history, ADVERTISED),
    "development": development,
    "groups": lambda history: _happened(history, JOINED),
    "ambassadors": lambda history: _told(history, BEGAN, key="activity", value="ambassadors"),
    "money": lambda history: _told(history, GRANTED, key="eur"),
    "life": lambda history: _happened(history, BEGAN),
    "mergers": lambda history: _told(history, ENDED, key="why", value="merger"),
    "rupture": lambda history: _happened(history, SUSPENDED),
    "halts": halts,
    "solidarity": lambda history: _of_motive(history, "solidarity").height,
    "districts": districts,
    "partner_regions": partner_regions,
    "local_democracy": lambda history: _of_motive(history, "local_democracy").height,
    "european_union": lambda history: _of_motive(history, "european_integration").height,
}
"""By the names of the table of systems."""


def mark(name: str, history: History) -> int:
    """How much of a system a finished history shows.

    Parameters
    ----------
    name : str
        Of a system in `simulation.systems`.
    history : History

    Raises
    ------
    KeyError
        If there is no such system.
    """
    return MARKS[name](history)
