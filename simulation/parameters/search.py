"""How often a municipality looks for a partner, and whether the other side agrees."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import Chance, LogEffect, Section, Year, unit


class Rate(Section):
    """How often a municipality looks for a partner (log scale, additive)."""

    level: LogEffect = Field(0.0, description="of all searches abroad; common to all appeals")
    size: LogEffect = Field(0.9, description="per unit of ln(inhabitants / 20,000)")
    size_curve: Annotated[float, Field(ge=-2.0, le=2.0)] = Field(
        0.0,
        description="per squared unit of ln(inhabitants / 20,000)",
        json_schema_extra=unit("log"),
    )
    load: LogEffect = Field(0.0, description="per unit of ln(1 + living ties abroad)")
    spread: Annotated[float, Field(ge=0.0, le=5.0)] = Field(
        0.0,
        description="standard deviation, between municipalities of one size, of the log rate that "
        "a place keeps for good",
        json_schema_extra=unit("log"),
    )
    growth: LogEffect = Field(
        0.0,
        description="per ten years: how twinning becomes a thing that towns do, until grows_until",
    )
    grows_until: Year = Field(1996, description="last year in which the rate grows")
    imitation: LogEffect = Field(
        0.0, description="per share (0-1) of the 15 nearest municipalities that have a tie"
    )
    east: LogEffect = Field(0.0, description="for places in the eastern Länder after 1990")
    district: LogEffect = Field(
        0.0, description="for districts, whose size counts as ln(inhabitants / 150,000)"
    )
    district_size: LogEffect = Field(0.5, description="size effect among districts")


class Consent(Section):
    """Whether the other side agrees: what choice lacks, its own load."""

    base: Chance = Field(0.8, description="chance of a yes from a place without ties")
    load: Annotated[float, Field(ge=0.0, le=20.0)] = Field(
        0.5,
        description="fall of the log chance per living tie over capacity",
        json_schema_extra=unit("log"),
    )
    capacity: Annotated[float, Field(gt=0.0, le=1e7)] = Field(
        20_000.0,
        description="inhabitants that carry one tie more before load is felt",
        json_schema_extra=unit("people"),
    )
