"""The map: every tie of a run whose two ends lie in the frame, on real borders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reports import borders
from reports.demo.eras import Era, eras
from reports.projection import Frame
from reports.templating import render
from reports.theme import INK, LAND, SEA

FRAME = Frame(-1900.0, 2150.0, -1950.0, 1500.0, 0.22)
"""Ireland to the Volga's west."""
BEND = 0.08
"""How far a line bows out, as a share of its length: ties of two pairs on one axis stay apart."""
NAMED = 5
"""Places that the caption names."""


@dataclass(frozen=True)
class TieMap:
    """A drawn map and what its caption needs.

    Attributes
    ----------
    svg : str
    shown, beyond : int
        Living ties drawn, and living ties with an end outside the frame.
    by_era : list of (Era, int)
        Lines in each colour.
    most : list of (str, int)
        German places with most living ties, and how many.
    """

    svg: str
    shown: int
    beyond: int
    by_era: list[tuple[Era, int]]
    most: list[tuple[str, int]]


def living(ties: pl.DataFrame, municipalities: pl.DataFrame) -> pl.DataFrame:
    """Ties that have not ended, with the places of both ends in drawing units; oldest first."""
    where = municipalities["lon"], municipalities["lat"]
    x, y = FRAME.place(*where)
    seats = municipalities.select("id", "country", "level").with_columns(
        x=pl.Series(x, dtype=pl.Float64),
        y=pl.Series(y, dtype=pl.Float64),
        inside=pl.Series(FRAME.holds(*where), dtype=pl.Boolean),
    )
    result = ties.filter(pl.col("ended").is_null())
    for end in ("a", "b"):
        result = result.join(
            seats.rename({name: f"{name}_{end}" for name in seats.columns if name != "id"}),
            left_on=end,
            right_on="id",
        )
    return result.sort("founded", "tie")


def _path(xa: float, ya: float, xb: float, yb: float) -> str:
    """One line, slightly bowed."""
    mx, my = (xa + xb) / 2 - (yb - ya) * BEND, (ya + yb) / 2 + (xb - xa) * BEND
    return f"M{xa:.1f} {ya:.1f}Q{mx:.1f} {my:.1f} {xb:.1f} {yb:.1f}"


def _points(drawn: pl.DataFrame) -> str:
    """German ends as dots: zero-length lines with round caps, one path for all."""
    ends = [
        drawn.filter(pl.col(f"country_{end}") == "DE").select(x=f"x_{end}", y=f"y_{end}")
        for end in ("a", "b")
    ]
    seats = pl.concat(ends).unique().sort("x", "y")
    return "".join(f"M{x:.1f} {y:.1f}h0" for x, y in seats.iter_rows())


def most_tied(alive: pl.DataFrame, municipalities: pl.DataFrame) -> list[tuple[str, int]]:
    """Names of the German places with most living ties, with their number; most first."""
    ends = pl.concat([alive.select(id="a"), alive.select(id="b")])
    counts = ends.group_by("id").agg(ties=pl.len())
    german = municipalities.filter(pl.col("country") == "DE").select("id", "name")
    top = german.join(counts, on="id").sort("ties", "id", descending=[True, False])
    return [(name, ties) for name, ties in top.select("name", "ties").head(NAMED).iter_rows()]


def draw(ties: pl.DataFrame, municipalities: pl.DataFrame) -> TieMap:
    """Draw the living ties of a run.

    Parameters
    ----------
    ties, municipalities : polars.DataFrame
        As in a run's folder.
    """
    alive = living(ties, municipalities)
    drawn = alive.filter(pl.col("inside_a") & pl.col("inside_b"))
    layers = []
    # The latest first: the few early ties end on top, where they can be seen.
    for era in reversed(eras()):
        part = drawn.filter(pl.col("founded").is_between(era.first, era.last))
        lines = [_path(*row) for row in part.select("x_a", "y_a", "x_b", "y_b").iter_rows()]
        layers.append((era, lines))
    by_era = [(era, len(lines)) for era, lines in reversed(layers)]
    counts = "; ".join(f"{era.label}: {count:,}" for era, count in by_era)
    (width, height), shapes = FRAME.size, borders.load()
    picture = render(
        "ties_map.svg.j2",
        alt=f"Map of Europe with {len(drawn):,} simulated living ties as lines, by era of "
        f"founding ({counts}). Most run from Germany to its neighbours.",
        width=width,
        height=height,
        land=FRAME.path(shapes["land"], "z"),
        lines=FRAME.path(shapes["borders"], ""),
        layers=layers,
        points=_points(drawn),
        # Many lines need to be fainter than few; the eye adds them up.
        opacity=float(np.clip(22.0 / np.sqrt(max(len(drawn), 1)), 0.22, 0.7)),
        ink=INK,
        sea=SEA,
        land_colour=LAND,
    )
    most = most_tied(alive, municipalities)
    return TieMap(picture, len(drawn), len(alive) - len(drawn), by_era, most)
