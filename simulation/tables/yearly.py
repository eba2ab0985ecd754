"""Stocks and flows by year, motive and form."""

from __future__ import annotations

from typing import Any

import polars as pl

from simulation.ledger import DEEPENED, ENDED, FOUNDED
from simulation.tables.replay import details
from simulation.ties import FORMS

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
        if tie is None:
            continue
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
