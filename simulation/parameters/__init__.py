"""What can be varied: every number of the law, with unit, bounds and meaning.

A scenario is a named override of these and nothing more. The models are frozen and
refuse names they do not know. Values here are neutral starting points that make each
section usable alone; the values of the default history come from the estimates that the
scenario library holds.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from simulation.parameters.board import Board
from simulation.parameters.choice import Choice
from simulation.parameters.contacts import Contacts
from simulation.parameters.development import Development
from simulation.parameters.forms import Forms
from simulation.parameters.groups import Groups
from simulation.parameters.history import Gates, Response
from simulation.parameters.inner_german import Reunification
from simulation.parameters.life import Ending, Life
from simulation.parameters.mergers import Mergers
from simulation.parameters.money import Money
from simulation.parameters.policy import Drift, Measure, Name, Policy, Shift, What, Who
from simulation.parameters.recording import Recording
from simulation.parameters.search import Consent, Rate
from simulation.parameters.section import CountryCode, LogEffect, Section, Share, Year, Years
from simulation.parameters.sponsorships import Sponsorships

__all__ = [
    "Board",
    "Choice",
    "Consent",
    "Contacts",
    "CountryCode",
    "Development",
    "Drift",
    "Ending",
    "Forms",
    "Gates",
    "Groups",
    "Life",
    "LogEffect",
    "Measure",
    "Mergers",
    "Money",
    "Parameters",
    "Policy",
    "Rate",
    "Recording",
    "Response",
    "Reunification",
    "Section",
    "Share",
    "Shift",
    "Sponsorships",
    "What",
    "Who",
    "Years",
]


class Parameters(Section):
    """Everything that one history depends on besides its seed, its world and the past."""

    start: Annotated[int, Field(ge=1945, le=2024)] = Field(
        1945, description="first year", json_schema_extra={"unit": "year"}
    )
    until: Year = Field(2025, description="last year")
    rate: Rate = Rate()
    choice: Choice = Choice()
    appeal: dict[CountryCode, LogEffect] = Field(
        {},
        description="ln of the searches per year of the reference town (20,000 inhabitants, "
        "51.2 N 9.9 E, no partner yet) that go to this country; a country without a row has none",
    )
    events: dict[str, Response] = Field({}, description="response to each dated event, by id")
    gates: Gates = Gates()
    reunification: Reunification = Reunification()
    consent: Consent = Consent()
    contacts: Contacts = Contacts()
    sponsorships: Sponsorships = Sponsorships()
    development: Development = Development()
    groups: Groups = Groups()
    board: Board = Board()
    forms: Forms = Forms()
    life: Life = Life()
    mergers: Mergers = Mergers()
    money: Money = Money()
    ending: Ending = Ending()
    recording: Recording = Recording()
    shifts: dict[Name, Shift] = Field({}, description="lasting changes of the times, by name")
    policy: Policy = Policy()

    @model_validator(mode="after")
    def _in_order(self) -> Parameters:
        if self.until < self.start:
            raise ValueError(f"until ({self.until}) lies before start ({self.start})")
        if self.forms.partnership_at_once + self.forms.friendship_at_once > 1.0:
            raise ValueError(
                "forms.partnership_at_once and forms.friendship_at_once add up to more than 1"
            )
        return self
