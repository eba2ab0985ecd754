"""Reads `core.toml`: law, places and number of draws of the contest.

It imports nothing of the model: a contestant that needs no model shall pay for none.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("core.toml")


class Table:
    """A TOML table whose keys are attributes; `content` is the table itself."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        for name, value in content.items():  # plain attributes: contestants read them in loops
            self.__dict__[name] = Table(value) if isinstance(value, dict) else value

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{FILE.name}: no field {name}")


def read(path: Path = FILE) -> Table:
    return Table(tomllib.loads(path.read_text("utf-8")))


def growth(year: int, rate: Table) -> float:
    """Log rate of all places by the year."""
    per_decade, last = float(rate.growth), int(rate.grows_until)
    return per_decade * (min(year, last) - 1975) / 10.0
