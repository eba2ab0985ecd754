"""What all sections of a scenario share: frozen, exact names, bounded numbers."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]
LogEffect = Annotated[float, Field(ge=-20.0, le=20.0)]
Years = Annotated[float, Field(ge=0.0, le=200.0)]
Rate = Annotated[float, Field(ge=0.0, le=10.0)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Section(BaseModel):
    """Base of all sections: frozen, exact names only, no silent conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class System(Section):
    """A section that a scenario can switch off as a whole."""

    active: bool = Field(True, description="false leaves the whole system out of this history")
