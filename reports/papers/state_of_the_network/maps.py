"""Two maps on real borders: one simulated network, and who is without a partner."""

from __future__ import annotations

from html import escape

import polars as pl
from markupsafe import Markup

from reports import borders
from reports.demo import ties_map
from reports.papers.parts import keys
from reports.projection import Frame
from reports.theme import INK, LAND, SEA

GERMANY = Frame(-360.0, 400.0, -545.0, 350.0, 0.95, digits=0)
CLASSES = (
    (0.9, "#8c2d04", "in nine runs of ten or more"),
    (0.5, "#e6842a", "in half to nine tenths"),
    (0.1, "#7fb3d5", "in a tenth to half"),
    (0.0, "#08519c", "in less than a tenth"),
)
"""Share of the runs without a partner from which a class begins, its colour, its words."""
DOT = 2.4


def network(ties: pl.DataFrame, municipalities: pl.DataFrame, year: int) -> ties_map.TieMap:
    """The living ties of a run at the end of a year."""
    lasting = pl.col("ended").is_null() | (pl.col("ended") > year)
    alive = ties.filter(pl.col("founded") <= year, lasting)
    return ties_map.draw(
        alive.with_columns(ended=pl.lit(None, dtype=alive.schema["ended"])), municipalities
    )


def without(chance: pl.DataFrame, alt: str) -> Markup:
    """A dot for each German municipality, coloured by how often it has no partner.

    Parameters
    ----------
    chance : lat, lon, alone (share of runs)
    alt : what the picture shows
    """
    x, y = GERMANY.place(chance["lon"], chance["lat"])
    dots = chance.with_columns(x=pl.Series(x, dtype=pl.Float64), y=pl.Series(y, dtype=pl.Float64))
    (width, height), shapes = GERMANY.size, borders.load()
    land, lines = GERMANY.path(shapes["land"], "z"), GERMANY.path(shapes["borders"], "")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(alt, quote=True)}" class="map" style="max-width:640px">',
        f'<rect width="{width}" height="{height}" fill="{SEA}"/>',
        f'<path d="{land}" fill="{LAND}" fill-rule="evenodd"/>',
        f'<path d="{lines}" fill="none" stroke="{INK}" stroke-opacity=".55" stroke-width="1"/>',
        *_dots(dots),
        "</svg>",
    ]
    key = [(colour, words, False) for _, colour, words in CLASSES]
    return keys.dots("No partner abroad at the end of 2025:", key) + Markup("\n".join(parts))


def classed(chance: pl.DataFrame) -> pl.DataFrame:
    """Number of places in each class: words, places."""
    rest = chance
    rows = []
    for least, _, words in CLASSES:
        rows.append((words, rest.filter(pl.col("alone") >= least).height))
        rest = rest.filter(pl.col("alone") < least)
    return pl.DataFrame(rows, schema=["words", "places"], orient="row")


def _dots(dots: pl.DataFrame) -> list[str]:
    """One path a class: zero-length lines with round caps; those with a partner on top."""
    paths, rest = [], dots
    for least, colour, _ in CLASSES:
        here = rest.filter(pl.col("alone") >= least).sort("x", "y")
        rest = rest.filter(pl.col("alone") < least)
        points = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in here.select("x", "y").iter_rows())
        paths.append(
            f'<path d="{points}" fill="none" stroke="{colour}" stroke-width="{DOT}" '
            'stroke-linecap="round"/>'
        )
    return paths
