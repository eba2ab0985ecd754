"""Multilateral ties: rings, the New Hanseatic League, Europastadt."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import System, YearlyChance, unit

ListedEffect = Annotated[float, Field(ge=0.0, le=5.0, json_schema_extra=unit("log"))]
"""Pairs are listed by what they weigh beyond the law of places: never less than nothing."""


class Groups(System):
    """Groups with more than two members, and what membership is worth in a choice."""

    hanse: YearlyChance = Field(
        0.1, description="chance per year that a Hanse town whose border is open joins the League"
    )
    ring: YearlyChance = Field(
        0.0005,
        description="chance per year that a German place with contracts in two countries and more "
        "joins its partners in a ring",
    )
    europastadt: YearlyChance = Field(
        0.03, description="chance per year that two touching places across a border declare one"
    )
    europastadt_km: Annotated[float, Field(gt=0.0, le=100.0)] = Field(
        2.0,
        description="km between seats over which the chance of a Europastadt falls to 1/e",
        json_schema_extra=unit("km"),
    )
    fellow: ListedEffect = Field(0.5, description="log weight of a member of the same group")
    shared: ListedEffect = Field(
        0.5, description="log weight of a place that has a partner in common with the chooser"
    )
