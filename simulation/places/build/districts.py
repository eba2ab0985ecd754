"""Foreign districts, the partners of Landkreise: powiats, départements, provinces, counties."""

from __future__ import annotations

import polars as pl

from simulation.places.build.countries import FRANCE, RULES
from simulation.places.build.distance import centre

FOREIGN_BASE = 200_000_000
COUNTRY_BLOCK = 10_000
LETTERS = 26


def country_number(country: str) -> int:
    """Return the number of a two-letter code in the order of codes: AA 0, AB 1 ... ZZ 675."""
    return (ord(country[0]) - ord("A")) * LETTERS + ord(country[1]) - ord("A")


def foreign_districts(members: pl.DataFrame) -> pl.DataFrame:
    """Group the municipalities of partner countries by their area.

    An area of one municipality is that municipality (a Polish town with powiat rights) and gets no
    row. The id is 200000000 + 10000 x number of the country + place of the area in the sorted list
    of the country, so that adding a country moves no other one's ids.
    """
    out = []
    for country, rule in sorted((RULES | {"FR": FRANCE}).items()):
        if rule.district is None:
            continue
        inside = members.filter((pl.col("country") == country) & (pl.col("level") != "district"))
        wanted = 2 if rule.district == "admin1" else 3
        inside = inside.filter(pl.col("area").str.split(".").list.len() == wanted)
        for rank, area in enumerate(inside["area"].unique().sort()):
            row = _district(inside.filter(pl.col("area") == area))
            if row is not None:
                out.append((FOREIGN_BASE + COUNTRY_BLOCK * country_number(country) + rank, *row))
    return pl.DataFrame(out, schema=members.schema, orient="row")


def _district(group: pl.DataFrame) -> tuple[object, ...] | None:
    """Return the row of one district but its id, or None if it is one municipality only."""
    if group.height < 2:
        return None
    seat = group.sort(
        "seat_rank", pl.col("population").fill_null(0), "id", descending=[False, True, False]
    ).row(0, named=True)
    weight = group["population"].fill_null(1).to_numpy().astype(float)
    lat, lon = centre(group["lat"].to_numpy(), group["lon"].to_numpy(), weight)
    people = int(group["population"].sum()) or None
    code = seat["area"].split(".")[-1]
    return (
        seat["name"], seat["country"], None, code, lat, lon, people, "district", 5, seat["area"],
        seat["region"],
    )  # fmt: skip
