"""From a networking event through a limited project to a tie with the Global South."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import Rate, System, unit


class Development(System):
    """The path of development and climate partnerships."""

    project: Rate = Field(
        0.12, description="limited projects agreed per year and contact, without programme money"
    )
    partnership: Rate = Field(
        0.3,
        description="partnerships signed per limited project at its end, without programme money",
        json_schema_extra=unit("ratio"),
    )
    money: Annotated[float, Field(ge=0.0, le=10.0)] = Field(
        0.25,
        description="rise of both rates, as a share, by each 10 million EUR of money a year",
        json_schema_extra=unit("ratio"),
    )
    term: Annotated[int, Field(ge=1, le=20)] = Field(
        3, description="years of a limited project", json_schema_extra=unit("years")
    )
    climate: Annotated[float, Field(ge=0.0, le=1000.0)] = Field(
        7.3,
        description="climate partnerships that the yearly call of their programme admits",
        json_schema_extra=unit("per year"),
    )
