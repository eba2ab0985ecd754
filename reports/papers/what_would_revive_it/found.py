"""What a comparison found, as both languages tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.papers.numbers import Numbers, Style
from reports.papers.what_would_revive_it import labels
from reports.papers.what_would_revive_it.reading import Reading
from reports.strategies.tables import Tables
from reports.strategies.wording import FULLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.strategies import Strategy

NAMED = 3
"""Strategies that a sentence names at most."""
SMALL = 0.05
"""Share of what there is without a strategy below which a gain is called small."""


@dataclass(frozen=True)
class Found:
    """A comparison, its reading and its numbers, in one language.

    Attributes
    ----------
    tables, reading, numbers : of the comparison
    strategies : that were compared, with their evidence
    record : manifest of the runs
    language : "en" or "de"
    """

    tables: Tables
    reading: Reading
    numbers: Numbers
    strategies: tuple[Strategy, ...]
    record: Mapping[str, Any]
    language: str

    def say(self, name: str, style: Style = "plain") -> str:
        """A number in the language of the page."""
        return self.numbers.say(name, style, self.language)

    def band(self, name: str, style: Style = "plain") -> str:
        """The interval of a number in the language of the page."""
        return self.numbers.band(name, style, self.language)

    def known(self, name: str) -> bool:
        """Whether a number has a value."""
        return any(one.name == name and one.value is not None for one in self.numbers)

    def title(self, name: str) -> str:
        """Title of a strategy."""
        return labels.strategy(name, self.tables.labels, self.language)

    def pick(self, english: str, german: str) -> str:
        """The words in the language of the page."""
        return german if self.language == "de" else english

    def quoted(self, name: str) -> str:
        """Title of a strategy within a sentence."""
        return self.pick(f"“{self.title(name)}”", f"„{self.title(name)}“")

    def listed(self, names: Sequence[str]) -> str:
        """Titles in a sentence, `NAMED` at most."""
        titles = [self.quoted(name) for name in names[:NAMED]]
        if len(names) > NAMED:
            titles.append(self.pick("others", "weitere"))
        return self.joined(titles)

    def joined(self, words: Sequence[str]) -> str:
        """`a, b and c`."""
        last = self.pick(" and ", " und ")
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])}{last}{words[-1]}"

    def cost(self, name: str) -> str:
        """What one more living tie for a year costs, with its band."""
        rows = self.tables.ranked("costs").filter(pl.col("strategy") == name)
        state = str(rows["state"][0])
        if state == "free":
            return self.pick("costs nothing", "kostet nichts")
        if state == "none":
            return self.pick("none gained", "kein Gewinn")
        if state == "unclear":
            told = self.say(f"{name}.cost.least", "three")
            return self.pick(f"more than {told}", f"mehr als {told}")
        told, low = self.say(f"{name}.cost", "three"), self.say(f"{name}.cost.low", "three")
        if state == "open":
            return self.pick(f"{told} ({low} or more)", f"{told} ({low} oder mehr)")
        return f"{told} ({self.band(f'{name}.cost', 'three')})"

    def gain(self, name: str) -> str:
        """Additional tie-years of a strategy with their band."""
        return f"{self.say(f'{name}.gain', 'signed')} ({self.band(f'{name}.gain', 'signed')})"

    def unspent(self) -> list[str]:
        """Strategies for whose money there is too little demand."""
        names = [name for name in self.reading.order if self.known(f"{name}.spent")]
        return [name for name in names if abs(self.numbers.value(f"{name}.spent") - 1.0) > FULLY]

    @property
    def years(self) -> str:
        """The years of the policy."""
        since, until = self.tables.comparison.horizon
        return f"{since}–{until}"
