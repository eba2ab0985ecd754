"""Ties of an ensemble, counted: as they were founded, and as the register would show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analysis.observation.register import DEFAULT_YEAR
from analysis.validation import compare
from analysis.validation.patterns.cells import APART, EAST
from simulation.ledger import CONVERTED
from simulation.ties import KINDS, SPONSORSHIP

if TYPE_CHECKING:
    from scenarios.runs import Results

HOME = "DE"
HISTORY = "history"
RUN = ("scenario", "replication")


@dataclass(frozen=True)
class Seen:
    """Frames of runs of `history` and of scenarios that leave something out of it.

    Attributes
    ----------
    runs : scenario, replication
    founded, registered : every tie of every run; see the functions of these names
    cells : the scorecard of `history`
    """

    runs: pl.DataFrame
    founded: pl.DataFrame
    registered: pl.DataFrame
    cells: pl.DataFrame

    @property
    def replications(self) -> int:
        """Runs of each scenario."""
        return self.runs.filter(pl.col("scenario") == HISTORY).height


def frames(results: Results) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The frames of `Seen`, in their order."""
    mine = results.table("summary").filter(pl.col("scenario") == HISTORY)
    scored = compare(mine.drop("scenario", "strategy"))
    return runs(results), founded(results), registered(results), scored


def runs(results: Results) -> pl.DataFrame:
    """Which runs there are: scenario, replication; sorted. Failed ones have stopped a paper."""
    told = [(run["scenario"], run["replication"]) for run in results.record["runs"]]
    return pl.DataFrame(
        told, schema={"scenario": pl.String, "replication": pl.Int32}, orient="row"
    ).sort(RUN)


def half() -> pl.Expr:
    """East, west or Berlin: where a German place lies, from its Land."""
    return (
        pl.when(pl.col("land").is_in(EAST))
        .then(pl.lit("east"))
        .when(pl.col("land") == APART)
        .then(pl.lit("berlin"))
        .otherwise(pl.lit("west"))
    )


def _ends(ties: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Country, Land and half of both ends beside each tie."""
    about = places.select("id", "country", "land", half=half())
    for end in ("a", "b"):
        told = about.rename({name: f"{name}_{end}" for name in ("country", "land", "half")})
        ties = ties.join(told, left_on=end, right_on="id", maintain_order="left", validate="m:1")
    return ties


def founded(results: Results) -> pl.DataFrame:
    """Every tie ever founded but sponsorships, with what its German end and its partner are.

    A sponsorship that turned into a twinning counts from the year in which it did.

    Returns
    -------
    polars.DataFrame
        scenario, replication, country (of the partner; DE of inner-German ties), land and half
        (of the German end; of an inner-German tie those of its western end), founded, signed,
        ended.
    """
    columns = [*RUN, "tie", "a", "b", "kind", "founded", "signed", "ended"]
    ties = results.table("ties").select(columns).filter(pl.col("kind") != KINDS[SPONSORSHIP])
    since = (
        ties.join(turned(results), on=[*RUN, "tie"], how="left", maintain_order="left")
        .with_columns(founded=pl.coalesce("turned", "founded"))
        .drop("turned")
    )
    both = _ends(since, results.table("municipalities"))
    # the home end is the German one; of two German ones that which does not lie in the East
    first = (pl.col("country_a") == HOME) & (
        (pl.col("country_b") != HOME) | (pl.col("half_a") != "east")
    )
    picked = {
        name: pl.when(first).then(f"{name}_{here}").otherwise(f"{name}_{there}")
        for name, here, there in (("land", "a", "b"), ("half", "a", "b"), ("country", "b", "a"))
    }
    return both.select(*RUN, **picked, founded="founded", signed="signed", ended="ended")


def turned(results: Results) -> pl.DataFrame:
    """When sponsorships turned into twinnings: scenario, replication, tie, turned (year)."""
    told = results.scan("ledger").filter(pl.col("event") == CONVERTED)
    return told.select(*RUN, "tie", turned="year").collect()


def registered(results: Results) -> pl.DataFrame:
    """Ties as the register of 2015 would have them.

    Returns
    -------
    polars.DataFrame
        scenario, replication, country, land and half (of the German end), year (null where the
        register does not know it).
    """
    columns = [*RUN, "a", "b", "year", "year_is_default"]
    both = _ends(results.table("recorded").select(columns), results.table("municipalities"))
    first = pl.col("country_a") == HOME
    picked = {
        name: pl.when(first).then(f"{name}_{here}").otherwise(f"{name}_{there}")
        for name, here, there in (("land", "a", "b"), ("half", "a", "b"), ("country", "b", "a"))
    }
    known = ~pl.col("year_is_default") & (pl.col("year") != DEFAULT_YEAR)
    return both.select(*RUN, **picked, year=pl.when(known).then("year"))


def count(ties: pl.DataFrame, all_runs: pl.DataFrame, wanted: pl.Expr) -> pl.DataFrame:
    """Ties of each run that fit: scenario, replication, value; runs without one have zero."""
    found = ties.filter(wanted).group_by(RUN).agg(value=pl.len().cast(pl.Float64))
    joined = all_runs.join(found, on=RUN, how="left")
    return joined.with_columns(pl.col("value").fill_null(0.0)).sort(RUN)


def by_year(
    ties: pl.DataFrame, all_runs: pl.DataFrame, year: str, span: tuple[int, int]
) -> pl.DataFrame:
    """Ties of each run in each year of a span: scenario, replication, year, value."""
    years = pl.DataFrame({"year": range(span[0], span[1] + 1)}, schema={"year": pl.Int32})
    found = ties.group_by(*RUN, year=pl.col(year).cast(pl.Int32)).agg(
        value=pl.len().cast(pl.Float64)
    )
    grid = all_runs.join(years, how="cross")
    joined = grid.join(found, on=[*RUN, "year"], how="left")
    return joined.with_columns(pl.col("value").fill_null(0.0)).sort(*RUN, "year")


def of_countries(countries: Iterable[str]) -> pl.Expr:
    """Whether the partner lies in one of some countries."""
    return pl.col("country").is_in(sorted(countries))
