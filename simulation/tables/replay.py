"""The ties of a run, replayed from its ledger: one handler for each kind of change."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation.ledger import (
    BEGAN,
    CONVERTED,
    DEEPENED,
    ENDED,
    FOUNDED,
    GRANTED,
    RECOVERED,
    RENEWED,
    RESUMED,
    SLEPT,
    STOPPED,
    SUPPORTED,
    SUSPENDED,
    WEAKENED,
)
from simulation.life.activities import ACTIVITIES
from simulation.life.carrying import vitality
from simulation.life.halts import Meetings
from simulation.luck import great_circle_km
from simulation.tables.pieces import with_details
from simulation.ties import FORMS
from simulation.world import World

OF_ACTIVITIES = (BEGAN, STOPPED)
TRAVELLING = [activity.name for activity in ACTIVITIES if activity.travels]

TIES_SCHEMA: dict[str, Any] = {
    "tie": pl.Int64,
    "a": pl.Int64,
    "b": pl.Int64,
    "kind": pl.String,
    "motive": pl.String,
    "form": pl.String,
    "formed": pl.Int32,
    "founded": pl.Int32,
    "signed": pl.Int32,
    "ended": pl.Int32,
    "status": pl.String,
    "vitality": pl.Float64,
    "initiator": pl.Int64,
}


def details(ledger: pl.DataFrame) -> list[dict[str, Any]]:
    """What each row of a ledger holds beside its columns, read in one go."""
    result: list[dict[str, Any]] = json.loads(f"[{','.join(ledger['detail'])}]")
    return result


def replay(
    ledger: pl.DataFrame, until: int | None = None, meetings: Meetings | None = None
) -> pl.DataFrame:
    """The ties as they stood at the end of `until` (default: of the ledger), one row a tie.

    `formed` is the year of the present form (or of its renewal), `signed` that of the
    partnership contract. `vitality` follows from the activities alive and the people they bring,
    see `with_vitality`.

    Raises
    ------
    ValueError
        If the ledger speaks of a tie before it was founded, or knows another event.
    """
    known = ledger if until is None else ledger.filter(pl.col("year") <= until)
    changes = known.filter(pl.col("tie").is_not_null() & ~pl.col("event").is_in(OF_ACTIVITIES))
    _refuse(changes)
    event = pl.col("event")
    frame = with_details(changes.filter(event == FOUNDED), FOUNDING)
    steps = with_details(changes.filter(event.is_in((DEEPENED, CONVERTED))), STEP)
    steps = steps.with_columns(form=pl.coalesce("new", "form"))
    later = (
        _last(steps.drop_nulls("kind"), {"kind": pl.col("kind"), "motive": pl.col("motive")}),
        _last(steps, {"form": pl.col("form")}),
        _last(changes.filter(event.is_in(FORMING)), {"formed": YEAR}),
        _last(steps.filter(pl.col("form") == FORMS[-1]), {"signed": YEAR}),
        _last(changes.filter(event == ENDED), {"ended": YEAR}),
        _last(changes.filter(event.is_in(list(STATUS))), {"status": event.replace(STATUS)}),
    )
    frame = frame.with_columns(
        founded=YEAR,
        formed=YEAR,
        ended=pl.lit(None, dtype=pl.Int32),
        status=pl.lit("active"),
        vitality=pl.lit(None, dtype=pl.Float64),
    )
    for columns in later:
        frame = frame.update(columns, on="tie", how="left", maintain_order="left")
    frame = frame.select(*TIES_SCHEMA).cast(pl.Schema(TIES_SCHEMA))
    return with_vitality(frame, known, until, meetings)


YEAR = pl.col("year")
FOUNDING = {
    "kind": pl.String,
    "motive": pl.String,
    "form": pl.String,
    "signed": pl.Int32,
    "initiator": pl.Int64,
}
STEP = dict.fromkeys(("kind", "motive", "form", "new"), pl.String)
"""What is read of a founding, and of a tie that deepens or is converted.

A sponsorship that becomes a twinning keeps its number and its founding year.
"""
FORMING = (DEEPENED, RENEWED, CONVERTED)
"""Changes after which the form counts as agreed anew."""
STATUS = {
    WEAKENED: "weak",
    SLEPT: "dormant",
    RECOVERED: "active",
    SUSPENDED: "suspended",
    RESUMED: "active",
    ENDED: "ended",
}
"""What each change makes of the status; grants and other support leave a tie as it is."""
KNOWN = (FOUNDED, *FORMING, *STATUS, GRANTED, SUPPORTED)


def _refuse(changes: pl.DataFrame) -> None:
    """Refuse a ledger that changes ties it has not founded, or in a way nobody knows."""
    first = changes.unique("tie", keep="first", maintain_order=True)
    for tie, year in first.filter(pl.col("event") != FOUNDED).select("tie", "year").iter_rows():
        raise ValueError(f"ledger: tie {tie} changes in {year} before it was founded")
    strange = changes.filter(~pl.col("event").is_in(KNOWN)).select("event", "year")
    for event, year in strange.iter_rows():
        raise ValueError(f"ledger: unknown event '{event}' in {year}")


def _last(changes: pl.DataFrame, columns: dict[str, pl.Expr]) -> pl.DataFrame:
    """What the last of its changes makes of columns of each tie."""
    last = changes.unique("tie", keep="last", maintain_order=True)
    return last.select("tie", **columns)


def activities(ledger: pl.DataFrame) -> pl.DataFrame:
    """Activities alive at the end of a ledger, in the order of ties and activities' names.

    Columns: tie, activity, since (year), age (of the carrier when it began), people, under_30 and
    over_60 (who meet in a year without hindrance). A tie that ended or rests carries none.
    """
    numbers = ("age", "people", "under_30", "over_60")
    rows = ledger.filter(pl.col("event").is_in(OF_ACTIVITIES)).with_columns(
        # only what is alive in the end is worth reading in full
        activity=pl.col("detail").str.extract('"activity":"([^"]*)"')
    )
    ended = ledger.filter(pl.col("event") == ENDED)
    alive = (
        rows.unique(["tie", "activity"], keep="last", maintain_order=True)
        .filter(pl.col("event") == BEGAN)
        .join(ended.select("tie"), on="tie", how="anti")
    )
    return (
        with_details(alive, dict.fromkeys(numbers, pl.Int64))
        .select("tie", "activity", pl.col("year").alias("since"), *numbers)
        .sort("tie", "activity")
    )


def with_vitality(
    ties: pl.DataFrame,
    ledger: pl.DataFrame,
    year: int | None = None,
    meetings: Meetings | None = None,
) -> pl.DataFrame:
    """Ties with their `vitality` at the end of a ledger: that of its activities and their people.

    Null for ties that ended, for sponsorships, and in ledgers without any activity.

    Parameters
    ----------
    ties : as `replay` gives them for this ledger
    ledger : up to the year in question
    year : that year; the last of the ledger, if left out
    meetings : which meetings halts let pass; all of them, if left out
    """
    alive = activities(ledger)
    if ledger.filter(pl.col("event") == BEGAN).is_empty():
        return ties
    if year is None:
        year = int(ledger["year"].to_numpy().max())
    travels = pl.col("activity").is_in(TRAVELLING)
    per_tie = alive.group_by("tie").agg(
        pl.len().cast(pl.Int64).alias("activities"),
        pl.col("people").filter(travels).sum().alias("travel"),
        pl.col("people").filter(~travels).sum().alias("home"),
    )
    joined = ties.join(per_tie, on="tie", how="left", maintain_order="left").with_columns(
        pl.col("activities", "travel", "home").fill_null(0)
    )
    share = _passing(ties, year, meetings)
    met = joined["travel"].to_numpy() * share + joined["home"].to_numpy()
    value = vitality(joined["activities"].to_numpy(), met)
    mutual = (pl.col("status") != "ended") & (pl.col("kind") != "sponsorship")
    return ties.with_columns(vitality=pl.when(mutual).then(pl.Series(value)))


def _passing(ties: pl.DataFrame, year: int, meetings: Meetings | None) -> NDArray[np.float64]:
    """Share of travel that halts let pass at each tie."""
    if meetings is None:
        return np.ones(ties.height)
    pairs = ties.select("a", "b").iter_rows()
    return np.array([meetings.passing(year, meetings.partner(a, b)) for a, b in pairs])


def with_distance(ties: pl.DataFrame, world: World) -> pl.DataFrame:
    """Add `distance_km`, the great-circle distance between the seats, to 0.1 km."""
    a, b = (np.searchsorted(world.ids, ties[end].to_numpy()) for end in ("a", "b"))
    km = great_circle_km(world.point[a], world.point[b])
    return ties.with_columns(pl.Series("distance_km", km, dtype=pl.Float64).round(1))
