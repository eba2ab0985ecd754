"""What the report reads: counts of the register, runs of three scenarios, and the estimates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.estimation.events.elysee import Beside, beside_neighbours
from analysis.recorded import country_year
from reports.papers.parts import record, seen
from simulation.ties import KINDS, SPONSORSHIP

if TYPE_CHECKING:
    from scenarios.runs import Results

HISTORY = seen.HISTORY
NO_TREATY, NO_EXPELLEES = "no_elysee", "no_expellees"
TREATY, TREATY_YEAR = "elysee_1963", 1963
FRANCE = "FR"
NEIGHBOURS = ("GB", "AT", "NL", "IT", "BE", "US")
"""The others with most recorded ties of 1945-75, in the order of their panels."""
EAST = ("PL", "CZ", "SK", "HU")
"""Where the expelled came from."""
SPAN = (1947, 1979)
"""Years that are shown."""
RISE, WAVE = (1950, 1962), (1963, 1975)
"""Before and from the year of the treaty on: thirteen years each."""
CALM, CLIMB, CREST = (1953, 1957), (1958, 1962), (1963, 1967)
"""Five years at a time around the beginning of the rise and the treaty."""


@dataclass(frozen=True)
class Data(seen.Seen):
    """Frames behind numbers and figures: those of `Seen`, and these.

    Attributes
    ----------
    sponsored : of each run of `history` sponsorships taken on, and those that became twinnings
    events : what was estimated of all events
    beside : France beside its neighbours, without the model
    """

    sponsored: pl.DataFrame
    events: dict[str, Any]
    beside: Beside

    @property
    def treaty(self) -> dict[str, Any]:
        """What was estimated of the treaty."""
        found: dict[str, Any] = next(e for e in self.events["events"] if e["id"] == TREATY)
        return found


def gather(results: Results) -> Data:
    """Read finished runs, the record and the estimates."""
    return Data(
        *seen.frames(results),
        sponsored=sponsored(results),
        events=record.estimates("events"),
        beside=beside_neighbours(country_year().drop_nulls("year")),
    )


def sponsored(results: Results) -> pl.DataFrame:
    """Sponsorships of each run of `history`: replication, taken_on, turned (into twinnings)."""
    still = results.table("ties").filter(
        pl.col("scenario") == HISTORY, pl.col("kind") == KINDS[SPONSORSHIP]
    )
    turned = seen.turned(results).filter(pl.col("scenario") == HISTORY)
    every = seen.runs(results).filter(pl.col("scenario") == HISTORY).select("replication")
    for name, table in (("still", still), ("turned", turned)):
        counted = table.group_by("replication").agg(pl.col("tie").n_unique().alias(name))
        every = every.join(counted, on="replication", how="left")
    filled = every.with_columns(pl.col("still", "turned").fill_null(0).cast(pl.Float64))
    return filled.select(
        "replication", taken_on=pl.col("still") + pl.col("turned"), turned="turned"
    ).sort("replication")


def between(years: tuple[int, int], year: str = "year") -> pl.Expr:
    """Whether a tie is dated to some years."""
    return pl.col(year).is_between(*years)


def french() -> pl.Expr:
    """Whether the partner is French."""
    return seen.of_countries([FRANCE])
