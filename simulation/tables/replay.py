"""The ties of a run, replayed from its ledger: one handler for each kind of change."""

from __future__ import annotations

import json
from collections.abc import Callable
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
from simulation.ties import FORMS
from simulation.world import World

Row = dict[str, Any]

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
    ties: dict[int, Row] = {}
    known = ledger if until is None else ledger.filter(pl.col("year") <= until)
    changes = known.filter(pl.col("tie").is_not_null() & ~pl.col("event").is_in(OF_ACTIVITIES))
    for (year, event, tie, a, b, _), detail in zip(
        changes.iter_rows(), details(changes), strict=True
    ):
        if event == FOUNDED:
            ties[tie] = _founded(tie, a, b, year, detail)
            continue
        if tie not in ties:
            raise ValueError(f"ledger: tie {tie} changes in {year} before it was founded")
        if event not in CHANGES:
            raise ValueError(f"ledger: unknown event '{event}' in {year}")
        CHANGES[event](ties[tie], year, detail)
    frame = pl.DataFrame(list(ties.values()), schema=TIES_SCHEMA)
    return with_vitality(frame, known, until, meetings)


def _founded(tie: int, a: int, b: int, year: int, detail: Row) -> Row:
    return {
        "tie": tie,
        "a": a,
        "b": b,
        "kind": detail["kind"],
        "motive": detail["motive"],
        "form": detail["form"],
        "formed": year,
        "founded": year,
        "signed": detail["signed"],
        "ended": None,
        "status": "active",
        "vitality": None,
        "initiator": detail["initiator"],
    }


def _deepened(row: Row, year: int, detail: Row) -> None:
    row["form"], row["formed"] = detail["new"], year
    if detail["new"] == FORMS[-1]:
        row["signed"] = year


def _renewed(row: Row, year: int, _detail: Row) -> None:
    row["formed"] = year


def _converted(row: Row, year: int, detail: Row) -> None:
    """A sponsorship that becomes a twinning keeps its number and its founding year."""
    row["kind"], row["form"], row["formed"] = detail["kind"], detail["form"], year
    row["motive"] = detail["motive"]
    if detail["form"] == FORMS[-1]:
        row["signed"] = year


def _ended(row: Row, year: int, _detail: Row) -> None:
    row["status"], row["ended"] = "ended", year


def _into(status: str) -> Callable[[Row, int, Row], None]:
    """A change that does nothing but set the status."""

    def change(row: Row, _year: int, _detail: Row) -> None:
        row["status"] = status

    return change


def _unchanged(_row: Row, _year: int, _detail: Row) -> None:
    """Grants and other support leave the columns of a tie as they are."""


CHANGES: dict[str, Callable[[Row, int, Row], None]] = {
    DEEPENED: _deepened,
    RENEWED: _renewed,
    CONVERTED: _converted,
    WEAKENED: _into("weak"),
    SLEPT: _into("dormant"),
    RECOVERED: _into("active"),
    SUSPENDED: _into("suspended"),
    RESUMED: _into("active"),
    ENDED: _ended,
    GRANTED: _unchanged,
    SUPPORTED: _unchanged,
}
"""What each event of the ledger does to the row of its tie; for activities `with_vitality`."""


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
    return (
        rows.unique(["tie", "activity"], keep="last", maintain_order=True)
        .filter(pl.col("event") == BEGAN)
        .join(ended.select("tie"), on="tie", how="anti")
        .with_columns(pl.col("detail").str.json_decode(pl.Struct(dict.fromkeys(numbers, pl.Int64))))
        .unnest("detail")
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
    a = [world.row_of[i] for i in ties["a"]]
    b = [world.row_of[i] for i in ties["b"]]
    km = great_circle_km(world.point[a], world.point[b]).tolist() if a else []
    return ties.with_columns(pl.Series("distance_km", km, dtype=pl.Float64).round(1))
