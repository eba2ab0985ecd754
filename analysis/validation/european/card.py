"""Simulated beside published, for all of Europe: a table of its own under the scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analysis.validation.comparison import bands, judged
from analysis.validation.european.declared import european_figures
from analysis.validation.observed import NORMAL90

if TYPE_CHECKING:
    from rich.console import Console

PATTERN = "europe"
SPREAD = 0.1
"""Half of the 90 % interval of a published figure over it: sources that count the same ties in the
same years differ by about a tenth (France 6,776 and 7,433, Italy-France 888 and 971)."""


@dataclass(frozen=True)
class EuropeanCard:
    """How runs of a European world compare with published figures.

    Attributes
    ----------
    frame : polars.DataFrame
        `compared`: one row a figure.
    """

    frame: pl.DataFrame

    def render(self, console: Console) -> None:
        """Print it: title, year, recorded, simulated, badge."""
        from analysis.validation.european.terminal import render  # rich takes time to load

        render(self, console)


def compared(measured: Sequence[pl.DataFrame]) -> EuropeanCard:
    """Set what replications hold beside the published figures.

    Parameters
    ----------
    measured : sequence of polars.DataFrame
        Of each replication, from `measure`.

    Returns
    -------
    EuropeanCard
        With the columns title, cell, year, measure, recorded, recorded_high, simulated (median),
        low90, high90, relative_error, inside90 (as in the scorecard; the error of a figure is a
        tenth), role, note, source, replications.
    """
    rows = [
        part.with_columns(pattern=pl.lit(PATTERN), replication=pl.lit(number))
        for number, part in enumerate(measured)
    ]
    told = [
        (one.title, one.cell, one.year, one.measure, *one.recorded, one.role, one.note, one.source)
        for one in european_figures()
    ]
    names = ("title", "cell", "year", "measure", "recorded", "recorded_high")
    schema = pl.DataFrame(told, schema=[*names, "role", "note", "source"], orient="row")
    known = schema.with_columns(
        pl.col("recorded", "recorded_high").cast(pl.Float64),
        pl.col("note").cast(pl.String),
        error=pl.col("recorded").cast(pl.Float64).abs() * (SPREAD / NORMAL90),
    )
    joined = known.join(
        bands(pl.concat(rows)).drop("pattern"), on="cell", how="left", maintain_order="left"
    )
    return EuropeanCard(
        judged(joined).select(
            *names,
            *("simulated", "low90", "high90", "relative_error", "inside90"),
            *("role", "note", "source", "replications"),
        )
    )
