"""The map of the New Hanseatic League, by when its towns join in the runs."""

from __future__ import annotations

import polars as pl
from markupsafe import Markup

from reports import borders
from reports.papers.parts import keys
from reports.papers.parts.bands import BASE
from reports.projection import Frame
from reports.strategies.charts.parts import EQUAL
from reports.templating import render
from reports.theme import INK, LAND, SEA, SIMULATED
from simulation.ways.groups.memberships import HANSE

FRAME = Frame(-1000.0, 1450.0, -220.0, 1020.0, 0.38, digits=0)
"""From Scotland to the Volga."""
NAMED = ("Lübeck", "Zwolle", "Visby", "Bergen", "Tallinn", "Gdańsk", "Riga", "King's Lynn")


def towns(groups: pl.DataFrame, places: pl.DataFrame, opening: int) -> pl.DataFrame:
    """Towns that join in half of the runs or more, by the year in which most have.

    Returns
    -------
    polars.DataFrame
        id, name, country, joined (median year over the runs that see it join), late (after the
        opening), x, y (drawing units)
    """
    mine = groups.filter(pl.col("scenario") == BASE, pl.col("kind") == HANSE)
    runs = groups.filter(pl.col("scenario") == BASE)["replication"].n_unique()
    seen = mine.group_by("id").agg(joined=pl.col("joined").median(), often=pl.len())
    here = seen.filter(2 * pl.col("often") >= runs).join(
        places.select("id", "name", "country", "lat", "lon"), on="id"
    )
    where = here["lon"], here["lat"]
    x, y = FRAME.place(*where)
    placed = here.with_columns(
        x=pl.Series(x, dtype=pl.Float64),
        y=pl.Series(y, dtype=pl.Float64),
        late=pl.col("joined") > opening,
    )
    inside = pl.Series(FRAME.holds(*where), dtype=pl.Boolean)
    columns = ("id", "name", "country", "joined", "late", "x", "y")
    return placed.filter(inside).select(columns).sort("joined", "id")


def draw(found: pl.DataFrame, opening: int, alt: str) -> Markup:
    """Draw the towns on today's borders: blue dots joined by the opening, vermilion rings later."""
    (width, height), shapes = FRAME.size, borders.load()
    named = found.filter(pl.col("name").is_in(list(NAMED)))
    key = (
        (SIMULATED, f"joined by {opening}", False),
        (EQUAL, f"joined after {opening}", True),
    )
    return keys.dots("", key) + Markup(
        render(
            "league_map.svg.j2",
            alt=alt,
            width=width,
            height=height,
            land=FRAME.path(shapes["land"], "z"),
            lines=FRAME.path(shapes["borders"], ""),
            early=_dots(found.filter(~pl.col("late"))),
            late=_dots(found.filter(pl.col("late"))),
            names=[(row["name"], row["x"], row["y"]) for row in named.iter_rows(named=True)],
            colours={
                "early": SIMULATED,
                "late": EQUAL,
                "ink": INK,
                "land": LAND,
                "sea": SEA,
            },
        )
    )


def _dots(found: pl.DataFrame) -> list[tuple[str, str]]:
    return [(f"{x:.1f}", f"{y:.1f}") for x, y in found.select("x", "y").iter_rows()]
