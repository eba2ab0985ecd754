"""The runs behind the published reports, in one place.

So many that their bands are worth reading, so few that all are made again in a quarter of an hour.
"""

from __future__ import annotations

from analysis.calibration.bank import summary
from reports.papers.pairs import pairs
from reports.papers.paper import Need
from reports.papers.points import points
from reports.papers.snapshots import partners, snapshots

REGISTER = 2014
"""Runs that are to be seen as the register of 2015 would show them end with this year."""

POSTWAR = Need(
    *("postwar", ("history", "no_elysee", "no_expellees"), 20, 3),
    until=REGISTER,
    tables={"summary": summary},
)
UNITY = Need(
    *("unity", ("history", "no_reunification", "no_inner_german"), 14, 3),
    until=REGISTER,
    tables={"summary": summary},
)
ALIKE = Need(
    *("alike", ("history", "no_proximity", "no_similarity", "no_contacts"), 12, 2),
    until=REGISTER,
    tables={"summary": summary, "pairs": pairs},
)
STATE = Need(
    *("state", ("outlook",), 32, 6),
    until=2030,
    tables={"summary": summary, "snapshots": snapshots, "partners": partners},
)
ONE_WORLD = Need(
    *("one_world", ("history", "no_development", "no_groups"), 12, 3),
    tables={"points": points},
)
REVIVAL = Need(
    *("revival", ("outlook",), 12, 8),
    strategies=(
        *("nothing", "coordinator", "digital_meetings", "revival", "school_exchange"),
        *("search_board", "small_grants", "successors", "theme_projects", "everything"),
        *("grants_and_digital", "school_and_successors"),
    ),
    draft_world="toy",
)
