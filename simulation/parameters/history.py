"""How events act and what gates let pass."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import (
    CountryCode,
    HalfLife,
    LogEffect,
    Section,
    Share,
    Years,
    unit,
)


class Response(Section):
    """How one event acts over time: the same family for every event.

    The effect rises evenly from the event to its full size over `delay` years and then
    halves every `half_life` years.
    """

    active: bool = Field(
        True,
        description="false leaves the event out of this history",
        json_schema_extra=unit("switch"),
    )
    size: LogEffect = Field(0.0, description="full effect on the log scale")
    delay: Years = Field(1.0, description="years from the event to its full effect")
    half_life: HalfLife = Field(
        10.0, description="years in which the effect halves; 1000 stands for lasting"
    )


class Gates(Section):
    """How much of the flow passes while a barrier stands."""

    closed: Share = Field(0.0, description="share that passes a closed border")
    restricted: Share = Field(0.1, description="share that passes a restricted border")
    opened: dict[CountryCode, Annotated[int, Field(ge=1945, le=2101)]] = Field(
        {},
        description="year from which the border to a country is open to the western Länder, in "
        "place of history's; DE: the inner-German border, for both sides; 2101 stands for never",
        json_schema_extra=unit("year"),
    )
