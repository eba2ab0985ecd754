"""The list of the German section of the CEMR (RGRE), as it was collected in 2015."""

from __future__ import annotations

from analysis.registers.files.tables import Cells
from analysis.registers.kinds.values import (
    country_of,
    form_of,
    land_of,
    name_of,
    point_of,
    year_of,
)
from analysis.registers.places.ends import End
from analysis.registers.rows import Told

NEEDED = ("gemeindename", "bundesland", "partnergemeinde", "land", "seit", "form")
MAY = (
    *("plz", "latitude", "longitude", "kontinent"),
    *("latitude_partner", "longitude_partner"),
)
DEFAULT_YEAR = 2000
"""What the list shows where it does not know the year."""


def told(cells: Cells) -> list[Told]:
    """Ties of the list."""
    return [_tie(line, row) for line, row in cells.rows]


def _tie(line: int, row: dict[str, str]) -> Told:
    lat, lon = point_of(row.get("latitude", ""), row.get("longitude", ""))
    there = point_of(row.get("latitude_partner", ""), row.get("longitude_partner", ""))
    return Told(
        line,
        End(name_of(row["gemeindename"]), "DE", land_of(row["bundesland"]), lat, lon),
        End(name_of(row["partnergemeinde"]), country_of(row["land"]), None, *there),
        year_of(row["seit"]),
        form_of(row["form"]),
    )
