"""The law of places as single ties tell it: how much less likely a farther or unlike partner is.

Read from `analysis/estimates/links.json`. Its ties do not ship, so nothing is estimated here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import polars as pl

from reports.papers.numbers import Numbers
from reports.papers.parts.record import estimates

NORMAL90 = 1.645
"""Half of a 90 % interval in standard errors."""
COUNTRIES = ("FR", "PL", "GB", "IT", "CZ", "US")
TRAITS = ("seat", "centre", "port", "spa")
NEAR_KM = 50.0
"""Knot of the law of distance, as it was estimated (`choice.near_km`)."""
MUCH = 10
"""A partner so many times as large, or as small."""
KM = tuple(round(NEAR_KM * 2 ** (step / 8), 3) for step in range(4 * 8 + 1))
TIMES = tuple(round(2 ** (step / 8), 6) for step in range(-4 * 8, 4 * 8 + 1))


@dataclass(frozen=True)
class Ties:
    """What was estimated on single ties: `full` saw all of them, `split` not what is kept back."""

    full: dict[str, Any]
    split: dict[str, Any]

    @property
    def choice(self) -> dict[str, float]:
        """Coefficients of the choice of a place."""
        return dict(self.full["choice"]["values"])

    @property
    def errors(self) -> dict[str, float]:
        """Their standard errors."""
        return dict(self.full["choice"]["errors"])


def read() -> Ties:
    """The estimates that ship.

    Raises
    ------
    ValueError
        If a file is not there or is damaged.
    """
    return Ties(estimates("links"), estimates("split/links"))


def add(numbers: Numbers, ties: Ties) -> None:
    """Keep the numbers of the law."""
    values, errors = ties.choice, ties.errors
    for country in COUNTRIES:
        slope, error = values[f"distance.{country}"], errors[f"distance.{country}"]
        interval(numbers, f"slope.{country}", slope, error, "per ln km")
        _factor(numbers, f"twice_as_far.{country}", 2.0, slope, error)
        _factor(numbers, f"alone.{country}", 2.0, *ties.full["choice"]["raw"][country])
        keep(numbers, f"ties.{country}", ties.full["choice"]["ties"][country], "ties")
    common = ties.full["choice"]["common"]
    interval(numbers, "slope.common", common["mean"], common["error"], "per ln km")
    _factor(numbers, "twice_as_far.common", 2.0, common["mean"], common["error"])
    keep(numbers, "ties.all", sum(ties.full["choice"]["ties"].values()), "ties")
    keep(numbers, "near_km", NEAR_KM, "km")
    both = math.hypot(common["error"], errors["near"])  # as if the two erred apart
    _factor(numbers, "twice_as_far.near", 2.0, common["mean"] + values["near"], both)
    _sizes(numbers, values, errors)
    for trait in TRAITS:
        name = f"traits.{trait}"
        _factor(numbers, name, math.e, values[name], errors[name])
    held = ties.full["held"]
    _factor(numbers, "held", math.e, held["value"], held["error"])
    keep(numbers, "held.ties", held["ties"], "ties")


def _sizes(numbers: Numbers, values: dict[str, float], errors: dict[str, float]) -> None:
    """Likeness alone, and likeness with the pull of large places."""
    _factor(numbers, "unlike.twice", 2.0, values["similar"], errors["similar"])
    keep(numbers, "times.much", MUCH, "times")
    for name, times in {
        "twice": 2.0,
        "half": 0.5,
        "much": float(MUCH),
        "little": 1.0 / MUCH,
    }.items():
        keep(numbers, f"size.{name}", size_chance(times, values), "factor")


def _factor(numbers: Numbers, name: str, base: float, value: float, error: float) -> None:
    """`base` to the power of an estimate, with its 90 % interval."""
    keep(numbers, name, base**value, "factor")
    keep(numbers, f"{name}.low", base ** (value - NORMAL90 * error), "factor")
    keep(numbers, f"{name}.high", base ** (value + NORMAL90 * error), "factor")


def interval(numbers: Numbers, name: str, value: float, error: float, unit: str) -> None:
    """Keep an estimate that ships with its 90 % interval."""
    keep(numbers, name, value, unit)
    keep(numbers, f"{name}.low", value - NORMAL90 * error, unit)
    keep(numbers, f"{name}.high", value + NORMAL90 * error, unit)


def keep(numbers: Numbers, name: str, value: float, unit: str) -> None:
    """Keep a number that rests on estimates that ship."""
    numbers.add(name, float(value), unit, source="estimates", tolerance=1e-9)


def size_chance(times: float, values: dict[str, float]) -> float:
    """Chance of a partner so many times as large, over that of one as large as the place."""
    return math.exp(values["similar"] * abs(math.log(times)) + values["mass"] * math.log(times))


def distance_curves(values: dict[str, float], common: float) -> pl.DataFrame:
    """Chance of a place so far away over that of one at `NEAR_KM`: who, km, chance."""
    slopes = {"common": common}
    # what lies beyond an ocean has no partner at these distances
    slopes |= {country: values[f"distance.{country}"] for country in COUNTRIES if country != "US"}
    rows = [(who, km, (km / NEAR_KM) ** slope) for who, slope in slopes.items() for km in KM]
    return pl.DataFrame(rows, schema=["who", "km", "chance"], orient="row")


def size_curve(values: dict[str, float]) -> pl.DataFrame:
    """Chance of a partner by its size over that of one as large: times, chance."""
    rows = [(times, size_chance(times, values)) for times in TIMES]
    return pl.DataFrame(rows, schema=["times", "chance"], orient="row")
