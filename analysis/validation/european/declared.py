"""Which published figures a European run is set beside: `figures.toml`, read and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.validation.figures import figure
from simulation.past import load_countries

FILE = Path(__file__).parent / "figures.toml"

Measure = Literal["ties", "assortativity", "clustering"]


class European(BaseModel):
    """One published figure, and what of a run is set beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1, description="plain English")
    one: str | None = Field(None, description="country (ISO 3166-1); none for all of Europe")
    other: str | None = Field(None, description="its partner country; none for all abroad")
    year: int = Field(ge=1945, le=2025, description="year at whose end ties are counted")
    measure: Measure = Field("ties", description="what is measured")
    low: str = Field(description="id of the figure, or of the lower end of a range")
    high: str | None = Field(None, description="id of the upper end")
    role: Literal["fitted", "kept back"] = Field(description="whether anything was set by it")
    note: str | None = Field(None, description="what both sides do not share, or why the role")

    @property
    def cell(self) -> str:
        """Short name: `FR|GB|2023`."""
        parts = [self.one or ("" if self.measure == "ties" else self.measure), self.other]
        return "|".join([*(part for part in parts if part), str(self.year)])

    @property
    def recorded(self) -> tuple[float, float | None]:
        """The figure, and the upper end of a range."""
        low, high = _number(self.low), None if self.high is None else _number(self.high)
        return low, high

    @property
    def source(self) -> str:
        """Ids and titles of the pages."""
        return "; ".join(figure(one).source for one in (self.low, self.high) if one)

    @model_validator(mode="after")
    def _known(self) -> European:
        known = set(load_countries()["country"].to_list())
        for country in (self.one, self.other):
            if country is not None and country not in known:
                raise ValueError(f"'{country}' is no country of countries.csv")
        if self.other is not None and self.one is None:
            raise ValueError("`other` needs `one`")
        for one in (self.low, self.high):
            if one is not None:
                _number(one)
        return self


def _number(fact_id: str) -> float:
    """Value of a published figure.

    Raises
    ------
    ValueError
        If there is no such figure, or it has no number.
    """
    value = figure(fact_id).value
    if value is None:
        raise ValueError(f"figure {fact_id} has no number")
    return value


def read_figures(path: Path = FILE) -> tuple[European, ...]:
    """Read and check a file of European figures.

    Raises
    ------
    ValueError
        If a figure does not exist, a role is unknown, or a field is missing or misspelt.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    found = []
    for place, entry in enumerate(content.get("figures", [])):
        try:
            found.append(European.model_validate(entry))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in ("figures", place, *first["loc"]))
            raise ValueError(f"{path.name}: {where}: {first['msg']}") from None
    return tuple(found)


@cache
def european_figures() -> tuple[European, ...]:
    """The shipped figures, in the order of the file."""
    return read_figures()
