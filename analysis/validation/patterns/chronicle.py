"""What a run leaves beside its register, for the figures that sources published of single years."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simulation import History, Parameters

LEDGER_COLUMNS = ("year", "event", "tie", "a", "b", "detail")
YEARLY_COLUMNS = ("year", "motive", "stock", "people")
"""The columns that are read."""


@dataclass(frozen=True, eq=False)
class Chronicle:
    """A run as the readers of published figures see it.

    Attributes
    ----------
    ties : all ties, as they stand after the last year (`ties.parquet`)
    ledger : every change (`ledger.parquet`)
    yearly : stocks, and people meeting (`yearly.parquet`, of a history without its money)
    places : places of the world (`municipalities.parquet`): id, country, land
    parameters : of the history: how many it lets a traveller meet, what it lets a register hold
    seed : of the history; who answers a survey is a matter of luck
    """

    ties: pl.DataFrame
    ledger: pl.DataFrame
    yearly: pl.DataFrame
    places: pl.DataFrame
    parameters: Parameters
    seed: int

    @property
    def until(self) -> int:
        """Last year of the run; later figures have nothing to be compared with."""
        return int(self.yearly["year"].to_numpy().max())

    def abroad(self, country: str) -> pl.DataFrame:
        """Ties between Germany and another country."""
        return between(self.ties, self.places, country)


def chronicle(history: History) -> Chronicle:
    """Read a finished history."""
    return Chronicle(
        history.ties,
        history.ledger,
        history.stocks,
        history.municipalities,
        history.parameters,
        history.seed,
    )


def between(ties: pl.DataFrame, places: pl.DataFrame, country: str) -> pl.DataFrame:
    """Ties between Germany and another country, in their order."""
    here, there = (
        places.filter(pl.col("country") == code)["id"].implode() for code in ("DE", country)
    )
    return ties.filter(
        (pl.col("a").is_in(here) & pl.col("b").is_in(there))
        | (pl.col("a").is_in(there) & pl.col("b").is_in(here))
    )


def standing(year: int, since: str = "founded") -> pl.Expr:
    """Whether a tie stood at the end of a year: begun (or `signed`) by then, and not ended."""
    lasting = pl.col("ended").is_null() | (pl.col("ended") > year)
    return (pl.col(since) <= year) & lasting
