"""Sponsorships (Patenschaften) for the expellees' places of origin."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import HalfLife, Rate, System, YearlyChance, unit


class Sponsorships(System):
    """Sponsorships of western towns, and what becomes of them.

    The wave after the guidelines of 1953 is the response `events.sponsorship_guidelines_1953`;
    how the rate grows with inhabitants is that of searches abroad (`rate.size`).
    """

    since: Annotated[int, Field(ge=1945, le=1955)] = Field(
        1950,
        description="first year in which expellees may organise and ask for a sponsor",
        json_schema_extra=unit("year"),
    )
    level: Rate = Field(
        0.0075,
        description="sponsorships taken on per year by a place of 20,000 inhabitants, where "
        "as many of them come from the homelands as in the average of the western Länder",
    )
    fading: HalfLife = Field(8.0, description="years in which the asking for sponsors halves")
    convert: Annotated[float, Field(ge=0.0, le=1000.0)] = Field(
        4.0,
        description="chances per year to turn into a twinning, per search of the reference town "
        "for the whole country; each needs the consent of both sides",
        json_schema_extra=unit("ratio"),
    )
    ending: YearlyChance = Field(
        0.01, description="chance per year that a sponsorship ends with those who carried it"
    )
