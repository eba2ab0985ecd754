"""Which patterns a run is judged by: `targets.toml`, read and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.recorded import TABLES, published
from analysis.validation.patterns.cells import KEPT

FILE = Path(__file__).parent / "targets.toml"

Role = Literal["fitted", "kept back"]
Measure = Literal["count", "people", "share", "mean", "km", "index"]


class Split(BaseModel):
    """Which Länder and countries are kept back from all estimation, and by what rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    laender: tuple[str, ...] = Field(description="Länder (ISO 3166-2) that nothing is fitted to")
    laender_rule: str = Field(min_length=1, description="how they were chosen")
    countries: tuple[str, ...] = Field(description="countries whose pair patterns are kept back")
    countries_rule: str = Field(min_length=1, description="how they were chosen")


class Fact(BaseModel):
    """A cell whose recorded side is one published figure, or a range between two."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cell: str = Field(pattern=r"^\d{4}$", description="year at whose end the ties are counted")
    low: str = Field(description="published figure: the value, or the lower end")
    high: str | None = Field(None, description="published figure: the upper end of a range")

    @model_validator(mode="after")
    def _published(self) -> Fact:
        for name in (self.low, self.high):
            if name is not None and published(name)["value"][0] is None:
                raise ValueError(f"figure {name} has no number")
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
    facts: tuple[Fact, ...] = Field((), description="cells made of published figures")

    @model_validator(mode="after")
    def _shipped(self) -> Target:
        if self.table not in TABLES:
            raise ValueError(
                f"no table '{self.table}' in the record; there are {', '.join(TABLES)}"
            )
        return self

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
