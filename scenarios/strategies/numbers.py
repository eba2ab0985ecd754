"""Numbers of a strategy file: plain, or with their range and what is known about them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from simulation.parameters.section import LogEffect, Section, Share, YearlyChance, unit

Grade = Literal["A", "B", "C"]
GRADES: dict[Grade, str] = {
    "A": "causal: measured on this very chance",
    "B": "descriptive: follows from a published figure",
    "C": "assumption: nothing is measured",
}
"""Classes of evidence."""

Key = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,59}$")]
Eur = Annotated[int, Field(ge=0, le=10**12, json_schema_extra=unit("EUR of 2020"))]
Cost = Annotated[int, Field(ge=1, le=10**9, json_schema_extra=unit("EUR of 2020"))]
MOST_STRENGTH = 10
Strength = Annotated[float, Field(ge=0.0, le=MOST_STRENGTH, json_schema_extra=unit("ratio"))]


class Ranged[T: (int, float)](Section):
    """A number with its range and its evidence."""

    value: T = Field(description="central value, in the unit of the field")
    low: T = Field(description="lower end of the range")
    high: T = Field(description="upper end of the range")
    grade: Grade = Field(
        alias="class",
        description="A causal, B descriptive, C assumption",
        json_schema_extra=unit("category"),
    )
    source: Key | list[Key] = Field(
        [],
        description="keys of sources, shipped or of the file's own table `sources`",
        json_schema_extra=unit("category"),
    )
    why: str = Field(
        min_length=1,
        max_length=1000,
        description="the reasoning, and what a sceptic would say",
        json_schema_extra=unit("text"),
    )

    @model_validator(mode="after")
    def _ordered(self) -> Ranged[T]:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"low {self.low}, value {self.value}, high {self.high}: should not fall"
            )
        if self.grade != "C" and not self.sources:
            raise ValueError(f"class {self.grade} needs a source; without one it is class C")
        if not self.why.strip():
            raise ValueError("why: is empty; say in a sentence where the range comes from")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources."""
        return (self.source,) if isinstance(self.source, str) else tuple(self.source)


class RangedEffect(Ranged[LogEffect]):
    """A log effect with its range and its evidence."""


class RangedCost(Ranged[Cost]):
    """A cost in EUR of 2020 with its range and its evidence."""


class RangedChance(Ranged[YearlyChance]):
    """A chance per year with its range and its evidence."""


class RangedShare(Ranged[Share]):
    """A share with its range and its evidence."""


class RangedEur(Ranged[Eur]):
    """A sum in EUR of 2020 with its range and its evidence."""


class RangedStrength(Ranged[Strength]):
    """A factor on effects with its range and its evidence."""


def _form(value: Any) -> str:
    return "ranged" if isinstance(value, dict | Ranged) else "plain"


# Which of the two is meant shows in the file; so a mistake is told of that one alone.
Effect = Annotated[
    Annotated[LogEffect, Tag("plain")] | Annotated[RangedEffect, Tag("ranged")],
    Discriminator(_form),
]
CostNumber = Annotated[
    Annotated[Cost, Tag("plain")] | Annotated[RangedCost, Tag("ranged")],
    Discriminator(_form),
]
ChanceNumber = Annotated[
    Annotated[YearlyChance, Tag("plain")] | Annotated[RangedChance, Tag("ranged")],
    Discriminator(_form),
]
ShareNumber = Annotated[
    Annotated[Share, Tag("plain")] | Annotated[RangedShare, Tag("ranged")],
    Discriminator(_form),
]
EurNumber = Annotated[
    Annotated[Eur, Tag("plain")] | Annotated[RangedEur, Tag("ranged")],
    Discriminator(_form),
]
StrengthNumber = Annotated[
    Annotated[Strength, Tag("plain")] | Annotated[RangedStrength, Tag("ranged")],
    Discriminator(_form),
]

type AnyRanged = Ranged[int] | Ranged[float]
type Number = int | float | AnyRanged


def centre(number: Number) -> float:
    """Value of a number, the central one if it has a range."""
    return float(number.value) if isinstance(number, Ranged) else float(number)
