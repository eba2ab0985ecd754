"""Markdown from data: tables and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(titles: Sequence[str], rows: Iterable[Sequence[object]], right: str = "") -> str:
    """A table; the columns whose place `right` marks with an ``r`` stand right."""
    marks = [*right, *"l" * len(titles)][: len(titles)]
    lines = [
        line(titles),
        "|" + "|".join("---:" if mark == "r" else "---" for mark in marks) + "|",
        *(line(row) for row in rows),
    ]
    return "\n".join(lines) + "\n"


def line(cells: Sequence[object]) -> str:
    """One line of a table; a bar within a cell is escaped."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def number(value: float | None, digits: int = 3) -> str:
    """A number to so many significant digits; nothing for None."""
    if value is None:
        return ""
    if abs(value) >= 10**digits:  # the general format would turn to powers of ten
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"


def count(many: int, one: str, several: str = "") -> str:
    """``1 tie``, ``2 ties``."""
    return f"{many:,} {one if many == 1 else several or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def percent(share: float) -> str:
    """``87 %``."""
    return f"{100 * share:.0f} %"
