"""What was found of all events, as data frames."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.models.events.counts import Counts
from analysis.models.events.dated import beside
from analysis.models.events.studied import Studied
from analysis.models.events.window import AFTER, BEFORE

EVENTS = {
    "replication": pl.Int64,
    "event": pl.String,
    "title": pl.String,
    "year": pl.Int32,
    "countries": pl.String,
    "before": pl.Int64,
    "after": pl.Int64,
    "told": pl.Boolean,
    "why_not": pl.String,
    "why_not_alone": pl.String,
    "same_year_and_countries": pl.String,
    "others": pl.String,
    "elsewhere": pl.String,
}
PLACEBOS = {
    "replication": pl.Int64,
    "event": pl.String,
    "shift": pl.Int64,
    "effect": pl.Float64,
    "se": pl.Float64,
    "p": pl.Float64,
}


def events(found: Sequence[Studied], counts: Counts, replication: int) -> pl.DataFrame:
    """One row an event: what it touches, its ties before and after, and why it is not told.

    `others` names further events within the window that concern one of the same countries,
    `elsewhere` those that concern only countries beside them.
    """
    rows = [
        (
            *(replication, one.event.id, one.event.title, one.event.year),
            " ".join(sorted(one.event.countries & set(counts.countries))),
            *(*one.ties, one.effect is not None, one.why_not, one.why_not_alone),
            " ".join(one.event.others),
            *map(" ".join, beside(one.event, one.event.year - BEFORE, one.event.year + AFTER)),
        )
        for one in found
    ]
    return pl.DataFrame(rows, schema=EVENTS, orient="row")


def placebos(found: Sequence[Studied], replication: int) -> pl.DataFrame:
    """One row a false date: event, shift (years), effect, se, p."""
    rows = [
        (
            *(replication, one.event.id, date.shift),
            *(float(date.fit.effects[0]), float(date.fit.errors[0]), date.fit.p(0)),
        )
        for one in found
        for date in one.placebos
    ]
    return pl.DataFrame(rows, schema=PLACEBOS, orient="row")
