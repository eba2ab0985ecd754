"""The contest: one call that scores the model and its rivals on what was kept back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.contest.counts import cell_frame, count_scores
from analysis.contest.distances import distance_scores
from analysis.contest.entries import ALL, MODEL, Entry, model, rival, runs
from analysis.contest.five_year import five_year_scores
from analysis.contest.rivals import rivals
from analysis.contest.shares import share_scores

if TYPE_CHECKING:
    from rich.console import Console

LEAST_Z = 2.0
"""Standard errors by which the country shares must beat gravity."""
LEAST_COVERAGE = 0.8
"""Share of kept-back counts that 90 % intervals must hold."""
MEDIANS_WITHIN = 0.15
"""Share by which the median distance of partners in kept-back countries may lie off."""
RIVAL = "gravity"
"""The rival that the rule on shares names."""

FRAMES = ("rules", "shares", "counts", "five_year", "distances", "cells")


@dataclass(frozen=True)
class Contest:
    """How the model and its rivals predict what was kept back.

    Attributes
    ----------
    runs : int
        Replications of the model.
    titles : dict
        Contestants by id, in plain words.
    shares, counts, five_year, distances, cells : polars.DataFrame
        See `share_scores`, `count_scores`, `five_year_scores`, `distance_scores`, `cell_frame`.
    """

    runs: int
    titles: dict[str, str]
    shares: pl.DataFrame
    counts: pl.DataFrame
    five_year: pl.DataFrame
    distances: pl.DataFrame
    cells: pl.DataFrame

    @cached_property
    def rules(self) -> pl.DataFrame:
        """What must hold: rule, value, needed, holds.

        A value must lie above what is needed, coverage at it or above, and what is `off` not
        beyond it.
        """
        gravity = self.shares.filter(pl.col("rival") == RIVAL, pl.col("land") == ALL)
        totals = self.counts.filter(pl.col("pattern") == ALL)
        coverage = totals.filter(pl.col("entry") == MODEL)["model_coverage"][0]
        z = gravity["z"][0]
        rows = [
            ("shares against gravity, z", z, LEAST_Z, z is not None and z > LEAST_Z),
            ("90 % intervals, coverage", coverage, LEAST_COVERAGE, coverage >= LEAST_COVERAGE),
        ]
        rows += [
            (f"interval score against {name}, gain", gain, 0.0, gain > 0.0)
            for name, gain in totals.filter(pl.col("entry") != MODEL)
            .select("entry", "gain")
            .iter_rows()
        ]
        rows += [
            (f"distance median of {country}, off", off, MEDIANS_WITHIN, off <= MEDIANS_WITHIN)
            for country, off in self._medians()
        ]
        schema = {
            "rule": pl.String,
            "value": pl.Float64,
            "needed": pl.Float64,
            "holds": pl.Boolean,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _medians(self) -> list[tuple[str, float]]:
        """Kept-back countries, and how far the median distance of their partners lies off."""
        rows = self.distances.filter(pl.col("role") == "kept back", pl.col("unit") == "km")
        return [
            (country, abs(simulated / recorded - 1.0))
            for country, recorded, simulated in rows.select(
                "cell", "recorded", "simulated"
            ).iter_rows()
        ]

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        """All tables by name: `rules`, then those above."""
        return {name: getattr(self, name) for name in FRAMES}

    def as_dict(self, digits: int = 4) -> dict[str, Any]:
        """Plain values for canonical JSON: frames as lists of rows, numbers rounded.

        Parameters
        ----------
        digits : int
            Significant digits that are kept: fewer than differ between processors.
        """
        frames = {name: _rows(frame, digits) for name, frame in self.frames.items()}
        return {"runs": self.runs, "titles": dict(self.titles), **frames}

    def render(self, console: Console) -> None:
        """Print the rules and the tables behind them."""
        from analysis.contest.terminal import render  # rich takes time to load

        render(console, self.runs, self.titles, self.frames)


def _rows(frame: pl.DataFrame, digits: int) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().round_sig_figs(digits)).to_dicts()


def contest(summaries: pl.DataFrame) -> Contest:
    """Score the model and its rivals on counts and shares that nothing was fitted to.

    Parameters
    ----------
    summaries : polars.DataFrame
        Rows of `summarise` with a column replication: runs of one scenario in the world
        `germany` that reach 2014.

    Returns
    -------
    Contest
        The same for the same summaries, in whatever order their rows come.

    Raises
    ------
    ValueError
        If a column or a kept-back cell is missing, a replication has a cell twice, or there is
        only one.
    """
    number = runs(summaries)
    predictions = rivals()
    entries: tuple[Entry, ...] = (model(summaries), *map(rival, predictions))
    cells = cell_frame(entries)
    return Contest(
        runs=number,
        titles={entry.name: entry.title for entry in entries},
        shares=share_scores(summaries, predictions),
        counts=count_scores(cells),
        five_year=five_year_scores(cells),
        distances=distance_scores(summaries),
        cells=cells,
    )
