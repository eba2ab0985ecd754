"""Money: what ties cost, who pays, and what a grant does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import Share, System, YearlyChance


class Money(System):
    """Costs of activities, and the programmes that pay a part of them."""

    traveller: Annotated[float, Field(ge=0.0, le=10_000.0)] = Field(
        156.0,
        description="EUR of 2020 for the trip and stay of one traveller at 500 km",
        json_schema_extra={"unit": "EUR of 2020"},
    )
    municipal: Share = Field(
        0.5, description="share of what grants leave of the costs that the municipality bears"
    )
    apply: YearlyChance = Field(
        0.07,
        description="chance per year that an activity applies to a programme that would pay for "
        "it, if it brings many people together; half of it where 100 people meet",
    )
    share: Share = Field(
        0.1, description="share of a programme's budget that is there for ties of German towns"
    )
    paid: Share = Field(0.8, description="share of an activity's costs that a programme pays")
    later: Annotated[float, Field(ge=0.0, le=10.0)] = Field(
        1.0,
        description="of its last published budget, what a programme has in each later year",
        json_schema_extra={"unit": "ratio"},
    )
    starts: Annotated[float, Field(ge=0.0, le=100.0)] = Field(
        1.5,
        description="times the chance that activities begin, in a year with a grant",
        json_schema_extra={"unit": "ratio"},
    )
