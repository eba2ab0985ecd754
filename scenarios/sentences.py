"""How a mistake in a file is told: one short sentence, whatever someone wrote."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

LONGEST = 400
"""Signs of a sentence that are kept."""
LONGEST_NAME, LONGEST_VALUE, LONGEST_LIST = 80, 60, 200
"""Signs of a quoted file or field, of a quoted value, and of the names that are possible."""


class ScenarioError(ValueError):
    """A scenario that cannot be used: names the file, the field, what is wrong and right."""


def sentence(text: str) -> str:
    """Return a text as one line of at most `LONGEST` printable signs; long words are cut first."""
    words = " ".join(cut(word, LONGEST_NAME) for word in text.split())
    return cut(printable(words), LONGEST)


def printable(text: str) -> str:
    """Return a text whose line breaks and other odd signs are escaped."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")
        for sign in text
    )


def cut(text: str, longest: int) -> str:
    """Return a text without its middle if it is longer than `longest` signs."""
    if len(text) <= longest:
        return text
    tail = (longest - 5) // 3
    return f"{text[: longest - 5 - tail]} ... {text[-tail:]}"


def shown(name: str | Path) -> str:
    """Return the name of a file or a field as a sentence can carry it."""
    return printable(cut(str(name), LONGEST_NAME))


def value_shown(value: Any) -> str:
    """Return what a value is, in the words of TOML; long ones are cut."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, int) and value.bit_length() > 100:
        # Python refuses to write out integers of more than some thousand digits.
        return f"an integer of about {int(value.bit_length() * 0.30103) + 1:,} digits"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str):
        return repr(cut(value, LONGEST_VALUE))
    return cut(repr(value), LONGEST_VALUE)


def nearest(word: str, known: Sequence[str]) -> str:
    """Return " (did you mean 'x'?)" for the nearest name that is known, or nothing."""
    if len(word) > LONGEST_NAME:
        return ""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if not close:
        return ""
    # A letter of another alphabet looks the same; only its number tells.
    foreign = next((sign for sign in word if not sign.isascii()), None)
    told = "" if foreign is None else f" The sign '{printable(foreign)}' is U+{ord(foreign):04X}"
    return f" (did you mean '{close[0]}'?{told})"


def listed(known: Sequence[str]) -> str:
    """Return the names that are possible, as many as a sentence can carry."""
    text = ", ".join(known)
    if len(text) <= LONGEST_LIST:
        return text
    kept = text[:LONGEST_LIST].rpartition(", ")[0]
    return f"{kept} and {len(known) - kept.count(', ') - 1} more"
