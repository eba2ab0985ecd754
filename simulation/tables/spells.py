"""What was alive when: the forms of ties and their activities as stretches of years.

A stretch holds from the end of its year `since` to before the end of its year `until`: what
begins and ends within one year is alive at the end of none.
"""

from __future__ import annotations

import polars as pl

from simulation.ledger import BEGAN, CONVERTED, DEEPENED, ENDED, FOUNDED, STOPPED
from simulation.tables.pieces import with_details

PEOPLE = ("people", "under_30", "over_60")
"""Who meets in a year without hindrance: all, and those under 30 and over 60 among them."""


def turns(ledger: pl.DataFrame) -> pl.DataFrame:
    """Every change of the form of a tie, in the order of the ledger.

    Columns: at (row of the ledger), tie, year, event, was (form before, null at the founding),
    form (null at the end of a tie), until (year of the tie's next turn, null if none comes). A
    conversion into the form that is there already is no turn.
    """
    event = pl.col("event")
    form = pl.when(event == DEEPENED).then(pl.col("new")).when(event != ENDED).then(pl.col("form"))
    rows = (
        ledger.select("year", "event", "tie", "detail")
        .with_row_index("at")
        .filter(event.is_in([FOUNDED, DEEPENED, CONVERTED, ENDED]))
    )
    return (
        with_details(rows, {"form": pl.String, "new": pl.String})
        .select("at", "tie", "year", "event", form.alias("form"))
        .with_columns(pl.col("form").shift(1).over("tie").alias("was"))
        .filter(pl.col("form").ne_missing(pl.col("was")))
        .with_columns(pl.col("year").shift(-1).over("tie").alias("until"))
    )


def stages(turned: pl.DataFrame) -> pl.DataFrame:
    """Stretches of each tie in one form, from its `turns`: tie, form, since, until or null."""
    alive = turned.filter(pl.col("form").is_not_null())
    return alive.select("tie", "form", pl.col("year").alias("since"), "until")


def spells(ledger: pl.DataFrame, turned: pl.DataFrame) -> pl.DataFrame:
    """Stretches of each activity within one form of its tie.

    Columns: tie, form, activity, since, until or null, people, under_30, over_60. An activity
    ends where it stops, or with its tie.
    """
    told = {"activity": pl.String, **dict.fromkeys(PEOPLE, pl.Int64)}
    # what is not needed is not copied
    rows = ledger.select("year", "event", "tie", "detail").filter(
        pl.col("event").is_in([BEGAN, STOPPED])
    )
    ended = turned.filter(pl.col("form").is_null()).select("tie", pl.col("year").alias("over"))
    carried = (
        with_details(rows, told)
        .with_columns(pl.col("year").shift(-1).over("tie", "activity").alias("stops"))
        .filter(pl.col("event") == BEGAN)
        .join(ended, on="tie", how="left", maintain_order="left")
        .select(
            *("tie", "activity", *PEOPLE),
            pl.col("year").alias("begins"),
            pl.coalesce("stops", "over").alias("ends"),
        )
    )
    within = carried.join(stages(turned), on="tie", how="inner", maintain_order="left")
    # the end of a stretch that goes on is unknown, and the horizontal least passes over nulls
    return within.select(
        *("tie", "form", "activity"),
        pl.max_horizontal("since", "begins").alias("since"),
        pl.min_horizontal("until", "ends").alias("until"),
        *PEOPLE,
    ).filter(pl.col("until").is_null() | (pl.col("since") < pl.col("until")))
