"""The ties of a run, replayed from its ledger: one handler for each kind of change."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import polars as pl

from simulation.ledger import (
    BEGAN,
    CONVERTED,
    DEEPENED,
    ENDED,
    FOUNDED,
    GRANTED,
    OF_PLACES,
    RECOVERED,
    RENEWED,
    RESUMED,
    SLEPT,
    STOPPED,
    SUSPENDED,
    WEAKENED,
)
from simulation.luck import great_circle_km
from simulation.ties import FORMS
from simulation.world import World

Row = dict[str, Any]

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


def replay(ledger: pl.DataFrame, until: int | None = None) -> pl.DataFrame:
    """The ties as they stood at the end of `until` (default: of the ledger), one row a tie.

    `formed` is the year of the present form (or of its renewal), `signed` that of the
    partnership contract.

    Raises
    ------
    ValueError
        If the ledger speaks of a tie before it was founded, or knows another event.
    """
    ties: dict[int, Row] = {}
    for (year, event, tie, a, b, _), detail in zip(
        ledger.iter_rows(), details(ledger), strict=True
    ):
        if until is not None and year > until:
            break
        if event in OF_PLACES:
            continue
        if event == FOUNDED:
            ties[tie] = _founded(tie, a, b, year, detail)
            continue
        if tie not in ties:
            raise ValueError(f"ledger: tie {tie} changes in {year} before it was founded")
        if event not in CHANGES:
            raise ValueError(f"ledger: unknown event '{event}' in {year}")
        CHANGES[event](ties[tie], year, detail)
    return pl.DataFrame(list(ties.values()), schema=TIES_SCHEMA)


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
    """Activities and grants leave the columns of a tie as they are."""


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
    BEGAN: _unchanged,
    STOPPED: _unchanged,
    GRANTED: _unchanged,
}
"""What each event of the ledger does to the row of its tie."""


def with_distance(ties: pl.DataFrame, world: World) -> pl.DataFrame:
    """Add `distance_km`, the great-circle distance between the seats, to 0.1 km."""
    a = [world.row_of[i] for i in ties["a"]]
    b = [world.row_of[i] for i in ties["b"]]
    km = great_circle_km(world.point[a], world.point[b]).tolist() if a else []
    return ties.with_columns(pl.Series("distance_km", km, dtype=pl.Float64).round(1))
