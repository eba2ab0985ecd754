"""The held-back wish for a partner in the other German state."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import HalfLife, LogEffect, System, YearlyChance, unit


class Reunification(System):
    """The held-back wish of both sides for a partner in the other part of Germany."""

    wish_from: Annotated[int, Field(ge=1949, le=1990)] = Field(
        1970,
        description="year from which western councils wish for a partner in the GDR",
        json_schema_extra=unit("year"),
    )
    wish: Annotated[float, Field(ge=0.0, le=1.0)] = Field(
        0.0,
        description="wishes per year of a town of 20,000, or a district of 150,000, until the "
        "border opens",
        json_schema_extra=unit("per year"),
    )
    size: LogEffect = Field(0.8, description="per unit of ln(inhabitants / 20,000)")
    trickle: YearlyChance = Field(
        0.034, description="share of the waiting that the GDR grants a partner per year, 1986-89"
    )
    fading: HalfLife = Field(
        2.0, description="years in which new wishes, and the pull of the Land pairings, halve"
    )
    pairing: LogEffect = Field(
        1.0, description="pull of a partner in the Land that one's own Land gives or owes aid"
    )
