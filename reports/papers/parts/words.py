"""Words for results: which way a difference goes, and whether it can be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reports.papers.numbers import Style, written

if TYPE_CHECKING:
    from reports.papers.numbers import Numbers

UNBOUNDED = "so few runs give no interval"


def listed(words: Sequence[str]) -> str:
    """`a, b and c`; "none" for nothing."""
    if not words:
        return "none"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def known(numbers: Numbers, *names: str) -> bool:
    """Whether all these numbers have a value."""
    values = {number.name: number.value for number in numbers}
    return all(values[name] is not None for name in names)


def sign(numbers: Numbers, name: str) -> int:
    """1 or -1 where the interval of a number lies on one side of zero, else 0."""
    if not known(numbers, f"{name}.low", f"{name}.high"):
        return 0
    low, high = numbers.value(f"{name}.low"), numbers.value(f"{name}.high")
    return 1 if low > 0 else -1 if high < 0 else 0


def size(numbers: Numbers, name: str, style: Style = "whole") -> str:
    """A number without its sign."""
    return written(abs(numbers.value(name)), style) if known(numbers, name) else "not known"


def interval(numbers: Numbers, name: str, style: Style = "whole") -> str:
    """`(90 %: a to b)`, or that there is none."""
    if not known(numbers, f"{name}.low", f"{name}.high"):
        return f"({UNBOUNDED})"
    return f"({level(numbers)}: {numbers.band(name, style)})"


def level(numbers: Numbers) -> str:
    """What share of runs intervals hold, as it is written."""
    return numbers.say("interval", "share")


def count(numbers: Numbers, name: str) -> str:
    """A whole number; `none` for zero, as a sentence says it."""
    return "none" if known(numbers, name) and numbers.value(name) == 0 else numbers.say(name)


def without_sign(numbers: Numbers, name: str, style: Style = "whole") -> str:
    """The interval of a number whose sign a word tells: `(90 %: a to b)` from small to large."""
    if not known(numbers, f"{name}.low", f"{name}.high"):
        return f"({UNBOUNDED})"
    ends = sorted(abs(numbers.value(f"{name}.{end}")) for end in ("low", "high"))
    return f"({level(numbers)}: {written(ends[0], style)} to {written(ends[1], style)})"


def change(numbers: Numbers, name: str, things: str = "ties") -> str:
    """`412 fewer ties (90 %: 350 to 480)`, or that the difference cannot be told."""
    side = sign(numbers, name)
    if not side:
        return (
            f"no difference in {things} that can be told from none: "
            f"{numbers.say(name, 'whole')} {interval(numbers, name)}"
        )
    word = "more" if side > 0 else "fewer"
    return f"{size(numbers, name)} {word} {things} {without_sign(numbers, name)}"


def cell(numbers: Numbers, name: str, style: Style = "whole") -> str:
    """A number with its interval for a table."""
    if not known(numbers, f"{name}.low", f"{name}.high"):
        return numbers.say(name, style)
    return f"{numbers.say(name, style)} ({numbers.band(name, style)})"
