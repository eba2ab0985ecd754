"""Contact, friendship, partnership."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import Chance, Section, Share, YearlyChance, unit


class Forms(Section):
    """Contact, friendship, partnership: what is agreed at once, what deepens."""

    partnership_at_once: Share = Field(0.6, description="signed as a partnership at founding")
    friendship_at_once: Share = Field(0.1, description="agreed as a friendship at founding")
    contact_to_friendship: YearlyChance = Field(0.01, description="chance per year")
    contact_to_partnership: YearlyChance = Field(0.03, description="chance per year")
    friendship_to_partnership: YearlyChance = Field(0.05, description="chance per year")
    friendship_term: Annotated[int, Field(ge=1, le=100)] = Field(
        15,
        description="years after which a friendship is renewed, deepened or lapses",
        json_schema_extra=unit("years"),
    )
    renewal: Chance = Field(0.8, description="chance that a friendship is renewed at its term")
