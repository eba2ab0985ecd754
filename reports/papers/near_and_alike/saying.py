"""Turns of phrase of this report that depend on its numbers."""

from __future__ import annotations

from reports.papers.numbers import Numbers, Style


def interval(numbers: Numbers, name: str, style: Style = "plain", unit: str = "") -> str:
    """A number and its interval, or that there are too few runs for one."""
    told = f"{numbers.say(name, style)}{unit}"
    if not has(numbers, f"{name}.low"):
        return f"{told} (too few runs for an interval)"
    return f"{told} ({numbers.say('level', 'share')}: {numbers.band(name, style)})"


def has(numbers: Numbers, name: str) -> bool:
    """Whether a number has a value."""
    return any(one.name == name and one.value is not None for one in numbers)


def apart_from_zero(numbers: Numbers, name: str) -> bool | None:
    """Whether an interval leaves zero out; None where there is no interval."""
    if not has(numbers, f"{name}.low"):
        return None
    return numbers.value(f"{name}.low") > 0 or numbers.value(f"{name}.high") < 0


def change(numbers: Numbers, name: str, words: tuple[str, str], style: Style) -> str:
    """A paired change as "23 fewer", with its interval behind; `words`: more, fewer."""
    value = numbers.value(name)
    told = numbers.say(name, style).lstrip("−")
    word = words[0] if value > 0 else words[1]
    if not has(numbers, f"{name}.low"):
        return f"{told} {word} (too few runs for an interval)"
    level = numbers.say("level", "share")
    return f"{told} {word} (change, {level}: {numbers.band(name, style)})"


def hold(inside: float, cells: float, least: float) -> bool:
    """Whether enough cells lie inside their intervals."""
    return inside >= least * cells
