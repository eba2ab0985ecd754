"""Mergers of municipalities, which act on ties."""

from __future__ import annotations

from pydantic import Field

from simulation.parameters.section import Chance, System


class Mergers(System):
    """What a merger of municipalities does to their ties."""

    second: Chance = Field(
        0.5,
        description="chance that a merged municipality ends a tie where it has another one in the "
        "same country, in the smallest places; half of it at 5,000 inhabitants",
    )
