"""An analysis drawn once: its figures and tables in words, for the page and for the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.indirect import Comparison
from analysis.models import Analysis
from reports.analysis import beside, figures, frames
from reports.analysis.drawn import Figure
from reports.analysis.grid import Grid, grid
from reports.analysis.result import Result


@dataclass(frozen=True)
class Entry:
    """A table and the figures that show the same numbers."""

    grid: Grid
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Chapter:
    """One model.

    Attributes
    ----------
    analysis : Analysis
    figures : of what it gives beside its tables
    entries : its tables
    comparison : with the record; None where there is none
    beside : tables of the comparison
    """

    analysis: Analysis
    figures: tuple[Figure, ...]
    entries: tuple[Entry, ...]
    comparison: Comparison | None
    beside: tuple[Entry, ...]

    def all_figures(self) -> Iterator[Figure]:
        """Every figure."""
        yield from self.figures
        for entry in (*self.entries, *self.beside):
            yield from entry.figures

    def all_grids(self) -> Iterator[Grid]:
        """Every table."""
        for entry in (*self.entries, *self.beside):
            yield entry.grid


def chapters(result: Result) -> tuple[Chapter, ...]:
    """One chapter a model, in the order of the call."""
    return tuple(_chapter(one, result) for one in result.analyses)


def _chapter(analysis: Analysis, result: Result) -> Chapter:
    comparison = result.comparisons.get(analysis.model)
    couples = comparison.couples if comparison else ()
    compared = tuple(Entry(beside.grid(one), figures.of_couple(one)) for one in couples)
    # What stands beside the record needs no figure by itself.
    drawn = {one.name for one, entry in zip(couples, compared, strict=True) if entry.figures}
    own = tuple(
        Entry(
            grid(analysis.model, table),
            () if table.name in drawn else figures.of_table(analysis.model, table, result.kind),
        )
        for table in analysis.tables
    )
    return Chapter(analysis, frames.figures(analysis, result), own, comparison, compared)
