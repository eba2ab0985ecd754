"""What acts on the network from outside: shifts of the time, and policies that cost money.

Both say *what* changes, *for whom* and *when*. A shift reaches everyone it means and costs nothing:
it is how a future differs. A policy is delivered: to those who apply, as far as its money goes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simulation.parameters.section import CountryCode, LogEffect, Section, Share, Years

Eur = Annotated[int, Field(ge=0, le=10**12, json_schema_extra={"unit": "EUR of 2020"})]
LandCode = Annotated[str, Field(pattern=r"^DE-[A-Z]{2}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]

Unit = Literal["tie", "place"]
Level = Literal["any", "municipality", "district"]
Side = Literal["any", "east", "west"]
Border = Literal["any", "near", "far"]
Status = Literal["active", "weak", "dormant"]


class What(Section):
    """Effects on yearly chances (log scale, additive; 0 changes nothing); never on vitality."""

    begins: dict[str, LogEffect] = Field(
        {},
        description="by activity: on the chance that it begins at a tie",
        json_schema_extra={"unit": "log"},
    )
    leaves: dict[str, LogEffect] = Field(
        {},
        description="by activity: on the chance that who leads it leaves; below zero it is kept",
        json_schema_extra={"unit": "log"},
    )
    vacancy: LogEffect = Field(
        0.0,
        description="on the chance that nobody takes over from who leaves",
        json_schema_extra={"unit": "log"},
    )
    search: LogEffect = Field(
        0.0,
        description="on the rate at which a place looks for partners",
        json_schema_extra={"unit": "log"},
    )
    board: LogEffect = Field(
        0.0,
        description="on the share of its searches that look at the board first",
        json_schema_extra={"unit": "log"},
    )


class Drift(What):
    """Effects of a shift on yearly chances; appeal, programmes and ending no policy buys."""

    appeal: LogEffect = Field(
        0.0,
        description="on the searches that go to the countries meant",
        json_schema_extra={"unit": "log"},
    )
    programmes: LogEffect = Field(
        0.0, description="on the budgets of all programmes", json_schema_extra={"unit": "log"}
    )
    ending: LogEffect = Field(
        0.0,
        description="on the chance that a council ends a tie",
        json_schema_extra={"unit": "log"},
    )


class Who(Section):
    """Who is meant: every condition must hold; of an inner-German tie for one end at least."""

    level: Level = Field(
        "any", description="of the German end", json_schema_extra={"unit": "category"}
    )
    least: Annotated[int, Field(ge=0, le=10**9)] = Field(
        0,
        description="fewest inhabitants of the German end",
        json_schema_extra={"unit": "people"},
    )
    most: Annotated[int, Field(ge=0, le=10**9)] = Field(
        10**9,
        description="most inhabitants of the German end",
        json_schema_extra={"unit": "people"},
    )
    side: Side = Field(
        "any",
        description="eastern or western Länder (Berlin counts as West)",
        json_schema_extra={"unit": "category"},
    )
    border: Border = Field(
        "any",
        description="near: a place abroad lies within 50 km; far: none does",
        json_schema_extra={"unit": "category"},
    )
    laender: list[LandCode] = Field(
        [],
        description="Länder of the German end; none named means all",
        json_schema_extra={"unit": "category"},
    )
    countries: list[CountryCode] = Field(
        [],
        description="countries of the partner; none named means all, inner-German ties too",
        json_schema_extra={"unit": "category"},
    )
    status: list[Status] = Field(
        ["active", "weak", "dormant"],
        description="how a tie stands at the end of the year before",
        json_schema_extra={"unit": "category"},
    )
    years: Annotated[int, Field(ge=0, le=200)] = Field(
        0, description="years for which a tie has been there", json_schema_extra={"unit": "years"}
    )


class Measure(Section):
    """One thing that a policy buys, and for whom."""

    unit: Unit = Field(
        "tie",
        description="what is supported: a tie, or a place with all its ties",
        json_schema_extra={"unit": "category"},
    )
    what: What = What()
    who: Who = Who()
    share: Share = Field(
        1.0,
        description="of the policy's budget",
        json_schema_extra={"unit": "share"},
    )
    cost: Annotated[int, Field(ge=1, le=10**9)] = Field(
        5_000,
        description="of the support of one tie or place, a year",
        json_schema_extra={"unit": "EUR of 2020"},
    )
    take_up: Share = Field(
        0.2,
        description="chance per year that who is meant and has no support applies",
        json_schema_extra={"unit": "chance per year"},
    )
    term: Annotated[int, Field(ge=1, le=50)] = Field(
        1, description="years for which support is promised", json_schema_extra={"unit": "years"}
    )
    deadweight: Share = Field(
        0.0,
        description="of those supported, on whom it changes nothing: they do the same without",
        json_schema_extra={"unit": "share"},
    )
    administration: Share = Field(
        0.0,
        description="of the measure's money that administering it takes",
        json_schema_extra={"unit": "share"},
    )
    fixed: Eur = Field(
        0, description="costs a year however many are supported, such as a platform's"
    )

    @model_validator(mode="after")
    def _possible(self) -> Measure:
        if self.unit == "place":
            for name in ("countries", "status", "years"):
                if getattr(self.who, name) != Who.model_fields[name].default:
                    raise ValueError(f"who.{name}: speaks of ties, but the unit is a place")
        elif self.what.search or self.what.board:
            raise ValueError("what.search and what.board act on places, but the unit is a tie")
        return self


class Policy(Section):
    """Measures in force, and the money for them; without a measure nothing happens."""

    since: Annotated[int, Field(ge=1945, le=2100)] = Field(
        2026, description="first year with money", json_schema_extra={"unit": "year"}
    )
    until: Annotated[int, Field(ge=1945, le=2100)] = Field(
        2045, description="last year with money", json_schema_extra={"unit": "year"}
    )
    budget: Eur = Field(0, description="money a year, for all measures together")
    measures: dict[Name, Measure] = Field({}, description="what is bought, by name")

    @model_validator(mode="after")
    def _adds_up(self) -> Policy:
        if self.until < self.since:
            raise ValueError(f"until ({self.until}) lies before since ({self.since})")
        total = sum(measure.share for measure in self.measures.values())
        if total > 1.0 + 1e-9:
            raise ValueError(f"the shares of the measures add up to {total:.4g}, more than 1")
        return self


class Shift(Section):
    """A lasting change of the times: what, for whom, from when; it costs nothing."""

    since: Annotated[int, Field(ge=1945, le=2100)] = Field(
        2026, description="first year in which it is felt", json_schema_extra={"unit": "year"}
    )
    over: Years = Field(
        10.0,
        description="years in which it grows evenly to its full size",
        json_schema_extra={"unit": "years"},
    )
    what: Drift = Drift()
    who: Who = Who()

    def felt(self, year: int) -> float:
        """Share (0-1) of its full size that is felt in a year."""
        if year < self.since:
            return 0.0
        return min((year - self.since + 1) / self.over, 1.0) if self.over > 0 else 1.0
