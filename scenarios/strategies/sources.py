"""Sources of numbers: what a page says, with title, address and date."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, TypeAdapter

from scenarios.reading import read_toml
from scenarios.strategies.numbers import Key
from simulation.parameters.section import Section, unit

FILE = Path(__file__).with_name("sources.toml")


class Source(Section):
    """A page and what it says."""

    title: str = Field(
        min_length=1, max_length=300, description="title", json_schema_extra=unit("text")
    )
    url: str = Field(
        pattern=r"^https?://\S+$",
        max_length=500,
        description="address",
        json_schema_extra=unit("text"),
    )
    date: str = Field(
        min_length=1,
        max_length=60,
        description="date of the page, or of what it speaks of; 'undated' if it names none",
        json_schema_extra=unit("text"),
    )
    says: str = Field(
        min_length=1,
        max_length=600,
        description="what it says, in own words",
        json_schema_extra=unit("text"),
    )


@cache
def shipped_sources() -> dict[str, Source]:
    """Sources that ship, by key. Keys such as V20 are rows of the recorded figures."""
    return TypeAdapter(dict[Key, Source]).validate_python(read_toml(FILE))
