"""The life of a tie: how it is carried, and how it ends."""

from __future__ import annotations

from pydantic import Field

from simulation.parameters.section import Section, Share, System


class Ending(Section):
    """Chance per year that a living tie ends, by form."""

    contact: Share = Field(0.015, description="chance per year")
    friendship: Share = Field(0.005, description="chance per year, beside the end of a term")
    partnership: Share = Field(0.002, description="chance per year")
    rupture: Share = Field(0.3, description="chance that a rupture suspends a tie it touches")


class Life(System):
    """Activities, the people who carry them, and the vitality that follows."""
