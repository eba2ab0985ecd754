"""Numbers of a statistical table as words: as many digits as the error warrants, no more."""

from __future__ import annotations

import math

from analysis.models import Coefficient, Table
from reports.numbers import GAP

NOTHING = "–"
MOST_DIGITS = 6
"""Decimals that are ever written."""
SIGNIFICANT = 4
"""Digits of a number that has no error."""
LEAST_P = 0.001


def decimals(row: Coefficient) -> int:
    """Decimals of a row: its error is told with two significant digits."""
    width = None
    if row.low is not None and row.high is not None:
        width = (row.high - row.low) / 2.0
    for error in (row.se, row.between, width):
        if error is not None and math.isfinite(error) and error > 0.0:
            return _clipped(1 - math.floor(math.log10(error)))
    value = row.estimate
    if not math.isfinite(value) or value == round(value):
        return 0
    return _clipped(SIGNIFICANT - 1 - math.floor(math.log10(abs(value))))


def _clipped(digits: int) -> int:
    return min(max(digits, 0), MOST_DIGITS)


def number(value: float | None, digits: int) -> str:
    """Write a number with a true minus and thin gaps; a dash where there is none."""
    if value is None or math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:,.{digits}f}".replace(",", GAP)
    if text.strip("-0.") == "":  # no "minus nought"
        text = text.removeprefix("-")
    return text.replace("-", "−")


def interval(low: float | None, high: float | None, digits: int) -> str:
    """Write both ends of an interval."""
    if low is None or high is None:
        return NOTHING
    return f"{number(low, digits)} to {number(high, digits)}"


def chance(p: float | None) -> str:
    """Write a p value; below a thousandth nobody needs its digits."""
    if p is None or math.isnan(p):
        return NOTHING
    return f"< {LEAST_P}" if p < LEAST_P else f"{p:.3f}"


def years(period: tuple[int, int] | None) -> str:
    """Write the period of a table."""
    if period is None:
        return "years do not enter"
    first, last = period
    return str(first) if first == last else f"{first}–{last}"


def facts(table: Table) -> dict[str, str]:
    """What every table says of itself: n, period, source, estimator, errors, and its fit."""
    told = {
        "n": f"{number(table.n, 0)} {table.of}",
        "Period": years(table.period),
        "Source": table.source,
        "Estimator": table.estimator,
        "Errors": table.errors,
        "Unit": table.unit,
    }
    if table.runs > 1:
        told["Runs"] = (
            f"{table.runs}, each fitted alone: the estimate is their mean, the interval holds the "
            "middle 90 % of them"
        )
    if table.fit:
        told["Fit"] = "; ".join(
            f"{name.replace('_', ' ')} {_measure(value)}" for name, value in table.fit.items()
        )
    return told


def _measure(value: float) -> str:
    """Write a measure of fit."""
    if math.isfinite(value) and value == round(value):
        return number(value, 0)
    if abs(value) >= 1_000:
        return number(value, 1)
    return number(value, 3)
