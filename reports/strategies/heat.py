"""Who gains: a table of groups and strategies, its cells coloured by sign and size."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from reports.history import country_name
from reports.strategies.tables import Tables
from reports.strategies.wording import difference, plain, span

BLOCKS = {
    "size": "Inhabitants of the smaller German end",
    "side": "East and West",
    "border": "Borders",
    "country": "Country of the partner",
}
WORDS = {
    "east": "eastern Länder",
    "west": "western Länder",
    "between": "between East and West",
    "near": "near a border",
    "far": "far from one",
    "other": "other countries",
    "DE": "inner-German",
}
MORE, LESS, NOUGHT = (125, 180, 217), (240, 168, 96), (247, 247, 245)
"""Gain, loss, nothing: blue and orange are told apart by everyone; ink stays readable on all."""
FULL = 0.95
"""The colour is full at this quantile of all cells, so that one tiny group does not bleach them."""


@dataclass(frozen=True)
class Cell:
    """One number of the table with its colour; `firm` where its 90 % band leaves zero out."""

    text: str
    band: str
    colour: str
    firm: bool


def heat(tables: Tables) -> dict[str, object]:
    """Heads, blocks of rows, and a note, for the template."""
    rows = tables.ranked("groups")
    sizes = rows["per_1000"].drop_nulls().abs()
    full = float(sizes.quantile(FULL, "linear") or 0.0) if sizes.len() else 0.0
    cells = {
        (row["by"], row["group"], row["strategy"]): _cell(row, full)
        for row in rows.iter_rows(named=True)
    }
    blocks = [
        {
            "title": title,
            "rows": [
                {
                    "label": _label(by, group),
                    "cells": [cells[by, group, name] for name in tables.order],
                }
                for group in _groups(rows, by)
            ],
        }
        for by, title in BLOCKS.items()
    ]
    return {
        "heads": [tables.labels[name] for name in tables.order],
        "blocks": [block for block in blocks if block["rows"]],
        "note": f"Blue gains, orange loses; the colours are full at {plain(full)} per 1\u202f000. "
        "Columns stand in order of rank.",
    }


def _cell(row: dict[str, object], full: float) -> Cell:
    value = row["per_1000"]
    if value is None:
        return Cell("\u2013", "", _mixed(0.0), firm=False)
    low, high = float(str(row["per_1000_low_90"])), float(str(row["per_1000_high_90"]))
    number = float(str(value))
    weight = max(-1.0, min(1.0, number / full)) if full > 0 else 0.0
    return Cell(
        difference(number), f"90 % band {span(low, high)}", _mixed(weight), firm=low > 0 or high < 0
    )


def _mixed(weight: float) -> str:
    """Colour between nothing and full gain (1) or full loss (-1)."""
    end = MORE if weight > 0 else LESS
    mixed = (round(a + (b - a) * abs(weight)) for a, b in zip(NOUGHT, end, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _groups(rows: pl.DataFrame, by: str) -> list[str]:
    """Groups of a block, in the order of the comparison."""
    found = rows.filter(pl.col("by") == by)["group"].unique(maintain_order=True)
    return [str(name) for name in found]


def _label(by: str, group: str) -> str:
    """A group as a reader knows it."""
    if by == "size":
        return re.sub(r"(?<=\d),(?=\d{3})", "\u202f", group).replace("-", "\u2013")
    return WORDS.get(group) or country_name(group)
