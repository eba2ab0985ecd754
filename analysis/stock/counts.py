"""What a run leaves for the estimate of the stock: living ties by form, and what a register holds.

`counts` may be one of the tables of an ensemble.
"""

from __future__ import annotations

import polars as pl

from analysis.observation.register import SNAPSHOT, SURVEYED_UNTIL, agreed, completeness
from simulation import History
from simulation.ties import KINDS, SPONSORSHIP

TODAY = 2025
"""The second year of which the stock is told, where a run reaches it."""
AFTER = 1.25
"""A register read in spring shows what lived at the end of the year before."""
ABROAD, INNER_GERMAN, SPONSORED = "abroad", "inner-German", "sponsorship"
SURVEYED, LATER = "surveyed", "later"
SCHEMA: dict[str, type[pl.DataType]] = {
    "year": pl.Int32,
    "scope": pl.String,
    "form": pl.String,
    "era": pl.String,
    "living": pl.Int64,
    "registered": pl.Float64,
}


def counts(history: History) -> pl.DataFrame:
    """Living ties with a German end at the end of 2014 and of 2025.

    Parameters
    ----------
    history : a run; years that it does not reach are left out

    Returns
    -------
    polars.DataFrame
        year; scope (abroad, inner-German, or sponsorship, which is no tie yet); form; era
        (``surveyed`` where the form was agreed up to 1996, else ``later``); living (ties, asleep
        and suspended ones among them); registered (how many of them the register would hold on
        average, read in the spring after; null where it holds none by its rules).
    """
    years = [year for year in (SNAPSHOT, TODAY) if year <= history.parameters.until]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *(_of_year(history, year) for year in years)])


def _of_year(history: History, year: int) -> pl.DataFrame:
    ties = _german(history, year)
    within = ties["scope"] == ABROAD
    shares = completeness(
        ties["form"].to_list(),
        ties["agreed"].to_list(),
        history.parameters.recording,
        read=year + AFTER,
    )
    era = (
        pl.when(pl.col("agreed") <= SURVEYED_UNTIL).then(pl.lit(SURVEYED)).otherwise(pl.lit(LATER))
    )
    return (
        ties.with_columns(era=era, share=pl.Series(shares, dtype=pl.Float64).zip_with(within, NONE))
        .sort("scope", "form", "era", "agreed", "tie")
        .group_by("scope", "form", "era", maintain_order=True)
        .agg(living=pl.len(), registered=_held())
        .with_columns(year=pl.lit(year))
        .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    )


NONE = pl.Series([None], dtype=pl.Float64)


def _held() -> pl.Expr:
    """Sum of shares; null where nothing is registered by the rules."""
    share = pl.col("share")
    return pl.when(share.is_null().all()).then(None).otherwise(share.sum())


def _german(history: History, year: int) -> pl.DataFrame:
    """Living ties with a German end: tie, scope, form, agreed."""
    alive = history.ties_at(year).filter(pl.col("ended").is_null())
    places = history.municipalities.select("id", german=pl.col("country") == "DE")
    ends = alive.join(places.rename({"id": "a", "german": "one"}), on="a").join(
        places.rename({"id": "b", "german": "two"}), on="b"
    )
    scope = (
        pl.when(pl.col("kind") == KINDS[SPONSORSHIP])
        .then(pl.lit(SPONSORED))
        .when(pl.col("one") & pl.col("two"))
        .then(pl.lit(INNER_GERMAN))
        .otherwise(pl.lit(ABROAD))
    )
    return (
        ends.filter(pl.col("one") | pl.col("two"))
        .join(agreed(history.ledger, year), on="tie")
        .select("tie", "form", "agreed", scope=scope)
    )
