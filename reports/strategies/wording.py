"""Differences, money and ranges as the page writes them."""

from __future__ import annotations

import math
import re

from reports.numbers import GAP, percent, thousands

MINUS = "\u2212"
FULLY = 0.001
"""Money counts as spent where no more than this share of it is left."""
NONE = "\u2013"


def rounded(number: float, digits: int = 3) -> float:
    """A number with so many digits that count, as no simulated one has more."""
    if number == 0 or not math.isfinite(number):
        return number
    return round(number, digits - 1 - math.floor(math.log10(abs(number))))


def plain(number: float | None, digits: int = 3) -> str:
    """A number with three digits that count and thin spaces; a dash where there is none."""
    if number is None or not math.isfinite(number):
        return NONE
    short = rounded(number, digits)
    whole = abs(short) >= 10 ** (digits - 1) or short == int(short)
    text = thousands(abs(short)) if whole else f"{abs(short):.{digits}g}"
    return f"{MINUS}{text}" if short < 0 else text


def signed(number: float | None, digits: int = 3) -> str:
    """The same with its sign; a plain zero for nothing."""
    text = plain(number, digits)
    return f"+{text}" if number is not None and number > 0 and text != NONE else text


def difference(number: float | None) -> str:
    """A signed number for a table: one decimal under a hundred, so that a column reads evenly."""
    if number is None or not math.isfinite(number):
        return NONE
    if abs(number) >= 99.95:
        return signed(number)
    if number == 0:
        return "0"
    return f"{'+' if number > 0 else MINUS}{abs(number):.1f}"


def points(share: float | None) -> str:
    """A difference of shares in percentage points."""
    if share is None:
        return NONE
    if share == 0:
        return f"0{GAP}pp"
    return f"{'+' if share > 0 else MINUS}{100 * abs(share):.2f}{GAP}pp"


def typeset(sentence: str) -> str:
    """A sentence of the comparison in the manner of the page: thin spaces, real minus and dash."""
    spaced = re.sub(r"(?<=\d),(?=\d{3}\b)|(?<=\d) (?=%)", GAP, sentence)
    ranged = re.sub(r"(?<=\b\d{4})-(?=\d{4}\b)", "\u2013", spaced)
    return re.sub(r"(?<![\w-])-(?=\d)", MINUS, ranged)


def euro(amount: float) -> str:
    """Money, whole."""
    return f"EUR{GAP}{thousands(amount)}"


def span(low: float | None, high: float | None) -> str:
    """A band in words."""
    return f"{signed(low)} to {signed(high)}"


def chance(share: float) -> str:
    """A share of the runs as a percentage; what is not quite none or all is not told as such."""
    if 0.995 <= share < 1.0:
        return f"over{GAP}99{GAP}%"
    if 0.0 < share < 0.005:
        return f"under{GAP}1{GAP}%"
    return percent(round(share, 2))


def factor(number: float) -> str:
    """What a chance is multiplied by."""
    return f"\u00d7{GAP}{number:.2f}"


def level(path: str, value: float) -> str:
    """The value of an input as its kind is read: a factor, money, a percentage, a number.

    Effects are log effects on small yearly chances, so that their exponential is the factor by
    which the chance changes.
    """
    steps = path.split(".")
    if "what" in steps:
        return factor(math.exp(value))
    if steps[-1] == "strength":
        return factor(value)
    if steps[-1] in ("cost", "fixed"):
        return euro(value)
    if steps[-1] in ("take_up", "deadweight", "administration"):
        return percent(value)
    return plain(value)
