"""The schema of a strategy file: what is bought, for whom, at what cost, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic.fields import FieldInfo

from scenarios.reading import listed, nearest
from scenarios.strategies.numbers import (
    ChanceNumber,
    CostNumber,
    Effect,
    Eur,
    EurNumber,
    Key,
    Number,
    Ranged,
    ShareNumber,
    StrengthNumber,
)
from scenarios.strategies.sources import Source, shipped_sources
from simulation.life.activities import NAMES as ACTIVITIES
from simulation.parameters import Measure, Policy, Section, Share, What, Who
from simulation.parameters.policy import Name, Unit
from simulation.parameters.section import Year
from simulation.parameters.section import unit as in_unit
from simulation.past import load_countries, load_laender

Term = Annotated[int, Field(ge=1, le=50)]


def _as(model: type[Section], name: str, default: Any = ...) -> Any:
    """A field that is told as one of the simulation is: its description and unit are taken."""
    field: FieldInfo = model.model_fields[name]
    return Field(default, description=field.description, json_schema_extra=field.json_schema_extra)


def _refuse(where: str, used: Sequence[str], known: Sequence[str]) -> None:
    """Refuse the first name that is not known, with the nearest that is."""
    for name in used:
        if name not in known:
            raise ValueError(
                f"{where}: '{name[:60]}' is not known{nearest(name, known)}; known are "
                f"{listed(known)}"
            )


class Effects(Section):
    """Effects on yearly chances, as `What`; each a plain number or one with a range."""

    begins: dict[str, Effect] = _as(What, "begins", {})
    leaves: dict[str, Effect] = _as(What, "leaves", {})
    vacancy: Effect = _as(What, "vacancy", 0.0)
    search: Effect = _as(What, "search", 0.0)
    board: Effect = _as(What, "board", 0.0)

    @model_validator(mode="after")
    def _known(self) -> Effects:
        for table in ("begins", "leaves"):
            _refuse(table, list(getattr(self, table)), ACTIVITIES)
        return self


class PricedMeasure(Section):
    """One thing that a strategy buys, as `Measure`; its numbers may carry a range."""

    unit: Unit = _as(Measure, "unit", "tie")
    what: Effects = Effects()
    strength: StrengthNumber = Field(
        1.0,
        description="factor on all effects of the measure: one uncertainty that they share",
        json_schema_extra=in_unit("ratio"),
    )
    who: Who = Who()
    share: Share = _as(Measure, "share", 1.0)
    cost: CostNumber = _as(Measure, "cost")
    take_up: ChanceNumber = _as(Measure, "take_up")
    term: Term = _as(Measure, "term", 1)
    deadweight: ShareNumber = _as(Measure, "deadweight", 0.0)
    administration: ShareNumber = _as(Measure, "administration", 0.0)
    fixed: EurNumber = _as(Measure, "fixed", 0)

    @model_validator(mode="after")
    def _known(self) -> PricedMeasure:
        _refuse("who.countries", self.who.countries, load_countries()["country"].to_list())
        _refuse("who.laender", self.who.laender, load_laender()["land"].sort().to_list())
        return self


class StrategyFile(Section):
    """A strategy as it stands in a file: measures, or a mix of other strategies."""

    name: str = Field(
        "unnamed",
        description="name of the file, without its ending",
        json_schema_extra=in_unit("text"),
    )
    title: str = Field(
        "",
        max_length=200,
        description="one line for lists, legends and reports",
        json_schema_extra=in_unit("text"),
    )
    text: str = Field(
        "",
        max_length=4000,
        description="what is bought, for whom, and how it is meant to work",
        json_schema_extra=in_unit("text"),
    )
    budget: Eur = _as(Policy, "budget")
    since: Year = _as(Policy, "since", 2026)
    until: Year = _as(Policy, "until", 2045)
    measures: dict[Name, PricedMeasure] = _as(Policy, "measures", {})
    mix: dict[str, Share] = Field(
        {},
        description="instead of measures: other strategies, and their shares of the budget",
        json_schema_extra=in_unit("share"),
    )
    sources: dict[Key, Source] = Field(
        {},
        description="sources of this file's own numbers, beside those that ship",
        json_schema_extra=in_unit("category"),
    )

    @model_validator(mode="after")
    def _whole(self) -> StrategyFile:
        if self.until < self.since:
            raise ValueError(f"until: {self.until} lies before since, {self.since}")
        if self.mix and self.measures:
            raise ValueError("mix: stands beside measures; a file has the one or the other")
        if self.mix and not math.isclose(sum(self.mix.values()), 1.0, abs_tol=1e-6):
            raise ValueError(
                f"mix: the shares add up to {sum(self.mix.values()):.6g}, but should to 1"
            )
        known = [*shipped_sources(), *self.sources]
        for name, measure in self.measures.items():
            for where, number in numbers_of(measure):
                if isinstance(number, Ranged):
                    _refuse(f"measures.{name}.{where}.source", number.sources, known)
        return self


def numbers_of(measure: PricedMeasure) -> Iterator[tuple[str, Number]]:
    """Numbers of a measure that may carry a range, by their path within it, in a fixed order."""
    for table in ("begins", "leaves"):
        effects = getattr(measure.what, table)
        for activity in ACTIVITIES:
            if activity in effects:
                yield f"what.{table}.{activity}", effects[activity]
    for name in ("vacancy", "search", "board"):
        yield f"what.{name}", getattr(measure.what, name)
    for name in ("strength", "cost", "take_up", "deadweight", "administration", "fixed"):
        yield name, getattr(measure, name)
