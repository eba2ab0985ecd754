"""The held-back wish for a partner in the other German state."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import LogEffect, Section, Share


class Reunification(Section):
    """The held-back wish of western places for a partner in the GDR, and back."""

    wish_from: Annotated[int, Field(ge=1949, le=1990)] = Field(
        1970, description="year from which western councils wish for a partner in the GDR"
    )
    wish: Annotated[float, Field(ge=0.0, le=1.0)] = Field(
        0.0, description="wishes per year of a place of 20,000 while the border is not open"
    )
    size: LogEffect = Field(0.8, description="per unit of ln(inhabitants / 20,000)")
    trickle: Share = Field(
        0.03, description="share of the waiting that the GDR grants a partner per year, 1986-89"
    )
    after: Annotated[float, Field(ge=0.0, le=10.0)] = Field(
        1.0, description="new wishes per old yearly wish once the border is open"
    )
    fading: Annotated[float, Field(gt=0.0, le=1000.0)] = Field(
        2.0, description="years in which new wishes halve after reunification"
    )
