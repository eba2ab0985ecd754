"""Tables of a finished run, all derived by replaying the ledger."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from simulation.ledger import DEEPENED, ENDED, FOUNDED, RENEWED, SUSPENDED
from simulation.luck import great_circle_km
from simulation.ties import FORMS
from simulation.world import World

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

PLACE_COLUMNS = ("id", "name", "country", "land", "code", "lat", "lon", "population", "level")


def municipalities(world: World) -> pl.DataFrame:
    """One row a place of the world, in the columns of the contract."""
    return world.frame.select(PLACE_COLUMNS)


def details(ledger: pl.DataFrame) -> list[dict[str, Any]]:
    """What each row of a ledger holds beside its columns, read in one go."""
    result: list[dict[str, Any]] = json.loads(f"[{','.join(ledger['detail'])}]")
    return result


def replay(ledger: pl.DataFrame, until: int | None = None) -> pl.DataFrame:
    """The ties as they stood at the end of `until` (default: of the ledger), one row a tie.

    `formed` is the year of the present form (or of its renewal), `signed` that of the
    partnership contract. `vitality` is null: the life of a tie is not modelled yet.

    Raises
    ------
    ValueError
        If the ledger speaks of a tie before it was founded, or knows another event.
    """
    ties: dict[int, dict[str, Any]] = {}
    for (year, event, tie, a, b, _), detail in zip(
        ledger.iter_rows(), details(ledger), strict=True
    ):
        if until is not None and year > until:
            break
        if event == FOUNDED:
            ties[tie] = {
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
            continue
        if tie not in ties:
            raise ValueError(f"ledger: tie {tie} changes in {year} before it was founded")
        _change(ties[tie], year, event, detail)
    return pl.DataFrame(list(ties.values()), schema=TIES_SCHEMA)


def _change(row: dict[str, Any], year: int, event: str, detail: dict[str, Any]) -> None:
    """Apply one ledger row to its tie."""
    if event == DEEPENED:
        row["form"], row["formed"] = detail["new"], year
        if detail["new"] == FORMS[-1]:
            row["signed"] = year
    elif event == RENEWED:
        row["formed"] = year
    elif event == SUSPENDED:
        row["status"] = "suspended"
    elif event == ENDED:
        row["status"], row["ended"] = "ended", year
    else:
        raise ValueError(f"ledger: unknown event '{event}' in {year}")


def with_distance(ties: pl.DataFrame, world: World) -> pl.DataFrame:
    """Add `distance_km`, the great-circle distance between the seats, to 0.1 km."""
    a = [world.row_of[i] for i in ties["a"]]
    b = [world.row_of[i] for i in ties["b"]]
    km = great_circle_km(world.point[a], world.point[b]).tolist() if a else []
    return ties.with_columns(pl.Series("distance_km", km, dtype=pl.Float64).round(1))


YEARLY_SCHEMA: dict[str, Any] = {
    "year": pl.Int32,
    "motive": pl.String,
    "form": pl.String,
    "founded": pl.Int64,
    "deepened_into": pl.Int64,
    "ended": pl.Int64,
    "stock": pl.Int64,
}


def yearly(ledger: pl.DataFrame, ties: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """Stocks and flows, one row a year, form and motive.

    Columns: year, motive, form, founded, deepened_into, ended (flows of the year), stock
    (living at its end), people (meeting) and money_eur: null, not modelled yet. The motives
    are those of the run's ties; every combination has its row, also where all is zero.
    """
    motives = sorted(set(ties["motive"].to_list()))
    motive_of = dict(ties.select("tie", "motive").iter_rows())
    zero = {"founded": 0, "deepened_into": 0, "ended": 0, "left": 0}
    flows = {(y, m, f): dict(zero) for y in range(first, last + 1) for m in motives for f in FORMS}
    form_of: dict[int, str] = {}
    changes = ledger.select("year", "event", "tie").iter_rows()
    for (year, event, tie), detail in zip(changes, details(ledger), strict=True):
        key = (year, motive_of[tie])
        if event == FOUNDED:
            form_of[tie] = detail["form"]
            flows[(*key, form_of[tie])]["founded"] += 1
        elif event == DEEPENED:
            flows[(*key, form_of[tie])]["left"] += 1
            form_of[tie] = detail["new"]
            flows[(*key, form_of[tie])]["deepened_into"] += 1
        elif event == ENDED:
            flows[(*key, form_of[tie])]["ended"] += 1
    rows = []
    stock = {(m, f): 0 for m in motives for f in FORMS}
    for (year, motive, form), flow in flows.items():
        gain = flow["founded"] + flow["deepened_into"] - flow["left"] - flow["ended"]
        stock[(motive, form)] += gain
        rows.append((year, motive, form, *list(flow.values())[:3], stock[(motive, form)]))
    names = list(YEARLY_SCHEMA)
    frame = pl.DataFrame(rows, schema=names, orient="row") if rows else pl.DataFrame(schema=names)
    return frame.cast(pl.Schema(YEARLY_SCHEMA)).with_columns(
        people=pl.lit(None, dtype=pl.Int64), money_eur=pl.lit(None, dtype=pl.Float64)
    )


def groups() -> pl.DataFrame:
    """Memberships in multilateral groups: none yet, with the columns of the contract."""
    return pl.DataFrame(
        schema={"group": pl.Int64, "id": pl.Int64, "joined": pl.Int32, "left": pl.Int32}
    )
