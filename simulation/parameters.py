"""What can be varied: every number of the law, with unit, bounds and meaning.

A scenario is a named override of these and nothing more. The models are frozen and
refuse names they do not know. Values here are neutral starting points that make each
section usable alone; the values of the default history come from the estimates that the
scenario library holds.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0.0, le=1.0)]
LogEffect = Annotated[float, Field(ge=-20.0, le=20.0)]
Years = Annotated[float, Field(ge=0.0, le=200.0)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Section(BaseModel):
    """Base of all sections: frozen, exact names only, no silent conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Rate(Section):
    """How often a municipality looks for a partner (log scale, additive)."""

    level: LogEffect = Field(0.0, description="of all searches abroad; common to all appeals")
    size: LogEffect = Field(0.9, description="per unit of ln(inhabitants / 20,000)")
    size_curve: Annotated[float, Field(ge=-2.0, le=2.0)] = Field(
        0.0, description="per squared unit of ln(inhabitants / 20,000)"
    )
    load: LogEffect = Field(0.0, description="per unit of ln(1 + living ties abroad)")
    imitation: LogEffect = Field(
        0.0, description="per share (0-1) of the 15 nearest municipalities that have a tie"
    )
    east: LogEffect = Field(0.0, description="for places in the eastern Länder after 1990")
    district: LogEffect = Field(
        0.0, description="for districts, whose size counts as ln(inhabitants / 150,000)"
    )
    district_size: LogEffect = Field(0.5, description="size effect among districts")


class Choice(Section):
    """Whom it picks among all eligible places (log scale, additive)."""

    distance: dict[str, LogEffect] = Field(
        {"default": -1.0},
        description="per unit of ln(km / 100); 'default' and partner countries by ISO code",
    )
    near: LogEffect = Field(
        0.0, description="further slope per unit of ln(km / near_km) below near_km"
    )
    near_km: Annotated[float, Field(ge=6.0, le=500.0)] = Field(
        50.0, description="distance (km) below which the law is steeper"
    )
    similar: Annotated[float, Field(ge=-20.0, le=0.0)] = Field(
        -0.9, description="per unit of |ln(partner's inhabitants / own)|"
    )
    mass: LogEffect = Field(0.5, description="per unit of ln(partner's inhabitants / 20,000)")
    held: LogEffect = Field(
        -2.0, description="when the place already has a living tie with that country"
    )

    @model_validator(mode="after")
    def _has_default(self) -> Choice:
        if "default" not in self.distance:
            raise ValueError("choice.distance needs a 'default' beside single countries")
        return self


class Response(Section):
    """How one event acts over time: the same family for every event.

    The effect rises evenly from the event to its full size over `delay` years and then
    halves every `half_life` years.
    """

    active: bool = Field(True, description="false leaves the event out of this history")
    size: LogEffect = Field(0.0, description="full effect on the log scale")
    delay: Years = Field(1.0, description="years from the event to its full effect")
    half_life: Annotated[float, Field(gt=0.0, le=1000.0)] = Field(
        10.0, description="years in which the effect halves; 1000 stands for lasting"
    )


class Gates(Section):
    """How much of the flow passes while a barrier stands."""

    closed: Share = Field(0.0, description="share that passes a closed border")
    restricted: Share = Field(0.1, description="share that passes a restricted border")


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


class Consent(Section):
    """Whether the other side agrees: what choice lacks, its own load."""

    base: Share = Field(0.8, description="chance of a yes from a place without ties")
    load: Annotated[float, Field(ge=0.0, le=20.0)] = Field(
        0.5, description="fall of the log chance per living tie over capacity"
    )
    capacity: Annotated[float, Field(gt=0.0, le=1e7)] = Field(
        20_000.0, description="inhabitants that carry one tie more before load is felt"
    )


class Forms(Section):
    """Contact, friendship, partnership: what is agreed at once, what deepens."""

    partnership_at_once: Share = Field(0.6, description="signed as a partnership at founding")
    friendship_at_once: Share = Field(0.1, description="agreed as a friendship at founding")
    contact_to_friendship: Share = Field(0.01, description="chance per year")
    contact_to_partnership: Share = Field(0.03, description="chance per year")
    friendship_to_partnership: Share = Field(0.05, description="chance per year")
    friendship_term: Annotated[int, Field(ge=1, le=100)] = Field(
        15, description="years after which a friendship is renewed, deepened or lapses"
    )
    renewal: Share = Field(0.8, description="chance that a friendship is renewed at its term")


class Ending(Section):
    """Chance per year that a living tie ends, by form."""

    contact: Share = Field(0.015, description="chance per year")
    friendship: Share = Field(0.005, description="chance per year, beside the end of a term")
    partnership: Share = Field(0.002, description="chance per year")
    rupture: Share = Field(0.3, description="chance that a rupture suspends a tie it touches")


class Recording(Section):
    """What the register of spring 2015 keeps of the ties that lived then."""

    surveyed: dict[str, Share] = Field(
        {"contact": 0.9, "friendship": 0.95, "partnership": 0.98},
        description="share registered, by form, of what was agreed up to 1996 and surveyed in full",
    )
    reported: dict[str, Share] = Field(
        {"contact": 0.4, "friendship": 0.5, "partnership": 0.6},
        description="share registered in the end, by form, of what was agreed later and is "
        "reported by the places themselves; see lag",
    )
    lag: Years = Field(
        0.0,
        description="half-time (years) of self-report: in it half of what will be reported is; "
        "0 reports at once",
    )
    year_unknown: dict[str, Share] = Field(
        {"contact": 0.46, "friendship": 0.18, "partnership": 0.06},
        description="share whose year the register does not know and shows as 2000",
    )

    @model_validator(mode="after")
    def _all_forms(self) -> Recording:
        for name in ("surveyed", "reported", "year_unknown"):
            if set(getattr(self, name)) != {"contact", "friendship", "partnership"}:
                raise ValueError(f"recording.{name} needs contact, friendship and partnership")
        return self


class Parameters(Section):
    """Everything that one history depends on besides its seed, its world and the past."""

    start: Annotated[int, Field(ge=1945, le=2024)] = Field(1945, description="first year")
    until: Annotated[int, Field(ge=1945, le=2100)] = Field(2025, description="last year")
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
    forms: Forms = Forms()
    ending: Ending = Ending()
    recording: Recording = Recording()

    @model_validator(mode="after")
    def _in_order(self) -> Parameters:
        if self.until < self.start:
            raise ValueError(f"until ({self.until}) lies before start ({self.start})")
        if self.forms.partnership_at_once + self.forms.friendship_at_once > 1.0:
            raise ValueError(
                "forms.partnership_at_once and forms.friendship_at_once add up to more than 1"
            )
        return self
