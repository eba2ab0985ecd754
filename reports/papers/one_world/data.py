"""What this report reads: runs in three versions of history, and what was published."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.recorded import country_totals, load
from analysis.validation import compare
from reports.papers.paper import Provided
from reports.papers.parts.bands import BASE
from reports.papers.parts.seen import HOME, RUN, of_countries, registered, runs
from reports.papers.points import SINCE
from scenarios.runs import Results
from simulation.motives.declared import load_motives, motive_of_countries
from simulation.past import load_countries
from simulation.ties import FORMS, KINDS, SPONSORSHIP
from simulation.ways.groups.memberships import kind_of

NO_PATH, NO_GROUPS = "no_development", "no_groups"
DEVELOPMENT = "development"
"""Kind and motive of ties with the Global South."""
BEYOND = ("global_south", "overseas_north")
"""Regions of the table of countries that lie beyond Europe and its neighbours."""


@dataclass(frozen=True)
class Data:
    """All frames of the report.

    Attributes
    ----------
    runs : scenario, replication
    points : scenario, replication, pattern, year, value
    judged : rows of the scorecard for those patterns
    stock : scenario, replication, year, form, value: ties in force with the Global South
    register : scenario, replication, country, form of ties as the register of 2015 shows them
    ties : in force after the last year, with the countries of both ends
    groups : scenario, replication, group, kind, id, joined, left
    places : of the world
    until : last year
    """

    runs: pl.DataFrame
    points: pl.DataFrame
    judged: pl.DataFrame
    stock: pl.DataFrame
    register: pl.DataFrame
    ties: pl.DataFrame
    groups: pl.DataFrame
    places: pl.DataFrame
    until: int


def read(provided: Provided) -> Data:
    """Read the runs."""
    results = provided.results("one_world")
    points = results.table("points").drop("strategy")
    yearly = results.scan("yearly").filter(pl.col("motive") == DEVELOPMENT).collect()
    stock = yearly.select(*RUN, "year", "form", value=pl.col("stock").cast(pl.Float64))
    groups = results.table("groups").with_columns(
        kind=pl.col("group").map_elements(kind_of, return_dtype=pl.String)
    )
    return Data(
        runs=runs(results),
        points=points,
        judged=judged(points),
        stock=stock.sort(*RUN, "year", "form"),
        register=_register(results),
        ties=_in_force(results),
        groups=groups.sort(*RUN, "group", "joined", "id"),
        places=results.table("municipalities"),
        until=int(str(results.table("points")["year"].max())),
    )


def judged(points: pl.DataFrame) -> pl.DataFrame:
    """The published figures beside the runs of the default history, as the scorecard judges."""
    mine = points.filter(pl.col("scenario") == BASE).drop_nulls("value")
    cells = mine.select("replication", "pattern", "value", cell=pl.col("year").cast(pl.String))
    found = compare(cells).filter(pl.col("pattern").is_in(list(SINCE)))
    return found.filter(pl.col("simulated").is_not_null())


def south() -> list[str]:
    """Countries that are sought for development, as the model declares it."""
    names = [motive.name for motive in load_motives()]
    found = motive_of_countries().items()
    return sorted(country for country, home in found if names[home] == DEVELOPMENT)


def beyond() -> pl.DataFrame:
    """Partner countries beyond Europe that the model holds: country, name, links; most first."""
    rows = load_countries().filter(pl.col("region").is_in(list(BEYOND)))
    totals = country_totals().select("country", links=pl.col("links").cast(pl.Int64))
    joined = rows.select("country", "name").join(totals, on="country", how="left")
    filled = joined.with_columns(pl.col("links").fill_null(0))
    return filled.sort(["links", "country"], descending=[True, False])


def elsewhere() -> pl.DataFrame:
    """Recorded partner countries that the model does not hold: country, links."""
    known = load_countries()["country"].implode()
    return country_totals().filter(~pl.col("country").is_in(known))


def recorded_forms() -> dict[str, int]:
    """Recorded ties with the Global South of 2015 by form."""
    mine = load("rgre2015_links_by_year").filter(of_countries(south()))
    counted = dict(mine.group_by("form").agg(pl.col("count").sum()).iter_rows())
    return {form: int(counted.get(form, 0)) for form in FORMS}


def _register(results: Results) -> pl.DataFrame:
    """Ties as the register shows them, with country and form."""
    seen = registered(results).select(*RUN, "country")
    return seen.with_columns(form=results.table("recorded")["form"])


def _in_force(results: Results) -> pl.DataFrame:
    """Ties that have not ended, but no sponsorships, with the country of each end."""
    columns = [*RUN, "tie", "a", "b", "kind", "ended"]
    kept = (
        results.scan("ties")
        .select(columns)
        .filter(
            pl.col("ended").is_null(),
            pl.col("kind") != KINDS[SPONSORSHIP],
        )
        .collect()
    )
    about = results.table("municipalities").select("id", "country")
    for end in ("a", "b"):
        told = about.rename({"country": f"country_{end}"})
        kept = kept.join(told, left_on=end, right_on="id", validate="m:1")
    return kept.sort(*RUN, "tie")


def triangles(ties: pl.DataFrame) -> pl.DataFrame:
    """Two German places tied to each other that share a partner abroad: one row a triangle.

    Parameters
    ----------
    ties : scenario, replication, a, b, country_a, country_b
    """
    german = (pl.col("country_a") == HOME, pl.col("country_b") == HOME)
    pairs = ties.filter(german[0] & german[1]).select(*RUN, one="a", other="b")
    home = pl.when(german[0]).then("a").otherwise("b")
    away = pl.when(german[0]).then("b").otherwise("a")
    abroad = ties.filter(german[0] != german[1]).select(*RUN, home=home, away=away).unique()
    first = pairs.join(abroad, left_on=[*RUN, "one"], right_on=[*RUN, "home"])
    return first.join(
        abroad, left_on=[*RUN, "other", "away"], right_on=[*RUN, "home", "away"], how="semi"
    ).sort(*RUN, "one", "other", "away")


def german_places(ties: pl.DataFrame) -> pl.DataFrame:
    """German places with a development partnership in force: scenario, replication, id."""
    mine = ties.filter(pl.col("kind") == DEVELOPMENT)
    home = pl.when(pl.col("country_a") == HOME).then("a").otherwise("b")
    return mine.select(*RUN, id=home).unique().sort(*RUN, "id")
