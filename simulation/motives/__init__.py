"""Why places search: each motive with whom it makes attractive.

In this version a country is sought out of one motive, by its place in history; the flow of
a motive over time comes from the appeal of its countries and the events that warm them.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulation.past import load_countries


@dataclass(frozen=True)
class Motive:
    """A reason to look for a partner.

    Attributes
    ----------
    name : str
    kind : str
        Kind of tie that it founds.
    meaning : str
        One line for readers of tables.
    """

    name: str
    kind: str
    meaning: str


MOTIVES: tuple[Motive, ...] = (
    Motive("reconciliation", "twinning", "with the former enemies in the West, and Israel"),
    Motive("exchange", "twinning", "with friendly and neutral countries, for its own sake"),
    Motive("east_west", "twinning", "with the countries beyond the Iron Curtain"),
    Motive("development", "development", "with towns of the Global South"),
    Motive("reunification", "twinning", "between the two German states"),
)
"""Order is part of every result (it keys draws): append, never insert."""

NAMES: tuple[str, ...] = tuple(motive.name for motive in MOTIVES)
REUNIFICATION = NAMES.index("reunification")


def motive_of_countries() -> dict[str, int]:
    """Index of the motive for which each country is sought.

    Former members of the eastern bloc and of Yugoslavia: east_west. The Global South:
    development (but China, a partner of large cities: exchange). Western countries that
    Germany occupied or fought, and Israel: reconciliation. All others: exchange. Germany's
    other side: reunification.
    """
    result = {}
    for row in load_countries().iter_rows(named=True):
        if row["country"] == "DE":
            motive = "reunification"
        elif row["region"] == "global_south" and row["bloc_1949_1989"] != "other":
            motive = "development"
        elif row["bloc_1949_1989"] == "east" or row["predecessor"] == "Yugoslavia":
            motive = "east_west"
        elif row["wartime_side"] in ("occupied", "allied") or row["country"] == "IL":
            motive = "reconciliation"
        else:
            motive = "exchange"
        result[row["country"]] = NAMES.index(motive)
    return result
