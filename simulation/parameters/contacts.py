"""Prior contacts: what joins places before a tie does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import HalfLife, LogEffect, Rate, System, unit


class Contacts(System):
    """The stock of prior contacts of places with countries.

    A stock counts contacts begun, less what faded; what it does goes by stock / (1 + stock).
    """

    choice: LogEffect = Field(
        1.5, description="on a country with which there are very many contacts (log scale)"
    )
    ease: LogEffect = Field(
        0.3, description="on the chance that a tie with such a country deepens (log scale)"
    )
    private: Rate = Field(
        0.5,
        description="contacts per year that private people of a district begin with some country "
        "to which the border is open, whichever it is",
    )
    stationed: Rate = Field(
        0.05,
        description="contacts per year that a district begins with a country whose workers are "
        "recruited or whose forces are stationed in its Land",
    )
    half_life: HalfLife = Field(20.0, description="years in which a contact fades by half")
    neighbours: Annotated[float, Field(ge=0.0, le=100.0)] = Field(
        0.0,
        description="contacts with its country that a new tie brings each place nearby; a null in "
        "the record, where ties that neighbours found later tell as much",
        json_schema_extra=unit("number"),
    )
