"""What is assumed, as data: the files of `assumed/` read and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

FOLDER = Path(__file__).parent / "assumed"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Range(_Entry):
    """What was held possible before the data."""

    low: float = Field(description="lower end")
    high: float = Field(description="upper end")
    reason: str = Field(min_length=1, description="why so wide and no wider")

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if self.high < self.low:
            raise ValueError(f"high ({self.high:g}) lies below low ({self.low:g})")
        return self


class Assumption(Range):
    """A number that nothing was fitted to."""

    value: int | float = Field(description="what the default scenario takes")
    source: str = Field(min_length=1, description="who says so: a published figure, or judgement")

    @model_validator(mode="after")
    def _inside(self) -> Assumption:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value ({self.value:g}) lies outside {self.low:g} to {self.high:g}")
        return self


class Judgement(_Entry):
    """All assumptions, or those of one file, by dotted path."""

    values: dict[str, Assumption] = {}
    priors: dict[str, Range] = {}


def read_judgement(folder: Path = FOLDER) -> Judgement:
    """Read and check the files of assumptions in a folder, one a system.

    Raises
    ------
    ValueError
        If a field is missing, misspelt or of a wrong type, a value lies outside its range, or
        two files speak of one number.
    """
    values: dict[str, Assumption] = {}
    priors: dict[str, Range] = {}
    for path in sorted(folder.glob("*.toml")):
        found = _read(path)
        for name in (*found.values, *found.priors):
            if name in values or name in priors:
                raise ValueError(f"{path.name}: '{name}' stands in another file already")
        values.update(found.values)
        priors.update(found.priors)
    return Judgement(values=values, priors=priors)


def _read(path: Path) -> Judgement:
    try:
        return Judgement.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{path.name}: {where}: {first['msg']}") from None


@cache
def judgement() -> Judgement:
    """What is assumed in the default scenario."""
    return read_judgement()
