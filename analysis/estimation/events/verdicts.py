"""From numbers to words: what can be said of the size of an event, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any

from analysis.estimation.events.leftout import Z

DOUBLE = log(2.0)
"""A null is told where doubling and halving both lie outside the interval."""
UNLIKELY = 0.1
"""Level of intervals and tests: those of 90 %."""

POSITIVE, NULL, CONTRARY, UNTOLD = "positive", "null", "contrary", "cannot be told"


@dataclass(frozen=True)
class Size:
    """The size of an event on the log scale, with all its errors.

    Attributes
    ----------
    size : as it ships, drawn to the common distribution
    model, cluster, serial : its three errors; see `robust`
    binomial : size and error with negative-binomial counts
    alone : size told without the others, and the widest of its errors
    """

    size: float
    model: float
    cluster: float
    serial: float
    binomial: tuple[float, float]
    alone: tuple[float, float]

    @property
    def widest(self) -> float:
        """The widest error."""
        return max(self.model, self.cluster, self.serial)

    @property
    def interval(self) -> tuple[float, float]:
        """90 %, from the widest error."""
        return self.size - Z * self.widest, self.size + Z * self.widest

    @property
    def alone_z(self) -> float:
        """The size told without the others, over its error."""
        return self.alone[0] / self.alone[1]

    def content(self) -> dict[str, Any]:
        """All of it for JSON."""
        low, high = self.interval
        return {
            "size": self.size,
            "error": self.widest,
            "low": low,
            "high": high,
            "errors": {"model": self.model, "cluster": self.cluster, "serial": self.serial},
            "negative_binomial": list(self.binomial),
            "alone": list(self.alone),
            "z": self.alone_z,
        }


def verdict(size: Size) -> str:
    """What the interval says.

    `positive` and `contrary` exclude zero; `null` holds zero and excludes that the event doubled
    or halved what it touched; of all else nothing can be told.
    """
    low, high = size.interval
    if low > 0.0:
        return POSITIVE
    if high < 0.0:
        return CONTRARY
    return NULL if low > -DOUBLE and high < DOUBLE else UNTOLD


def doubts(
    size: Size,
    net_of_years: tuple[float, float],
    share: float | None,
    before: float | None,
) -> list[str]:
    """What speaks against a size that excludes zero; nothing for others.

    Parameters
    ----------
    size : with its errors
    net_of_years : size and error net of what all countries have in common
    share : of false dates that stand out as far; None for stocks
    before : p of the three years before, adjusted for all events; None where not told
    """
    if verdict(size) not in (POSITIVE, CONTRARY):
        return []
    sign = 1.0 if size.size > 0.0 else -1.0
    found = []
    if sign * net_of_years[0] < Z * net_of_years[1]:
        found.append("common to all countries")
    if sign * size.binomial[0] < Z * size.binomial[1]:
        found.append("not with negative-binomial counts")
    if share is not None and share > UNLIKELY:
        found.append("false dates stand out as far")
    if before is not None and before < UNLIKELY:
        found.append("the years before differ already")
    return found
