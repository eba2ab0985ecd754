"""What the survey of Franco-German twinnings of 2017 would have found: one function a pattern.

The survey asked about partnerships, and whoever runs a lively one answers more readily
(`analysis.observation.surveys`). Its figures speak of Franco-German ties alone.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from analysis.observation.surveys import Survey, answers
from analysis.validation.patterns.chronicle import Chronicle, between
from analysis.validation.patterns.published import Facts, Reader, Value, frame
from simulation.ledger import BEGAN
from simulation.tables import activities, replay
from simulation.tables.replay import TRAVELLING

PARTNER = "FR"
MANY = 70
"""Travellers a year that a town sends at least to send many (V57: "more than 70")."""
BEFORE = 10
"""Years that a respondent looks back when saying whether a twinning is less lively than before."""
LESS = 0.05
"""Vitality (0-1) that must be lost before somebody calls a twinning less lively."""
RESTS = "dormant"


def survey(run: Chronicle, year: int) -> pl.DataFrame:
    """Answers to a survey of Franco-German partnerships at the end of a year.

    Parameters
    ----------
    run : Chronicle
        With activities in its ledger.
    year : int
        Of the survey; halts to travel are not felt in it.

    Returns
    -------
    polars.DataFrame
        The columns of ties as they stood, and alive (names of activities), people, under_30,
        over_60 (who meet in the year), travellers (whom the German side sends), before (vitality
        ten years ago; null of younger ties); one row an answer.
    """
    ledger = between(run.ledger, run.places, PARTNER).filter(pl.col("year") <= year)
    ties = replay(ledger, year).filter(pl.col("form") == "partnership")
    earlier = replay(ledger, year - BEFORE).select("tie", before="vitality")
    met = run.parameters.life.meeting
    sent = pl.col("people").filter(pl.col("activity").is_in(TRAVELLING)).sum() / met
    alive = (
        activities(ledger)
        .group_by("tie")
        .agg(
            pl.col("activity").alias("alive"),
            pl.col("people", "under_30", "over_60").sum(),
            travellers=sent,
        )
    )
    asked = answers(ties, year, Survey(), run.seed)
    nothing: list[str] = []
    return (
        asked.join(alive, on="tie", how="left", maintain_order="left")
        .join(earlier, on="tie", how="left", maintain_order="left")
        .with_columns(
            pl.col("people", "under_30", "over_60", "travellers").fill_null(0),
            pl.col("alive").fill_null(nothing),
        )
    )


@lru_cache(maxsize=1)
def _survey(run: Chronicle, year: int) -> pl.DataFrame:
    """The survey of the run at hand: three patterns read it."""
    return survey(run, year)


def _carries(name: str) -> pl.Expr:
    return pl.col("alive").list.contains(name).mean()


LIVED_LESS = (pl.col("vitality") < pl.col("before") - LESS).fill_null(value=False)
ASLEEP = pl.col("status") == RESTS

SHARES: dict[str, pl.Expr] = {
    **{name: _carries(name) for name in ("travel", "school", "sport", "music")},
    "many_travellers": (pl.col("travellers") > MANY).mean(),
    "over_60": pl.col("over_60").sum() / pl.col("people").sum(),
    "under_30": pl.col("under_30").sum() / pl.col("people").sum(),
    "weaker": (~ASLEEP & LIVED_LESS).mean(),
    "stable": (~ASLEEP & ~LIVED_LESS).mean(),
    "dormant": ASLEEP.mean(),
}
"""Cell: the share among answers, of the ages among people."""


def shares(run: Chronicle, facts: Facts) -> pl.DataFrame:
    """Shares of the answers: ``school``, ``over_60``, ``weaker``; null without any activity."""
    return frame((fact.cell, _share(run, fact.cell, fact.at)) for fact in facts)


def _share(run: Chronicle, cell: str, year: int) -> Value:
    if cell not in SHARES:
        raise ValueError(f"targets.toml: cell '{cell}': must be one of {', '.join(SHARES)}")
    lively = not run.ledger.filter(pl.col("event") == BEGAN, pl.col("year") <= year).is_empty()
    if year > run.until or not lively:
        return None
    value = _survey(run, year).select(SHARES[cell].fill_nan(None)).item()
    return None if value is None else float(value)


VITALITY: dict[str, Reader] = dict.fromkeys(
    ("franco_german", "franco_german_life", "franco_german_ages"), shares
)
"""Pattern: its reader."""
