"""Figures of what an analysis gives beside its tables, known by their columns."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from analysis.models import Analysis
from reports.analysis import curves, degrees, mixing, residuals
from reports.analysis.drawn import Figure
from reports.analysis.grid import name_of
from reports.analysis.result import Result

Draw = Callable[[str, pl.DataFrame, Result], tuple[Figure, ...]]

DRAWN: tuple[tuple[frozenset[str], Draw], ...] = (
    (frozenset({"home", "country", "observed", "expected"}), residuals.figures),
    (frozenset({"land", "country", "ties", "log_odds", "log_odds_se"}), mixing.figures),
    (frozenset({"side", "degree", "places"}), degrees.figures),
    (frozenset({"process", "group", "time", "survival", "low", "high"}), curves.figures),
)
"""Columns that a frame must have, and what draws it; the first that fits is taken."""


def figures(analysis: Analysis, result: Result) -> tuple[Figure, ...]:
    """Figures of the frames of an analysis, in their order; most frames have none."""
    found: list[Figure] = []
    for name, frame in analysis.frames.items():
        for columns, draw in DRAWN:
            if columns <= set(frame.columns) and frame.height:
                found += draw(name_of(analysis.model, name), frame, result)
                break
    return tuple(found)
