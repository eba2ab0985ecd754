"""The schema of a scenario: the parameters of the law, under a name and a title."""

from __future__ import annotations

import difflib

from pydantic import Field, model_validator

from simulation.parameters import Parameters
from simulation.past import load_countries, load_events
from simulation.places.traits import TRAITS


class Scenario(Parameters):
    """A named override of documented defaults, resolved: every value stands in it.

    `extends` of the file is gone here: what it brought is merged in already.
    """

    name: str = Field("unnamed", description="name of the file, without its ending")
    title: str = Field("", description="one line for lists, legends and reports")

    @model_validator(mode="after")
    def _known_to_history(self) -> Scenario:
        events = [event.id for event in load_events()]
        countries = [c for c in load_countries()["country"] if c != "DE"]
        _refuse("events", list(self.events), events)
        _refuse("appeal", list(self.appeal), countries)
        _refuse("choice.distance", list(self.choice.distance), [*countries, "DE", "default"])
        _refuse("choice.traits", list(self.choice.traits), list(TRAITS))
        _refuse("gates.opened", list(self.gates.opened), [*countries, "DE"])
        return self


def _refuse(section: str, used: list[str], known: list[str]) -> None:
    """Refuse the first key that the past does not know, with the nearest that it does."""
    for key in used:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1, cutoff=0.4)
            hint = f" (did you mean '{close[0]}'?)" if close else ""
            raise ValueError(f"{section}.{key}: not known{hint}; known are {', '.join(known)}")
