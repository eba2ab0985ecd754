"""The rivals: trend, persistence, and persistence times what 1963 did to ties with France.

Each sees the counts up to an origin and predicts the ten years after it; what it misses at earlier
origins tells how wide it must be. All count half a tie more for a country than the record has:
without it a country that opens later would be impossible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.contest.rivals.tables import UNSEEN
from analysis.contest.time_split.cells import FIRST, Cells, Floats, span

WINDOW = 10
"""Years that the trend goes through."""
RECENT = 5
"""Years that persistence holds on to."""
JUMP = (1953, 1962, 1963, 1972)
"""Ties with France of 1963-72 over those of 1953-62: the jump of 1963."""
FREE_FROM = 1990
"""The first whole year after the opening of November 1989: from it on the jump counts."""

Rule = Callable[[Cells, int, int], Floats]
"""Expected ties of each country in the period `step` after an origin, from what lies up to it."""


@dataclass(frozen=True)
class Rival:
    """A rule, and the rule whose misses at earlier origins it takes for its own."""

    name: str
    title: str
    rule: Rule
    misses: Rule


def trend(cells: Cells, origin: int, step: int) -> Floats:
    """Poisson log-linear trend over the last ten years, one slope for all countries.

    With effects of countries the likelihood factors: the slope is that of all ties together, and
    each country keeps its share.
    """
    import statsmodels.api as sm

    known = cells.until(origin)[:, -WINDOW:]
    years = np.arange(-known.shape[1] + 1, 1, dtype=np.float64)
    family = sm.families.Poisson()
    fit = sm.GLM(known.sum(axis=0), sm.add_constant(years), family=family).fit()
    level, slope = np.asarray(fit.params)
    first, last = span(origin, step)
    total = np.exp(level + slope * np.arange(first - origin, last - origin + 1)).sum()
    counted = known.sum(axis=1) + UNSEEN
    mean: Floats = total * counted / counted.sum()
    return mean


def persistence(cells: Cells, origin: int, step: int) -> Floats:
    """Ties a year of the last five years, for as many years as the period has."""
    first, last = span(origin, step)
    yearly = (cells.until(origin)[:, -RECENT:].sum(axis=1) + UNSEEN) / RECENT
    mean: Floats = yearly * (last - first + 1)
    return mean


def french_jump(cells: Cells) -> float:
    """How many times as many ties with France were founded in 1963-72 as in 1953-62."""
    french = cells.ties[cells.countries.index("FR")]
    before, after = (
        french[first - FIRST : last - FIRST + 1].sum() for first, last in (JUMP[:2], JUMP[2:])
    )
    return float(after / before)


def persistence_with_jump(cells: Cells, origin: int, step: int) -> Floats:
    """Persistence; where the border opens, times the French jump from 1990 on."""
    plain = persistence(cells, origin, step)
    if span(origin, step)[0] < FREE_FROM:
        return plain
    jumped: Floats = np.where(cells.opened, plain * french_jump(cells), plain)
    return jumped


RIVALS = (
    Rival("trend", "log-linear trend", trend, trend),
    Rival(
        "persistence_jump",
        "persistence times the French jump of 1963",
        persistence_with_jump,
        persistence,
    ),
    Rival("persistence", "persistence", persistence, persistence),
)
