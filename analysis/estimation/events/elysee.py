"""The Elysee treaty without the model: France beside its neighbours, ten years before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
import statsmodels.api as sm
from numpy.typing import NDArray

from simulation.climate import response
from simulation.parameters import Response
from simulation.past import state_of

Floats = NDArray[np.float64]

TREATED, YEAR, SPAN = "FR", 1963, 10
LEAST = 5
"""Dated ties in the ten years before, from which a country serves as a neighbour, if its border
was open to western towns throughout."""


@dataclass(frozen=True)
class Beside:
    """A difference in differences of log counts.

    Attributes
    ----------
    size, error : of France, widened by the dispersion
    neighbours : the same of each neighbour in the place of France, against the others
    scatter : root mean square of those: what one country may differ by without any treaty
    """

    size: float
    error: float
    neighbours: dict[str, float]
    scatter: float


def beside_neighbours(dated: pl.DataFrame) -> Beside:
    """Compare France's dated ties with those of countries that had some before.

    Parameters
    ----------
    dated : country, year, links

    Raises
    ------
    ValueError
        If fewer than two neighbours had ties before.
    """
    inside = dated.filter(pl.col("year").is_between(YEAR - SPAN, YEAR + SPAN - 1))
    before = inside.filter(pl.col("year") < YEAR).group_by("country").agg(pl.col("links").sum())
    enough = before.filter(pl.col("links") >= LEAST)["country"].to_list()
    others = sorted(name for name in enough if name != TREATED and always_open(name))
    if len(others) < 2 or TREATED not in enough:
        raise ValueError(f"elysee: {len(others)} neighbours with ties before {YEAR}, needs 2")
    size, error = difference(inside, TREATED, others)
    each = {
        name: difference(inside, name, [other for other in others if other != name])[0]
        for name in others
    }
    scatter = float(np.sqrt(np.mean(np.square(list(each.values())))))
    return Beside(size, error, each, scatter)


def always_open(country: str) -> bool:
    """Whether western towns could twin with a country in all the years compared."""
    years = range(YEAR - SPAN, YEAR + SPAN)
    return all(state_of("west", country, year) == "open" for year in years)


def held_over_the_span(when: date, settings: Response) -> float:
    """Mean of a response of height one over the ten years from the treaty on."""
    unit = Response(size=1.0, delay=settings.delay, half_life=settings.half_life)
    return sum(response(year, when, unit) for year in range(YEAR, YEAR + SPAN)) / SPAN


def difference(dated: pl.DataFrame, treated: str, others: list[str]) -> tuple[float, float]:
    """Poisson regression with a level for each country and year; size and widened error."""
    countries, years = [treated, *others], list(range(YEAR - SPAN, YEAR + SPAN))
    links = {(c, y): n for c, y, n in dated.select("country", "year", "links").iter_rows()}
    counts = np.array([[links.get((c, y), 0) for c in countries] for y in years], dtype=np.float64)
    used = counts.sum(axis=1) > 0
    counts, after = counts[used], (np.array(years) >= YEAR)[used]
    rows, columns = counts.shape
    level = np.tile(np.eye(columns), (rows, 1))
    year = np.repeat(np.eye(rows)[:, 1:], columns, axis=0)
    effect = np.outer(after, np.arange(columns) == 0).ravel().astype(np.float64)
    design = np.column_stack([effect, level, year])
    model = sm.GLM(counts.ravel(), design, family=sm.families.Poisson())
    found = model.fit(scale="X2")
    return float(found.params[0]), float(found.bse[0])
