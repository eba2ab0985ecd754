"""The two plain tables of the page: other outcomes, and what an input would be worth to know."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from reports.numbers import percent
from reports.strategies.tables import Tables
from reports.strategies.wording import NONE, difference, plain, points

MEASURES: dict[str, tuple[str, Callable[[float | None], str]]] = {
    "people": ("People meeting", difference),
    "share_under_30": ("Share of them under 30", points),
    "founded": ("New ties", difference),
    "dormant": ("Dormant tie-years", difference),
    "living_at_end": ("Living ties at the end", difference),
}
UNKNOWNS = 10
"""Inputs that the table of unknowns shows."""


def metrics(tables: Tables) -> dict[str, object]:
    """Mean and band of each other outcome by strategy, on its own terms."""
    totals = tables.ranked("totals")
    found = {(row["strategy"], row["measure"]): row for row in totals.iter_rows(named=True)}
    return {
        "heads": [head for head, _ in MEASURES.values()],
        "rows": [
            {
                "label": tables.labels[name],
                "cells": [
                    _cell(found[name, measure], write) for measure, (_, write) in MEASURES.items()
                ],
            }
            for name in tables.order
        ],
    }


def _cell(row: dict[str, float | None], write: Callable[[float | None], str]) -> dict[str, str]:
    return {
        "mean": write(row["mean"]),
        "band": f"{write(row['low_90'])} to {write(row['high_90'])}",
    }


def unknowns(tables: Tables) -> list[dict[str, str]]:
    """Inputs by what it would be worth to know them; those worth nothing are left out."""
    rows = tables.frames["evppi"].filter(pl.col("value") > 0).head(UNKNOWNS)
    return [
        {
            "label": row["label"],
            "grade": row["class"],
            "worth": plain(row["value"]),
            "share": NONE if row["share"] is None else percent(row["share"]),
            "stands_out": "yes" if row["stands_out"] else "no",
        }
        for row in rows.iter_rows(named=True)
    ]
