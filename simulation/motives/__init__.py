"""Why places search: each motive with who searches, whom it makes attractive and what founds.

A country has a home motive, by its place in history. Dated events bring up others for a time:
`climate.motives` holds how the searches of a Land for a country are shared among them. How many
searches there are does not depend on what they are called: motives are not recorded anywhere.
"""

from __future__ import annotations

from simulation.motives.declared import (
    Motive,
    events_of,
    load_motives,
    motive_of_act,
    motive_of_countries,
    programmes_of,
)
from simulation.motives.shares import motive_shares

__all__ = [
    "DEVELOPMENT",
    "MOTIVES",
    "NAMES",
    "REUNIFICATION",
    "SPONSORSHIP",
    "Motive",
    "events_of",
    "load_motives",
    "motive_of_act",
    "motive_of_countries",
    "motive_shares",
    "programmes_of",
]

MOTIVES: tuple[Motive, ...] = load_motives()
"""Order is part of every result (it keys draws): append, never insert."""

NAMES: tuple[str, ...] = tuple(motive.name for motive in MOTIVES)
DEVELOPMENT = NAMES.index("development")
REUNIFICATION = NAMES.index("reunification")
SPONSORSHIP = NAMES.index("sponsorship")
