"""What a rival hands in: means of kept-back cells, and of fitted cells it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contest.rivals.tables import LandTable
from analysis.validation.patterns import cells

Floats = NDArray[np.float64]

SCHEMA = {"pattern": pl.String, "cell": pl.String, "group": pl.String, "mean": pl.Float64}

Cell = tuple[str, str, str, float]
"""pattern, cell, group, mean."""


@dataclass(frozen=True)
class Prediction:
    """Means of one rival.

    Attributes
    ----------
    name : str
        Its id.
    title : str
        In plain words.
    kept : polars.DataFrame
        pattern, cell, group (cells that share a discrepancy), mean (ties): kept-back cells.
    left_out : polars.DataFrame
        The same for fitted cells, each predicted without its own Land or period. A cell may stand
        here once for each way to predict it.
    """

    name: str
    title: str
    kept: pl.DataFrame
    left_out: pl.DataFrame


def frame(rows: Iterable[Cell]) -> pl.DataFrame:
    """Rows of a prediction."""
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def by_land(
    name: str,
    title: str,
    table: LandTable,
    expected: Callable[[NDArray[np.int64]], Floats],
) -> Prediction:
    """Predictions of ties by Land and country from a rule that is fitted to some Länder.

    Parameters
    ----------
    name, title : str
    table : LandTable
        What rivals may see.
    expected : callable
        From the rows of the Länder it is fitted to, expected ties of all Länder and partners,
        shape (16, partners).
    """
    fitted = table.fitted
    kept = _cells(table, expected(fitted), table.kept)
    left_out = [
        row
        for land in fitted
        for row in _cells(table, expected(fitted[fitted != land]), np.array([land]))
    ]
    return Prediction(name, title, frame(kept), frame(left_out))


def _cells(table: LandTable, mean: Floats, rows: NDArray[np.int64]) -> list[Cell]:
    """Partners added up to the cells of the declared patterns."""
    main = cells.main_countries()
    columns = {country: table.partners.index(country) for country in main}
    found: list[Cell] = []
    for row in rows:
        land, ties = table.laender[row], mean[row]
        parts = {country: float(ties[column]) for country, column in columns.items()}
        parts[cells.OTHER] = float(ties.sum() - sum(parts.values()))
        found.append(("ties_by_land", land, "ties_by_land", float(ties.sum())))
        found += [
            ("ties_by_land_country", f"{land}|{country}", "ties_by_land_country", value)
            for country, value in parts.items()
        ]
    return found
