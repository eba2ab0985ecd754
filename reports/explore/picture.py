"""What the page draws of one history: ties with their years, places, growth beside the record."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.observation.register import recorded
from analysis.recorded import country_totals
from analysis.validation import observed
from analysis.validation.patterns.tallies import TALLIES
from reports.explore.frame import FRAME
from reports.history import country_name
from simulation import History

LARGEST = 8
"""Partner countries with a panel of their own, beside one of all."""
WHOLE = "germany"
"""The world that the record is of."""
ALL = "all"
WORDS = ("kind", "motive", "form")


def picture(history: History) -> dict[str, Any]:
    """All that the page draws: what `drawn` gives, seconds, and growth: rows of `growth`."""
    seconds = round(sum(history.seconds.values()), 2)
    return {**drawn(history), "seconds": seconds, "growth": growth(history)}


def drawn(history: History) -> dict[str, Any]:
    """The ties of a history, or of one that is under way, as plain values, ready for JSON.

    Returns
    -------
    dict
        start, until, seed, world; places: columns id, name, country, level, x, y (drawing units;
        null outside the map); ties: columns a, b (numbers of places), founded, ended (year; 0 for
        none), kind, motive, form (numbers into `words`), km.
    """
    ties = history.ties.sort("founded", "tie")
    places = _places(history, ties)
    number = places.select("id", place=pl.int_range(pl.len()))
    for end in ("a", "b"):
        ties = ties.join(number, left_on=end, right_on="id", maintain_order="left").rename(
            {"place": f"at_{end}"}
        )
    words = {name: sorted(ties[name].drop_nulls().unique().to_list()) for name in WORDS}
    codes = {name: _coded(ties[name], words[name]) for name in WORDS}
    return {
        "start": history.parameters.start,
        "until": history.parameters.until,
        "seed": history.seed,
        "world": history.world.name,
        "places": places.to_dict(as_series=False),
        "ties": {
            "a": ties["at_a"].to_list(),
            "b": ties["at_b"].to_list(),
            "founded": ties["founded"].to_list(),
            "ended": ties["ended"].fill_null(0).to_list(),
            "km": ties["distance_km"].round(1).to_list(),
            **codes,
        },
        "words": words,
    }


def _coded(values: pl.Series, words: list[str]) -> list[int]:
    """The number of each word."""
    number = {word: code for code, word in enumerate(words)}
    return [number[value] for value in values.to_list()]


def _places(history: History, ties: pl.DataFrame) -> pl.DataFrame:
    """Places that have ever had a tie, by id, with where they are drawn."""
    used = pl.concat([ties["a"], ties["b"]]).unique()
    seen = (
        history.municipalities.filter(pl.col("id").is_in(used.implode()))
        .select("id", "name", "country", "level", "lat", "lon")
        .sort("id")
    )
    lon, lat = seen["lon"].to_list(), seen["lat"].to_list()
    xs, ys = FRAME.place(lon, lat) if lon else ([], [])
    inside = pl.Series(FRAME.holds(lon, lat) if lon else [], dtype=pl.Boolean)
    return seen.select("id", "name", "country", "level").with_columns(
        x=pl.when(inside).then(pl.Series(xs, dtype=pl.Float64).round(1)),
        y=pl.when(inside).then(pl.Series(ys, dtype=pl.Float64).round(1)),
    )


def growth(history: History) -> list[dict[str, Any]]:
    """New ties by country and founding period as the register of 2015 would hold them.

    Beside what it does hold, with the role of that cell in the fit. Both count the same things:
    ties of one German end that lived at the end of 2014 and whose year is known. In a part of
    Germany there is nothing to hold beside the whole, and no record is given.

    Returns
    -------
    list of dict
        country (code, or all), name, first, last (years of the period), simulated (ties),
        recorded (ties, or None), role (fitted, kept back, or None)
    """
    register = recorded(history)
    abroad = register.select(
        "year",
        country=pl.when(pl.col("country_a") == "DE").then("country_b").otherwise("country_a"),
        undated="year_is_default",
        count=pl.lit(1),
    )
    counts = {
        (pattern, cell): value
        for pattern in ("dated", "dated_all")
        for cell, value in TALLIES[pattern](abroad).iter_rows()
    }
    whole = history.world.name == WHOLE
    rows = []
    for pattern, cell, count, role in _cells():
        country, period = cell.rpartition("|")[::2]
        first = int(period[:4])
        rows.append(
            {
                "country": country or ALL,
                "name": country_name(country) if country else "All countries",
                "first": first,
                "last": first + (int(period[5:]) - first % 100),
                "simulated": counts.get((pattern, cell), 0.0),
                "recorded": count if whole else None,
                "role": role if whole else None,
            }
        )
    return rows


def _cells() -> list[tuple[str, str, float, str]]:
    """Recorded cells of the panels: all countries, then the largest by number of ties."""
    record = observed().select("pattern", "cell", "recorded", "role")
    total = record.filter(pl.col("pattern") == "dated_all").rows()
    for country in country_totals()["country"].head(LARGEST):
        mine = pl.col("cell").str.starts_with(f"{country}|")
        total += record.filter(pl.col("pattern") == "dated", mine).rows()
    return total
