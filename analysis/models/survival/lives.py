"""The lives of ties, read from a run's ledger: what each was like in each year of its age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.models.results import ModelError
from analysis.models.survival.sizes import eastern, inhabitants

if TYPE_CHECKING:
    from analysis.models.material import Replication
from simulation.ledger import (
    BEGAN,
    CONVERTED,
    DEEPENED,
    ENDED,
    FOUNDED,
    RECOVERED,
    RESUMED,
    SLEPT,
    STOPPED,
    SUSPENDED,
    WEAKENED,
)

NEAREST_KM = 25.0
"""Shorter distances count as this: neighbours need no coach (`simulation.life.carrying`)."""
STATES = ("form", "school", "asleep")
"""What changes over a tie's life."""
LEDGER = ("year", "event", "tie", "detail")
SCHOOL = '"activity":"school"'


def lives(
    replication: Replication, places: pl.DataFrame, source: str
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Ties that began as such, their changes, and the last year of the run.

    Sponsorships are one-sided and have no meetings; they and what became of them are left out.

    Returns
    -------
    ties : polars.DataFrame
        tie, founded, and the covariates that last: ln_distance (km, at least 25), ln_size (ln
        inhabitants of the smaller end), east (German end in an eastern Land), inner (both ends
        German), development.
    ledger : polars.DataFrame
        year, event, tie, detail of these ties.
    until : int

    Raises
    ------
    ModelError
        If there is no such table, as in a register, or no such tie.
    """
    columns = ("tie", "a", "b", "kind", "founded", "distance_km")
    ties = replication.table("ties", columns)
    ledger = replication.table("ledger", LEDGER)
    born = ledger.filter(pl.col("event") == FOUNDED).select(
        "tie", born=pl.col("detail").str.extract('"kind":"([^"]*)"')
    )
    mutual = ties.join(born, on="tie").filter(pl.col("born") != "sponsorship")
    if mutual.is_empty():
        raise ModelError(f"{source}: holds no tie but sponsorships, which have no life to study")
    years = replication.table("yearly", ("year",))["year"]
    told = ledger.join(mutual.select("tie"), on="tie", how="semi", maintain_order="left")
    return _described(mutual, places).sort("tie"), told, int(years.to_numpy().max())


def _described(ties: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Ties with the covariates that last."""
    known = places.select("id", "country", "land").join(inhabitants(places), on="id")
    east = eastern()
    for end in "ab":
        ties = ties.join(
            known.select(
                pl.col("id").alias(end),
                pl.col("people").alias(f"people_{end}"),
                (pl.col("country") == "DE").alias(f"german_{end}"),
                pl.col("land").is_in(east).fill_null(value=False).alias(f"east_{end}"),
            ),
            on=end,
            how="left",
        )
    flags = {
        "east": pl.col("east_a") | pl.col("east_b"),
        "inner": pl.col("german_a") & pl.col("german_b"),
        "development": pl.col("born") == "development",
    }
    return ties.select(
        *("tie", "founded", "a", "b"),
        pl.max_horizontal("distance_km", pl.lit(NEAREST_KM)).log().alias("ln_distance"),
        pl.min_horizontal("people_a", "people_b").log().alias("ln_size"),
        pl.max_horizontal("people_a", "people_b").log().alias("ln_larger"),
        *(flag.cast(pl.Float64).alias(name) for name, flag in flags.items()),
    )


def changes(ledger: pl.DataFrame) -> pl.DataFrame:
    """State of each tie at the end of every year in which it changed.

    Returns
    -------
    polars.DataFrame
        tie, year, form, school (whether a school exchange goes on), asleep; by tie and year. The
        first row of a tie is that of its founding.
    """
    event, detail = pl.col("event"), pl.col("detail")
    school = detail.str.contains(SCHOOL, literal=True)
    form = (
        pl.when(event.is_in((FOUNDED, CONVERTED)))
        .then(detail.str.extract('"form":"([^"]*)"'))
        .when(event == DEEPENED)
        .then(detail.str.extract('"new":"([^"]*)"'))
    )
    going = (
        pl.when(event == FOUNDED)
        .then(pl.lit(value=False))
        .when((event == BEGAN) & school)
        .then(pl.lit(value=True))
        .when((event == STOPPED) & school)
        .then(pl.lit(value=False))
    )
    asleep = (
        pl.when(event == SLEPT)
        .then(pl.lit(value=True))
        .when(event.is_in((FOUNDED, RECOVERED, WEAKENED, RESUMED)))
        .then(pl.lit(value=False))
    )
    return (
        ledger.select("tie", "year", form=form, school=going, asleep=asleep)
        .filter(pl.any_horizontal(pl.col(STATES).is_not_null()))
        .group_by("tie", "year", maintain_order=True)
        .agg(pl.col(name).drop_nulls().last() for name in STATES)
        .sort("tie", "year")
        .with_columns(pl.col(STATES).forward_fill().over("tie"))
    )


def stretches(
    ties: pl.DataFrame, states: pl.DataFrame, happens: pl.DataFrame, ends: pl.DataFrame, until: int
) -> pl.DataFrame:
    """Episodes of ties: stretches of age over which nothing changes, up to the event or the end.

    Of each year the state at the end of the year before counts, so that what follows from an
    event cannot explain it.

    Parameters
    ----------
    ties : tie, founded and covariates that last
    states : as `changes` gives them
    happens : tie, year of the event
    ends : tie, year after which a tie is not at risk any more, for another reason
    until : last year of the run

    Returns
    -------
    polars.DataFrame
        start, stop (age in years), event, and the columns of `ties` and `states`.
    """
    last = (
        ties.join(happens.rename({"year": "happened"}), on="tie", how="left")
        .join(ends.rename({"year": "left"}), on="tie", how="left")
        .with_columns(
            until=pl.min_horizontal(
                "happened", pl.col("left").fill_null(until), pl.lit(until, dtype=pl.Int32)
            )
        )
    )
    age = pl.min_horizontal(pl.col("after").fill_null(until), "until") - pl.col("founded")
    at_end = pl.col("founded") + pl.col("stop") == pl.col("until")
    return (
        last.join(states, on="tie")
        .sort("tie", "year")
        .with_columns(after=pl.col("year").shift(-1).over("tie"))
        .with_columns(
            start=(pl.col("year") - pl.col("founded")).cast(pl.Int64), stop=age.cast(pl.Int64)
        )
        .filter(pl.col("stop") > pl.col("start"))
        .with_columns(
            event=((pl.col("happened") == pl.col("until")) & at_end).fill_null(value=False)
        )
        .with_columns(**_numbers())
        .sort("tie", "start")
    )


def _numbers() -> dict[str, pl.Expr]:
    """States as terms: 0 or 1."""
    return {
        "schooled": pl.col("school").cum_max().over("tie").cast(pl.Float64),
        "school": pl.col("school").cast(pl.Float64),
        "asleep": pl.col("asleep").cast(pl.Float64),
        "contact": (pl.col("form") == "contact").cast(pl.Float64),
        "friendship": (pl.col("form") == "friendship").cast(pl.Float64),
    }


def left(ledger: pl.DataFrame, events: tuple[str, ...] = (ENDED, SUSPENDED)) -> pl.DataFrame:
    """First year in which each tie had one of some events: tie, year."""
    return (
        ledger.filter(pl.col("event").is_in(events))
        .group_by("tie")
        .agg(pl.col("year").min())
        .sort("tie")
    )
