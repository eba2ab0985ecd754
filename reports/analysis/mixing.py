"""Which Länder are tied to which countries more than others are: a panel a country."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from analysis.validation import label
from analysis.validation.comparison import NORMAL90
from reports.analysis.charts import mixing
from reports.analysis.drawn import Figure, figure
from reports.analysis.result import Result
from reports.analysis.words import number

COUNTRIES = 9
"""Panels: the countries with most ties."""
REACH = 0.97
"""Share of the ends of intervals that panels show."""


def figures(name: str, frame: pl.DataFrame, result: Result) -> tuple[Figure, ...]:
    """One panel a country, on one scale.

    Parameters
    ----------
    name : str
    frame : polars.DataFrame
        land, country, ties, expected, log_odds, log_odds_se: a row a pair.
    result : Result
    """
    del result
    known = frame.filter(pl.col("log_odds").is_finite(), pl.col("log_odds_se").is_finite())
    reach = NORMAL90 * pl.col("log_odds_se")
    rows = known.select(
        "country",
        pl.col("land").str.strip_prefix("DE-"),
        "ties",
        value="log_odds",
        low=pl.col("log_odds") - reach,
        high=pl.col("log_odds") + reach,
    ).sort("country", "land")
    order = rows.group_by("country").agg(pl.col("ties").sum())
    order = order.sort("ties", "country", descending=[True, False]).head(COUNTRIES)
    shown = rows.filter(pl.col("country").is_in(order["country"].to_list()))
    if shown.is_empty():
        return ()
    ends = pl.concat([shown["low"], shown["high"]]).abs().quantile(REACH)
    domain = (-float(ends or 1.0), float(ends or 1.0))
    return tuple(
        replace(_panel(name, country, ties, shown, domain), small=name)
        for country, ties in order.iter_rows()
    )


def _panel(
    name: str, country: str, ties: float, shown: pl.DataFrame, domain: tuple[float, float]
) -> Figure:
    rows = shown.filter(pl.col("country") == country)
    told = ", ".join(f"{land} {number(value, 2)}" for land, value in rows["land", "value"].rows())
    title = f"{label(country)}: {number(ties, 0)} ties"
    return figure(
        f"{name}_{country}",
        title,
        mixing.chart(rows, domain),
        None,
        f"{title}. Log odds that a tie of each Land goes there, against those of all "
        f"others, with 90 % intervals: {told}.",
    )
