"""What all sections of a scenario share: frozen, exact names, bounded numbers with a unit."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

UNITS = {
    "log": "natural logarithm of a factor: 0 changes nothing, 0.69 doubles, -0.69 halves",
    "share": "part of a whole, 0 to 1",
    "chance": "probability that it happens, 0 to 1",
    "chance per year": "probability that it happens within a year, 0 to 1",
    "per year": "expected number in a year",
    "ratio": "one number to another; 1 is equal",
    "number": "count or mean count",
    "people": "inhabitants or persons",
    "years": "duration in years",
    "year": "calendar year",
    "km": "kilometres, as the crow flies",
    "EUR of 2020": "euro at the prices of 2020",
    "vitality": "half from a tie's activities, half from the people they bring together, 0 to 1",
    "switch": "true or false",
    "category": "one of a list, or a list of them",
    "text": "words",
}
"""Units that fields have, and what they mean."""


def unit(name: str) -> dict[str, Any]:
    """What tells a field its unit, as `json_schema_extra`."""
    return {"unit": name}


Share = Annotated[float, Field(ge=0.0, le=1.0, json_schema_extra=unit("share"))]
Chance = Annotated[float, Field(ge=0.0, le=1.0, json_schema_extra=unit("chance"))]
YearlyChance = Annotated[float, Field(ge=0.0, le=1.0, json_schema_extra=unit("chance per year"))]
LogEffect = Annotated[float, Field(ge=-20.0, le=20.0, json_schema_extra=unit("log"))]
Years = Annotated[float, Field(ge=0.0, le=200.0, json_schema_extra=unit("years"))]
HalfLife = Annotated[float, Field(gt=0.0, le=1000.0, json_schema_extra=unit("years"))]
Year = Annotated[int, Field(ge=1945, le=2100, json_schema_extra=unit("year"))]
Rate = Annotated[float, Field(ge=0.0, le=10.0, json_schema_extra=unit("per year"))]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", json_schema_extra=unit("category"))]


class Section(BaseModel):
    """Base of all sections: frozen, exact names only, no silent conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class System(Section):
    """A section that a scenario can switch off as a whole."""

    active: bool = Field(
        True,
        description="false leaves the whole system out of this history",
        json_schema_extra=unit("switch"),
    )


def unit_of(field: FieldInfo) -> str:
    """Unit of a field, or of the values in its table or list; empty if it has none."""
    told = field.json_schema_extra
    if isinstance(told, dict) and "unit" in told:
        return str(told["unit"])
    if args := get_args(field.annotation):
        for part in getattr(args[-1], "__metadata__", ()):
            if isinstance(part, FieldInfo) and (found := unit_of(part)):
                return found
    return ""
