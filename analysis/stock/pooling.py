"""How complete the register is: pooled from double records, as posterior draws.

Of the register's ties in a pair a share was agreed in the years that the survey covers, the rest
later. If the survey found a share `early` of its years and self-report a share `late` of the later
ones, the other count is ``surveyed / early + (1 - surveyed) / late`` times the register's. Pairs
differ by more than their errors (definitions, dates, what the other list lacks): a between-pair
spread is estimated along, as in a random-effects meta-analysis. Both shares end at 1; counts alone
do not tell of ties that neither list has, so both shares are upper bounds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.stock.pairs import POOLED, Pair, by_year, double_records, read

Floats = NDArray[np.float64]

EARLY = np.linspace(0.5, 1.0, 101)
LATE = np.linspace(0.1, 1.0, 91)
BETWEEN = np.linspace(0.0, 0.5, 26)
BETWEEN_SCALE = 0.2
"""Scale of the half-normal prior of the spread between pairs (log scale)."""
BETWEEN_INFORMAL = 0.5
"""Spread (log scale) between what surveys call informal: two surveys do not tell it; judgement."""
SEED = 20261122
DRAWS = 4000


@dataclass(frozen=True)
class Completeness:
    """Draws of what the register of 2015 holds.

    Attributes
    ----------
    early : share of the agreed ties of the survey's years, shape (n,)
    late : share of the agreed ties of later years that it held in 2015, shape (n,)
    informal : completeness of contacts over that of agreed ties, at most 1, shape (n,)
    """

    early: Floats
    late: Floats
    informal: Floats

    def surveyed(self, form: str) -> Floats:
        """Completeness of a form in the years of the survey."""
        return self.early * self.relative(form)

    def relative(self, form: str) -> Floats:
        """Completeness of a form over that of partnerships; friendships stand halfway."""
        power = {"partnership": 0.0, "friendship": 0.5, "contact": 1.0}[form]
        return np.asarray(self.informal**power, dtype=np.float64)


@cache
def completeness() -> Completeness:
    """What the double records that ship say, as draws; the same bytes each time."""
    rng = np.random.default_rng(SEED)
    early, late = agreed_ties(double_records(), rng)
    return Completeness(early, late, informal_ties(rng))


def agreed_ties(
    pairs: Sequence[Pair], rng: np.random.Generator, draws: int = DRAWS
) -> tuple[Floats, Floats]:
    """Draws of `early` and `late` from the pairs that are pooled.

    Flat priors on 0.5 to 1 and 0.1 to 1, on a grid. Pairs of one group count as one.

    Parameters
    ----------
    pairs : double records
    rng : source of luck
    draws : how many
    """
    early, late, between = np.meshgrid(EARLY, LATE, BETWEEN, indexing="ij")
    weight = -0.5 * (between / BETWEEN_SCALE) ** 2
    pooled = [pair for pair in pairs if pair.role == POOLED]
    for pair in pooled:
        share = 1 / sum(other.group == pair.group for other in pooled)
        expected = -np.log(pair.surveyed / early + (1 - pair.surveyed) / late)
        spread = np.sqrt(pair.spread**2 + between**2)
        miss = (math.log(pair.ratio) - expected) / spread
        weight += share * (-0.5 * miss**2 - np.log(spread))
    chance = np.exp(weight - weight.max()).ravel()
    chosen = rng.choice(chance.size, size=draws, p=chance / chance.sum())
    return early.ravel()[chosen], late.ravel()[chosen]


def informal_ratios() -> list[tuple[str, float, float]]:
    """Each survey's count, log of the register's odds of a contact over the survey's, and error.

    The surveys are Austrian: the register's side are its ties with Austria.
    """
    contacts = float(by_year("K", "AT")["links"].sum())
    agreed = float(by_year("PF", "AT")["links"].sum())
    found = []
    for row in read("informal_ties").iter_rows(named=True):
        ratio = math.log(contacts / agreed) - math.log(row["informal"] / row["formal"])
        error = 1 / contacts + 1 / agreed + 1 / row["informal"] + 1 / row["formal"]
        found.append((str(row["count"]), ratio, math.sqrt(error)))
    return found


def informal_ties(rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Draws of the completeness of contacts over that of agreed ties.

    Normal on the log scale, below 0: what nobody has agreed is not told more readily than what
    two councils have signed.
    """
    from scipy.special import ndtr, ndtri

    found = informal_ratios()
    variances = np.array([error**2 + BETWEEN_INFORMAL**2 for _, _, error in found])
    weights = (1 / variances) / (1 / variances).sum()
    mean = float(np.dot(weights, [ratio for _, ratio, _ in found]))
    # for a new country: the error of the mean, and the spread between what surveys call informal
    spread = math.sqrt(1 / (1 / variances).sum() + BETWEEN_INFORMAL**2)
    below = rng.random(draws) * ndtr(-mean / spread)
    return np.asarray(np.exp(mean + spread * ndtri(below)), dtype=np.float64)


def ranges() -> dict[str, tuple[float, float, float]]:
    """Median, 5 % and 95 % of each share: what the priors of `recording` rest on."""
    found = completeness()
    shares = {
        "surveyed.contact": found.surveyed("contact"),
        "surveyed.friendship": found.surveyed("friendship"),
        "surveyed.partnership": found.surveyed("partnership"),
        "late.partnership": found.late,
    }
    return {name: told(values) for name, values in shares.items()}


def late_partnerships() -> tuple[float, float]:
    """Log share of the partnerships agreed after 1996 that the register held in 2015, and error.

    A run's own is registered over living in its `counts` of 2014: a second way to self-report.
    """
    logs = np.log(completeness().late)
    return float(np.mean(logs)), float(np.std(logs, ddof=1))


def told(values: Floats) -> tuple[float, float, float]:
    """Median, 5 % and 95 %."""
    middle, low, high = np.quantile(values, (0.5, 0.05, 0.95)).tolist()
    return middle, low, high
