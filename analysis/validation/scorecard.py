"""The scorecard of a run or an ensemble: every pattern, simulated beside recorded."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from analysis.validation.comparison import compare
from analysis.validation.folders import summaries
from analysis.validation.targets import targets

if TYPE_CHECKING:
    from rich.console import Console

LEAST = 5
"""Counts below this are compared but not scored: one tie more or less would decide."""


@dataclass(frozen=True)
class Scorecard:
    """How a run or an ensemble compares with the record.

    Attributes
    ----------
    frame : polars.DataFrame
        `compare`: one row a cell.
    name : str
        What was scored.
    """

    frame: pl.DataFrame
    name: str = ""

    @property
    def replications(self) -> int:
        """Runs behind the simulated numbers."""
        return int(self.frame.filter(pl.col("pattern") == "total")["replications"][0])

    @cached_property
    def scored(self) -> pl.DataFrame:
        """Cells that are scored: summarised ones, and of counts those recorded 5 times or more.

        Published figures are all scored, however small: their error says what one tie decides.
        """
        known = targets().items()
        counts = [name for name, one in known if one.measure == "count" and not one.facts]
        enough = ~pl.col("pattern").is_in(counts) | (pl.col("recorded") >= LEAST)
        done = pl.col("replications").max().over("pattern") > 0
        return self.frame.filter(enough & done.fill_null(value=False))

    @cached_property
    def summary(self) -> pl.DataFrame:
        """By pattern and role, in the order of the declaration.

        Columns: pattern, title, role, cells (scored), inside90 (share of them, 0-1),
        mean_absolute_relative_error (cells recorded 0 left out). A cell that no replication
        could fill counts as outside.
        """
        title = {name: target.title for name, target in targets().items()}
        return (
            self.scored.group_by("pattern", "role", maintain_order=True)
            .agg(
                cells=pl.len(),
                inside90=pl.col("inside90").fill_null(value=False).mean(),
                mean_absolute_relative_error=pl.col("relative_error").abs().mean(),
            )
            .select(
                "pattern",
                pl.col("pattern").replace_strict(title, return_dtype=pl.String).alias("title"),
                pl.exclude("pattern"),
            )
        )

    def worst(self, n: int = 8) -> pl.DataFrame:
        """The furthest miss of each pattern and role, `n` at most, by absolute z: rows of `frame`.

        A cell that no replication could fill comes first. One of each pattern, for a single
        fault shows in many cells; the total shows at the top anyway.
        """
        outside = self.scored.filter(
            ~pl.col("inside90").fill_null(value=False), pl.col("pattern") != "total"
        )
        return (
            outside.sort(
                pl.col("z").abs().fill_null(math.inf), descending=True, maintain_order=True
            )
            .unique(["pattern", "role"], keep="first", maintain_order=True)
            .head(n)
        )

    @property
    def missed_figures(self) -> pl.DataFrame:
        """Published figures of single years that no band meets: rows of `frame`, in its order."""
        published = [name for name, target in targets().items() if target.facts]
        return self.scored.filter(
            ~pl.col("inside90").fill_null(value=False), pl.col("pattern").is_in(published)
        )

    def render(self, console: Console) -> None:
        """Print the scorecard: largest countries, patterns, worst misses."""
        from analysis.validation.terminal import render  # rich takes time to load

        render(
            console,
            name=self.name,
            runs=self.replications,
            frame=self.frame,
            summary=self.summary,
            worst=self.worst(),
            missed_figures=self.missed_figures,
        )


def scores(path: Path) -> list[Scorecard]:
    """Score every scenario and strategy in a folder of a run or an ensemble.

    Raises
    ------
    ValueError
        If the folder cannot be read or holds no recorded tie.
    """
    cards = []
    for (scenario, strategy), rows in summaries(Path(path)).items():
        name = " + ".join(part for part in (scenario, strategy) if part) or Path(path).name
        cards.append(Scorecard(compare(rows), name))
    return cards


def score(path: Path, scenario: str | None = None) -> Scorecard:
    """Score a folder of a run, or of an ensemble of one scenario.

    Parameters
    ----------
    path : Path
        Folder of a run or an ensemble.
    scenario : str, optional
        Which one, where an ensemble holds several: its name, or ``scenario + strategy``.

    Raises
    ------
    ValueError
        If the folder cannot be read, holds no recorded tie, holds several scenarios and none is
        named, or not the one that is.
    """
    cards = {card.name: card for card in scores(path)}
    if scenario is None and len(cards) == 1:
        return next(iter(cards.values()))
    if scenario in cards:
        return cards[scenario]
    held = ", ".join(f"'{name}'" for name in cards)
    if scenario is None:
        raise ValueError(f"{path}: holds several scenarios, name one of them: {held}")
    raise ValueError(f"{path}: has no scenario '{scenario}'; it holds {held}")
