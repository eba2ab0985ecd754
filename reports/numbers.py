"""Numbers as a page writes them: by what they measure, always in the same way."""

from __future__ import annotations

import re
from typing import Any

from analysis.validation import label, targets

GAP = "\u202f"
"""A thin space that does not break: between thousands and before a unit."""


def thousands(number: float) -> str:
    """A whole number; thin spaces between thousands, which nobody takes for a decimal sign."""
    return f"{number:,.0f}".replace(",", GAP)


def percent(share: float) -> str:
    """A share as a percentage, with a decimal where it is small."""
    digits = 1 if 0 < abs(share) < 0.1 else 0
    return f"{100 * share:.{digits}f}{GAP}%"


def value(number: float | None, measure: str) -> str:
    """A number of the scorecard as its measure is written; a dash where there is none."""
    if number is None:
        return "–"
    if measure == "share":
        return percent(number)
    if measure in ("count", "figure", "people"):
        return thousands(number)
    if measure == "km":
        return f"{thousands(number)}{GAP}km"
    return f"{number:.2f}"


def recorded(row: dict[str, Any]) -> str:
    """The recorded side of a cell: a number or a range."""
    measure = targets()[row["pattern"]].measure
    low = value(row["recorded"], measure)
    if row["recorded_high"] is None:
        return low
    return f"{low} to {value(row['recorded_high'], measure)}"


def band(row: dict[str, Any]) -> str:
    """The 90 % band of the histories in a cell."""
    measure = targets()[row["pattern"]].measure
    return f"{value(row['low90'], measure)} to {value(row['high90'], measure)}"


def median(row: dict[str, Any]) -> str:
    """The median of the histories in a cell."""
    return value(row["simulated"], targets()[row["pattern"]].measure)


def in_words(row: dict[str, Any]) -> dict[str, str]:
    """A cell of the scorecard as words for a sentence or a table."""
    return {
        "title": targets()[row["pattern"]].title,
        "cell": re.sub(r"(?<=\d)-(?=\d)", "–", label(row["cell"])),
        "role": row["role"],
        "recorded": recorded(row),
        "simulated": median(row),
        "band": band(row),
    }
