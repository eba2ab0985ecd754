"""Places, and their memberships in multilateral groups."""

from __future__ import annotations

import json

import polars as pl

from simulation.ledger import JOINED, LEFT
from simulation.world import World

PLACE_COLUMNS = ("id", "name", "country", "land", "code", "lat", "lon", "population", "level")


def municipalities(world: World) -> pl.DataFrame:
    """One row a place of the world, in the columns of the contract."""
    return world.frame.select(PLACE_COLUMNS)


GROUPS_SCHEMA = {"group": pl.Int64, "id": pl.Int64, "joined": pl.Int32, "left": pl.Int32}


def groups(ledger: pl.DataFrame) -> pl.DataFrame:
    """Memberships in multilateral groups, one row a membership: group, id, joined, left or null."""
    rows: list[dict[str, int | None]] = []
    open_row: dict[tuple[int, int], dict[str, int | None]] = {}
    changes = ledger.filter(pl.col("event").is_in((JOINED, LEFT)))
    for year, event, place, detail in changes.select("year", "event", "a", "detail").iter_rows():
        group = int(json.loads(detail)["group"])
        if event == JOINED:
            row: dict[str, int | None] = {"group": group, "id": place, "joined": year, "left": None}
            open_row[(group, place)] = row
            rows.append(row)
        else:
            open_row.pop((group, place))["left"] = year
    return pl.DataFrame(rows, schema=GROUPS_SCHEMA)
