"""Published figures: the numbers that sources name, in the unit of a pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from analysis.recorded import load, published

FIRST = "first"
"""Kind of the events that tell the first of something: their count is one."""


@dataclass(frozen=True)
class Figure:
    """One published figure.

    Attributes
    ----------
    value : float or None
        None for what a source says in words.
    unit : str
        As published, such as ``percent of twinnings``.
    words : str
        All that the record says of it.
    source : str
        Its id and the title of the page it stands on.
    """

    value: float | None
    unit: str
    words: str
    source: str


def figure(fact_id: str) -> Figure:
    """Look a published figure up; an event that tells the first of something counts one.

    Raises
    ------
    ValueError
        If there is no such figure.
    """
    events = load("events").filter(pl.col("event_id") == fact_id)
    if not events.is_empty():
        event = events.row(0, named=True)
        count = 1.0 if event["kind"] == FIRST else None
        return Figure(count, "event", event["event"], f"{fact_id}: {event['source_title']}")
    row = published(fact_id).row(0, named=True)
    source = f"{fact_id}: {row['source_title']}"
    return Figure(row["value"], row["unit"] or "", row["subject"] or "", source)


def states(fact_id: str, number: float) -> bool:
    """Whether the words of a figure hold a number, as in ``lag typically 35-45 years``."""
    found = re.findall(r"\d+(?:\.\d+)?", figure(fact_id).words)
    return number in {float(digits) for digits in found}


def in_unit(found: Figure, measure: str, sample: int | None) -> float:
    """Value of a figure as its pattern is measured: shares from 0 to 1, all else as it stands.

    A share is published as a percentage, or as answers out of a sample.

    Raises
    ------
    ValueError
        If the figure has no number, or a share is neither.
    """
    if found.value is None:
        raise ValueError(f"figure {found.source} has no number")
    if measure != "share":
        return found.value
    if found.unit.startswith("percent"):
        return found.value / 100.0
    if sample is None:
        raise ValueError(f"figure {found.source} is no percentage, so its pattern needs a sample")
    return found.value / sample
