"""The life of a tie: how it is carried, and how it ends."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.parameters.section import (
    Chance,
    LogEffect,
    Section,
    Share,
    System,
    YearlyChance,
    unit,
)

Level = Annotated[float, Field(ge=0.0, le=1000.0, json_schema_extra=unit("people"))]


class Ending(Section):
    """How ties end: by a decision, seldom while they are carried, more often once they sleep."""

    contact: YearlyChance = Field(
        0.008, description="chance per year that an awake contact ends; times `dormant` asleep"
    )
    friendship: YearlyChance = Field(
        0.0045, description="as `contact`, for a friendship and beside the end of its term"
    )
    partnership: YearlyChance = Field(0.0016, description="as `contact`, for a partnership")
    dormant: Annotated[float, Field(ge=1.0, le=100.0)] = Field(
        5.0,
        description="times the chance of an awake tie that a dormant one is ended",
        json_schema_extra=unit("ratio"),
    )
    rupture: Chance = Field(0.3, description="chance that a rupture suspends a tie it touches")
    resume: YearlyChance = Field(0.0, description="chance per year that a suspended tie is resumed")


class Life(System):
    """Activities, the people who carry them, and the vitality that follows."""

    travel: YearlyChance = Field(0.137, description="chance per year that citizens' travel begins")
    school: YearlyChance = Field(
        0.0475, description="chance per year that a school exchange begins"
    )
    clubs: YearlyChance = Field(
        0.0242, description="chance per year that sport begins, and that music and culture does"
    )
    expert: YearlyChance = Field(
        0.01, description="chance per year that a project of experts begins"
    )
    digital: YearlyChance = Field(0.01, description="chance per year that digital meetings begin")
    visits: YearlyChance = Field(0.06, description="chance per year that official visits begin")
    ambassadors: YearlyChance = Field(
        0.002, description="chance per year that staff or volunteers (ambassadors) are exchanged"
    )
    spread: Annotated[float, Field(ge=0.0, le=3.0)] = Field(
        0.7,
        description="standard deviation between ties of the lasting will (log scale)",
        json_schema_extra=unit("log"),
    )
    will: LogEffect = Field(
        -0.5, description="on a beginning, for each step of form below partnership"
    )
    fresh: LogEffect = Field(
        1.5, description="on a beginning at founding; halves every five years since"
    )
    theme: LogEffect = Field(
        1.0, description="of development ties: for expert projects, against travel and clubs"
    )
    effort: LogEffect = Field(
        0.2,
        description="per unit of ln(km / 500), on a carrier's leaving, and against beginnings and "
        "the number of travellers",
    )
    leaving: YearlyChance = Field(0.06, description="chance per year that a carrier aged 50 leaves")
    ageing: LogEffect = Field(
        0.5, description="on a carrier's leaving, for each ten years of age over 50"
    )
    succession: Chance = Field(0.5, description="chance that someone takes over from a carrier")
    mentoring: Share = Field(
        0.5, description="share of failed successions that ambassadors mend while there are any"
    )
    travellers: Level = Field(
        31.5,
        description="people that citizens' travel sends per year, smaller place 5,000, 500 km",
    )
    size: Annotated[float, Field(ge=0.0, le=2.0)] = Field(
        0.35,
        description="of travellers, per unit of ln(inhabitants of the smaller place / 5,000)",
        json_schema_extra=unit("log"),
    )
    meeting: Annotated[float, Field(ge=1.0, le=100.0)] = Field(
        8.4,
        description="people who meet per traveller sent: guests in return, hosts, audience",
        json_schema_extra=unit("ratio"),
    )
    elders: Share = Field(0.6, description="share over 60 of those who meet on citizens' travel")
    weak: Share = Field(
        0.75, description="share of its best vitality of ten years under which a tie is weak"
    )
    rest: Annotated[int, Field(ge=1, le=50)] = Field(
        3,
        description="years without any activity after which a tie is dormant",
        json_schema_extra=unit("years"),
    )
    usual: Annotated[float, Field(gt=0.0, le=1.0)] = Field(
        0.55,
        description="vitality at which ties deepen at the chances of `forms`",
        json_schema_extra=unit("vitality"),
    )
