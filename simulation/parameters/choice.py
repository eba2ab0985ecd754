"""Whom a municipality picks among all eligible places."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from simulation.parameters.section import LogEffect, Section, unit


class Choice(Section):
    """Whom it picks among all eligible places (log scale, additive)."""

    distance: dict[str, LogEffect] = Field(
        {"default": -1.0},
        description="per unit of ln(km / 100); 'default' and partner countries by ISO code",
    )
    near: LogEffect = Field(
        0.0, description="further slope per unit of ln(km / near_km) below near_km"
    )
    near_km: Annotated[float, Field(ge=6.0, le=500.0)] = Field(
        50.0,
        description="distance (km) below which the law is steeper",
        json_schema_extra=unit("km"),
    )
    similar: Annotated[float, Field(ge=-20.0, le=0.0)] = Field(
        -0.9,
        description="per unit of |ln(partner's inhabitants / own)|",
        json_schema_extra=unit("log"),
    )
    mass: LogEffect = Field(0.5, description="per unit of ln(partner's inhabitants / 20,000)")
    traits: dict[str, LogEffect] = Field(
        {}, description="for each trait (seat, centre, port, spa) that both places have"
    )
    same_name: Annotated[float, Field(ge=0.0, le=20.0)] = Field(
        0.0, description="when both places bear the same name", json_schema_extra=unit("log")
    )
    region: Annotated[float, Field(ge=0.0, le=20.0)] = Field(
        0.0,
        description="searches that a pairing of the place's Land with a region draws to it, per "
        "search that goes by places alone to the region's country",
        json_schema_extra=unit("ratio"),
    )
    region_country: LogEffect = Field(
        0.0, description="on a country as a whole, for each of its regions that is so paired"
    )
    remote: LogEffect = Field(
        0.0,
        description="on a country as a whole, per unit of ln(km to the middle of its people), "
        "beside what lies within reach there",
    )
    held: LogEffect = Field(
        -2.0, description="when the place already has a living tie with that country"
    )

    @model_validator(mode="after")
    def _has_default(self) -> Choice:
        if "default" not in self.distance:
            raise ValueError("choice.distance needs a 'default' beside single countries")
        return self
