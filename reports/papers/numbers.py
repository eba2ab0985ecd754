"""The numbers of a paper: every figure that a sentence, a table or a picture shows has a name.

A sentence takes its numbers from here and from nowhere else, so that a reader can ask of each
where it was made, and a machine can make it again and compare.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from reports.numbers import percent, thousands

Source = Literal["runs", "counts", "estimates"]
"""Made of simulated runs, of tables that ship, or of estimates that ship. The last rest on single
ties, which do not: they are read, not made again."""

EXACT = 0.0
"""Tolerance of what is counted, summed or read: the last digit must agree."""
FITTED = 1e-6
"""Relative tolerance of what a numerical library fits: its last bits differ by processor."""
DIGITS = 12
"""Significant digits that are kept and compared."""
Style = Literal["plain", "whole", "share", "one", "two", "points", "three", "signed"]
"""`three` keeps three significant digits, and so does `signed`, with its sign."""
UNKNOWN = {"en": "not known", "de": "nicht bekannt"}
TO = {"en": "to", "de": "bis"}
POINTS = {"en": "percentage points", "de": "Prozentpunkte"}


@dataclass(frozen=True)
class Number:
    """One published number.

    Attributes
    ----------
    name : dotted, one of a kind within its paper: `elysee.ratio`
    value : None where a draft or a small world has nothing to say
    unit : "ties", "share", "EUR" ...
    program : module that makes it
    source : see `Source`
    tolerance : relative; 0 asks for equality to `DIGITS` digits
    """

    name: str
    value: float | None
    unit: str
    program: str
    source: Source = "runs"
    tolerance: float = EXACT


@dataclass
class Numbers:
    """All numbers of a paper, in the order in which they were made.

    Parameters
    ----------
    program : module that makes them, unless one says otherwise
    """

    program: str
    _known: dict[str, Number] = field(default_factory=dict)

    def add(
        self,
        name: str,
        value: float | None,
        unit: str,
        *,
        source: Source = "runs",
        tolerance: float = EXACT,
    ) -> float | None:
        """Keep a number under its name, and give it back.

        Raises
        ------
        ValueError
            If the name is taken by another value, or the value is not finite.
        """
        kept = None if value is None else rounded(float(value))
        number = Number(name, kept, unit, self.program, source, tolerance)
        if self._known.get(name, number) != number:
            raise ValueError(f"{self.program}: the number '{name}' is made twice, and differently")
        self._known[name] = number
        return kept

    def say(self, name: str, style: Style = "plain", language: str = "en") -> str:
        """A number as a sentence of a language writes it; "not known" where there is none.

        Raises
        ------
        KeyError
            If no number has the name.
        """
        value = self._known[name].value
        return UNKNOWN[language] if value is None else written(value, style, language)

    def value(self, name: str) -> float:
        """A number as such.

        Raises
        ------
        KeyError
            If no number has the name.
        ValueError
            If it has no value.
        """
        found = self._known[name].value
        if found is None:
            raise ValueError(f"{self.program}: the number '{name}' has no value")
        return found

    def band(self, name: str, style: Style = "plain", language: str = "en") -> str:
        """The 90 % interval of a number, kept under `NAME.low` and `NAME.high`."""
        low, high = (self.say(f"{name}.{end}", style, language) for end in ("low", "high"))
        return f"{low} {TO[language]} {high}"

    def __iter__(self) -> Iterator[Number]:
        return iter(self._known.values())

    def __len__(self) -> int:
        return len(self._known)


def rounded(value: float) -> float:
    """A value to `DIGITS` significant digits.

    Raises
    ------
    ValueError
        If it is not finite: such a number cannot be published.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be published: it is not finite")
    return float(f"{value:.{DIGITS}g}")


def written(value: float, style: Style, language: str = "en") -> str:
    """A number in words' company."""
    text = _english(value, style)
    if text.startswith("−") and not any(digit in text for digit in "123456789"):
        text = text[1:]  # what rounds to nothing has no sign
    if language == "de":
        return text.replace(".", ",").replace(POINTS["en"], POINTS["de"])
    return text


def _english(value: float, style: Style) -> str:
    minus = "−" if value < 0 else ""
    size = abs(value)
    if style == "share":
        return minus + percent(size)
    if style == "points":
        return f"{minus}{100 * size:.1f} {POINTS['en']}"
    if style in ("one", "two"):
        return f"{minus}{size:.{1 if style == 'one' else 2}f}"
    if style in ("three", "signed"):
        plus = "+" if style == "signed" and value > 0 else ""
        return plus + minus + _three(size)
    if style == "whole" or float(size).is_integer():
        return minus + thousands(size)
    return minus + (thousands(size) if size >= 100 else f"{size:.3g}")


def _three(size: float) -> str:
    """Three significant digits, never as a power of ten."""
    if size == 0:
        return "0"
    digits = 2 - math.floor(math.log10(size))
    short = round(size, digits)
    return thousands(short) if short >= 100 or short == int(short) else f"{short:.{digits}f}"
