"""Which patterns a run is judged by: `targets.toml`, read and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.recorded import TABLES
from analysis.validation.figures import figure, in_unit, states
from analysis.validation.patterns.cells import KEPT

FILE = Path(__file__).parent / "targets.toml"

Role = Literal["fitted", "kept back"]
Measure = Literal["count", "figure", "people", "share", "mean", "km", "index"]


class Split(BaseModel):
    """Which Länder and countries are kept back from all estimation, and by what rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    laender: tuple[str, ...] = Field(description="Länder (ISO 3166-2) that nothing is fitted to")
    laender_rule: str = Field(min_length=1, description="how they were chosen")
    countries: tuple[str, ...] = Field(description="countries whose pair patterns are kept back")
    countries_rule: str = Field(min_length=1, description="how they were chosen")


class Fact(BaseModel):
    """A cell whose recorded side is one published figure, or a range between two.

    Where a source names numbers in a sentence only, `low` and `high` are these numbers and
    `words` is the figure whose text holds them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cell: str = Field(pattern=r"^(\d{4}|[a-z][a-z0-9_]*)$", description="a year, or a word")
    year: int | None = Field(
        None, ge=1945, le=2025, description="year of the figure; of a cell that is one, left out"
    )
    low: str | float = Field(description="published figure: the value, or the lower end")
    high: str | float | None = Field(None, description="the upper end of a range")
    words: str | None = Field(None, description="figure whose words hold the numbers")

    @property
    def at(self) -> int:
        """Year at whose end ties are counted, or in which a survey asked."""
        return int(self.cell) if self.year is None else self.year

    @property
    def ends(self) -> tuple[str | float, ...]:
        """The value, or both ends of the range."""
        return (self.low,) if self.high is None else (self.low, self.high)

    @property
    def ids(self) -> tuple[str, ...]:
        """Figures it rests on."""
        return (self.words,) if self.words else tuple(map(str, self.ends))

    @model_validator(mode="after")
    def _published(self) -> Fact:
        if self.year is None and not self.cell.isdigit():
            raise ValueError(f"the cell '{self.cell}' is no year, so the fact needs one")
        for end in self.ends:
            if isinstance(end, str) and figure(end).value is None:
                raise ValueError(f"figure {end} has no number")
            if isinstance(end, float) and not (self.words and states(self.words, end)):
                raise ValueError(f"{end:g} must stand in the text of a figure named by `words`")
        return self


class Target(BaseModel):
    """One pattern: what is compared, with which table, and whether anything was fitted to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1, description="plain English, for a page")
    table: str = Field(description="table of analysis.recorded with the recorded side")
    measure: Measure = Field(description="how its numbers are compared and rounded")
    unit: str = Field(min_length=1, description="unit of its numbers")
    compares: str = Field(min_length=1, description="what is counted on both sides")
    role: Role = Field(description="fitted, or kept back for validation")
    kept_back_from: int | None = Field(
        None, ge=1945, le=2025, description="dated cells from this year on are kept back"
    )
    kept_back_by: Literal["laender", "countries"] | None = Field(
        None,
        description="cells that begin with a Land or country of the split, or with `kept`, which "
        "stands for all its Länder, are kept back",
    )
    why: str = Field(min_length=1, description="reason for the role")
    miss: str | None = Field(None, description="where runs miss it: why, as far as is known")
    spread: float | None = Field(
        None, gt=0.0, lt=1.0, description="half of the 90 % interval of its figures over them"
    )
    sample: int | None = Field(None, gt=0, description="answers behind its shares: binomial errors")
    facts: tuple[Fact, ...] = Field((), description="cells made of published figures")

    @model_validator(mode="after")
    def _shipped(self) -> Target:
        if self.table not in TABLES:
            raise ValueError(
                f"no table '{self.table}' in the record; there are {', '.join(TABLES)}"
            )
        return self

    @model_validator(mode="after")
    def _in_unit(self) -> Target:
        for fact in self.facts:
            for end in fact.ends:
                self.number(end)
        return self

    def number(self, end: str | float) -> float:
        """A figure, or a number from its words, as this pattern is measured."""
        return end if isinstance(end, float) else in_unit(figure(end), self.measure, self.sample)

    def role_of(self, cell: str) -> Role:
        """Role of one cell: by the first year of its bin, or by its Land or country."""
        if self.kept_back_from is not None:
            start = int(cell.rpartition("|")[2][:4])
            return "kept back" if start >= self.kept_back_from else self.role
        if self.kept_back_by is not None:
            held: tuple[str, ...] = getattr(split(), self.kept_back_by)
            return "kept back" if cell.partition("|")[0] in (*held, KEPT) else self.role
        return self.role


def read_targets(path: Path = FILE) -> dict[str, Target]:
    """Read and check a file of targets.

    Raises
    ------
    ValueError
        If a table does not exist, a role or measure is unknown, or a field is missing or misspelt.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    found = {}
    for name, entry in content.get("patterns", {}).items():
        try:
            found[name] = Target.model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in ("patterns", name, *first["loc"]))
            raise ValueError(f"{path.name}: {where}: {first['msg']}") from None
    return found


def read_split(path: Path = FILE) -> Split:
    """Read the split of a file of targets.

    Raises
    ------
    ValueError
        If it is missing, or a field of it is missing or misspelt.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Split.model_validate(content.get("split", {}))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in ("split", *first["loc"]))
        raise ValueError(f"{path.name}: {where}: {first['msg']}") from None


@cache
def split() -> Split:
    """The shipped split into what is fitted and what is kept back."""
    return read_split()


@cache
def targets() -> dict[str, Target]:
    """The shipped patterns by id, in the order of the file."""
    return read_targets()
