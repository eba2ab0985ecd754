"""A plain CSV of anyone's own: one row a tie, its two ends in columns ending in _a and _b."""

from __future__ import annotations

import re

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

NEEDED = ("name_a", "country_a", "name_b", "country_b")
MAY = (
    *("land_a", "lat_a", "lon_a", "id_a", "code_a"),
    *("land_b", "lat_b", "lon_b", "id_b", "code_b"),
    *("year", "form", "ended"),
)
FORM = "partnership"
"""Of ties in a table without a column for it."""


def told(cells: Cells) -> list[Told]:
    """Ties of the table."""
    known = "form" in cells.header
    return [_tie(line, row, known=known) for line, row in cells.rows]


def _tie(line: int, row: dict[str, str], *, known: bool) -> Told:
    ended = row.get("ended", "")
    return Told(
        line,
        _end(row, "a"),
        _end(row, "b"),
        year_of(row.get("year", "")),
        form_of(row["form"]) if known else FORM,
        (year_of(ended) or 0) if ended else None,
    )


def _end(row: dict[str, str], end: str) -> End:
    identity = row.get(f"id_{end}", "")
    code = row.get(f"code_{end}", "")
    return End(
        name_of(row[f"name_{end}"]),
        country_of(row[f"country_{end}"]),
        land_of(row.get(f"land_{end}", "")),
        *point_of(row.get(f"lat_{end}", ""), row.get(f"lon_{end}", "")),
        ids=(int(identity),) if re.fullmatch(r"\d{1,12}", identity) else (),
        codes=(code,) if code else (),
    )
