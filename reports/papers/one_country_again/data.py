"""What the report reads: counts, published figures, runs of three scenarios, the time split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.recorded import load
from analysis.validation.patterns import cells
from analysis.validation.patterns.published import inner_german
from analysis.validation.targets import Fact
from reports.papers.parts import record, seen

if TYPE_CHECKING:
    from scenarios.runs import Results

HISTORY = seen.HISTORY
NO_UNITY, NO_WISH = "no_reunification", "no_inner_german"
SPAN = (1984, 1999)
"""Years that are shown."""
WAVE = (1990, 1996)
"""From the first open year to the last that the full survey holds."""
STOCK = (1985, 2014)
LARGEST = 4
"""Opened countries with a panel of their own."""
WEST_SHOWN = ("FR", "GB", "AT")
"""Countries that were always open, beside the opened ones."""
EVENTS = (
    *("opening_1989", "reunification_1990", "german_polish_treaty_1991"),
    *("german_hungarian_treaty_1992", "german_czechoslovak_treaty_1992"),
)


@dataclass(frozen=True)
class Data(seen.Seen):
    """Frames behind numbers and figures: those of `Seen`, and these.

    Attributes
    ----------
    stock : inner-German contracts in force: scenario, replication, year, value
    split : what the time split found
    events : what was estimated of all events
    """

    stock: pl.DataFrame
    split: dict[str, Any]
    events: dict[str, Any]

    @property
    def opened(self) -> tuple[str, ...]:
        """Countries that the opening of 1989 touches."""
        return tuple(sorted(self.split["opened"]))

    @property
    def largest(self) -> list[str]:
        """Opened countries with most recorded ties of the wave, most first."""
        counted = [(-record.links([code], *WAVE), code) for code in self.opened]
        return [code for _, code in sorted(counted)[:LARGEST]]


def gather(results: Results) -> Data:
    """Read finished runs, the record and the estimates."""
    return Data(
        *seen.frames(results),
        stock=stock(results),
        split=record.estimates("time_split"),
        events=record.estimates("events"),
    )


def stock(results: Results) -> pl.DataFrame:
    """Inner-German contracts in force at the end of each year, read as the scorecard reads them."""
    places = results.table("municipalities")
    facts = tuple(Fact(cell=str(year), low="G099") for year in range(STOCK[0], STOCK[1] + 1))
    parts = []
    for path in results.paths("ties"):
        ties = pl.read_parquet(path, columns=[*seen.RUN, "a", "b", "signed", "ended"])
        if ties.is_empty():
            continue
        run = {name: pl.lit(ties[name][0], dtype=ties.schema[name]) for name in seen.RUN}
        told = inner_german(ties, places, facts)
        parts.append(told.select(**run, year=pl.col("cell").cast(pl.Int32), value="value"))
    return pl.concat(parts).sort(*seen.RUN, "year")


def opened(data: Data) -> pl.Expr:
    """Whether the partner lies in a country that opened."""
    return seen.of_countries(data.opened)


def inner() -> pl.Expr:
    """Whether the partner lies in the other part of Germany."""
    return pl.col("country") == seen.HOME


def eastern_share(data: Data, codes: tuple[str, ...]) -> tuple[float | None, pl.DataFrame]:
    """Share of ties with some countries that eastern places hold, recorded and in each run.

    Of the twelve Länder whose ties are told by Land, without Berlin.
    """
    laender = [land for land in cells.LAENDER if land != cells.APART]
    here = pl.col("land").is_in(laender) & seen.of_countries(codes)
    east = pl.col("land").is_in(cells.EAST)
    rows = load("rgre2015_links_by_land").filter(here)
    whole = int(rows["count"].sum())
    recorded = int(rows.filter(east)["count"].sum()) / whole if whole else None
    every = seen.count(data.registered, data.runs, here)
    theirs = seen.count(data.registered, data.runs, here & east)
    both = every.join(theirs, on=seen.RUN, suffix="_east").filter(pl.col("value") > 0)
    share = both.select(*seen.RUN, value=pl.col("value_east") / pl.col("value"))
    return recorded, share.sort(seen.RUN)
