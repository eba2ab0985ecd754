"""The search board, on which places advertise."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import Chance, Rate, Share, System, Year, unit


class Board(System):
    """A board that lowers the cost of finding a partner."""

    since: Year = Field(2009, description="year in which the board opens")
    unasked: Rate = Field(
        0.003,
        description="advertisements per year of a place of 20,000 inhabitants abroad; by size as "
        "the rate of search",
    )
    years: Annotated[int, Field(ge=1, le=50)] = Field(
        3, description="years for which an advertisement stands", json_schema_extra=unit("years")
    )
    use: Share = Field(0.1, description="share of the searches that look at the board first")
    reach: Share = Field(
        0.5, description="what is left of the effect of distance between those who meet on it"
    )
    ready: Chance = Field(0.1, description="added to the chance that an advertiser says yes")
