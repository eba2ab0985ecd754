"""Ties as choices: who chose whom, when, and what the chooser held already."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.models.choice.alternatives import LUCK, YEAR
from analysis.models.choice.terms import Places
from simulation.luck import Purpose

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Choices:
    """Ties of German municipalities with municipalities abroad.

    Attributes
    ----------
    frame : home, away (ids), country (of `away`), year, motive, ended; sorted
    home, away : rows of both ends
    left_out : ties that are no such choice, and why; full sentences
    """

    frame: pl.DataFrame
    home: Integers
    away: Integers
    left_out: tuple[str, ...] = ()

    def where(self, kept: Flags) -> Choices:
        """Some of them."""
        return Choices(self.frame.filter(pl.Series(kept)), self.home[kept], self.away[kept])

    @property
    def country(self) -> NDArray[np.str_]:
        """Country of each partner."""
        return np.array(self.frame["country"].to_list(), dtype=np.str_)

    @property
    def dated(self) -> Flags:
        """Whether the year is known."""
        return self.frame["year"].is_not_null().to_numpy()

    def sample(self, most: int) -> Choices:
        """At most so many of them, by keyed luck: which ones does not depend on the others."""
        if self.frame.height <= most:
            return self
        years = self.frame["year"].fill_null(0).to_numpy().astype(np.int64)
        ends = (self.frame[end].to_numpy() for end in ("home", "away"))
        home, away = ends
        luck = LUCK.draws(Purpose.SCAN, YEAR, home, other=away, salt=years, kind=2)
        kept = np.zeros(len(luck), dtype=np.bool_)
        kept[np.argsort(luck, kind="stable")[:most]] = True
        return self.where(kept)


def choices(ties: pl.DataFrame, places: Places) -> Choices:
    """The choices among ties.

    Parameters
    ----------
    ties : as `Replication.ties` gives them
    places : Places
    """
    abroad = ties.filter(pl.col("land").is_not_null())
    home, away = (places.rows(abroad[end].to_numpy()) for end in ("home", "away"))
    towns = (home >= 0) & (away >= 0)
    frame = abroad.filter(pl.Series(towns)).select(
        "home",
        "away",
        "year",
        "motive",
        "ended",
        country=pl.when(pl.col("country_a") == "DE").then("country_b").otherwise("country_a"),
    )
    told = []
    if inner := ties.height - abroad.height:
        told.append(f"{inner:,} ties within Germany are left out.")
    if districts := abroad.height - frame.height:
        told.append(f"{districts:,} ties of districts are left out.")
    return Choices(frame, home[towns], away[towns], tuple(told))


def held(some: Choices, everything: Choices) -> dict[str, Flags]:
    """Whether each chooser had a living tie with a country when it chose.

    A tie counts from the year after its own to the year in which it ended. Ties without a year
    count for nothing: when they began is not known.

    Parameters
    ----------
    some : the choices that are asked about; with years
    everything : all ties that the choosers had

    Returns
    -------
    dict of (ties,) bool, by country
    """
    known = everything.frame.drop_nulls("year").select(
        "home", "country", since="year", until=pl.col("ended").fill_null(9999)
    )
    asked = some.frame.select("home", "year").with_row_index("row")
    pairs = asked.join(known, on="home").filter(
        pl.col("since") < pl.col("year"), pl.col("until") >= pl.col("year")
    )
    found: dict[str, Flags] = {}
    for country, row in pairs.select("country", "row").unique().sort("country", "row").iter_rows():
        flags = found.setdefault(country, np.zeros(some.frame.height, dtype=np.bool_))
        flags[row] = True
    return found
