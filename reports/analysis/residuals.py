"""Residuals of a model of counts on maps: by country abroad, and by Land."""

from __future__ import annotations

import polars as pl
from markupsafe import Markup

from analysis.validation import label
from reports.analysis import maps
from reports.analysis.drawn import PAIR, Figure
from reports.analysis.result import Result

BEYOND = 5
"""Regions outside a map that its caption names."""
HOME = "DE"


def figures(name: str, frame: pl.DataFrame, result: Result) -> tuple[Figure, ...]:
    """Two maps: countries in Europe, Länder in Germany; none of smaller regions.

    Parameters
    ----------
    name : str
    frame : polars.DataFrame
        home, country, observed, expected: a row a cell.
    result : Result
        Whose places say where regions are.
    """
    by_country = _cells(frame, "country", _centres(result.material.places, "country"))
    by_land = _cells(frame, "home", _centres(result.material.places, "land"))
    if by_country.is_empty() or by_land.is_empty():
        return ()  # cells of smaller regions: the maps of countries and Länder tell as much
    found = []
    for part, rows, seen, what, title in (
        ("countries", by_country, maps.EUROPE, "countries", "Ties by country abroad"),
        ("laender", by_land, maps.GERMANY, "Länder", "Ties by Land"),
    ):
        drawn = maps.draw(rows, seen, what)
        note = (
            "Area of a circle: ties observed less those that the model expects; blue where there "
            "are more, orange where there are fewer."
        )
        if drawn.beyond:
            told = ", ".join(f"{one} {maps.signed(more)}" for one, more in drawn.beyond[:BEYOND])
            more = len(drawn.beyond) - BEYOND
            note += f" Outside the map: {told}" + (f", and {more} more." if more > 0 else ".")
        svg = Markup(drawn.svg)  # our own drawing: the template escapes its names
        found.append(Figure(f"{name}_{part}", title, svg, None, note, small=f"{PAIR}{name}"))
    return tuple(found)


def _centres(places: pl.DataFrame, key: str) -> pl.DataFrame:
    """Where the people of each region live on average: key, lon, lat (degrees)."""
    weight = pl.col("population").fill_null(0) + 1
    rows = places.filter(pl.col(key).is_not_null())
    if key == "country":
        rows = rows.filter(pl.col("country") != HOME)
    return (
        rows.sort("id")
        .group_by(key)
        .agg(
            lon=(pl.col("lon") * weight).sum() / weight.sum(),
            lat=(pl.col("lat") * weight).sum() / weight.sum(),
        )
        .sort(key)
    )


def _cells(frame: pl.DataFrame, key: str, centres: pl.DataFrame) -> pl.DataFrame:
    """Sums by region, where each lies: name, lon, lat, observed, expected."""
    place = centres.columns[0]
    sums = frame.sort(key).group_by(key).agg(pl.col("observed", "expected").sum())
    joined = sums.join(centres, left_on=key, right_on=place).sort(key)
    names = pl.Series("name", [label(code) for code in joined[key]], dtype=pl.String)
    return joined.select(names, "lon", "lat", "observed", "expected")
