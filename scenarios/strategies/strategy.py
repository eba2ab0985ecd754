"""A strategy: measures at a budget, and how sure their numbers are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from scenarios.reading import ScenarioError, explain, nearest, sentence
from scenarios.strategies.inputs import Input, kind_of, ranges_of
from scenarios.strategies.numbers import MOST_STRENGTH, Ranged, centre
from scenarios.strategies.schema import PricedMeasure, numbers_of
from scenarios.strategies.sources import Source
from scenarios.strategies.worth import effect_per_euro
from simulation.parameters import Policy

if TYPE_CHECKING:
    import polars as pl

_WHOLE = ("cost", "fixed")


@dataclass(frozen=True)
class Strategy:
    """Measures at a budget; what a file says, with a mix resolved.

    Attributes
    ----------
    name, title, text : str
    budget : int
        EUR of 2020 a year.
    since, until : int
        First and last year with money.
    measures : dict of PricedMeasure
        By name, each with its share of the budget.
    parts : dict of float
        Shares of the strategies that a mix is made of; empty if it is none.
    sources : dict of Source
        Those of the file's own.
    """

    name: str
    title: str
    text: str
    budget: int
    since: int
    until: int
    measures: dict[str, PricedMeasure]
    parts: dict[str, float] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def inputs(self) -> tuple[Input, ...]:
        """Numbers that have a range, in a fixed order."""
        return tuple(
            Input(
                f"{name}.{where}",
                float(number.value),
                float(number.low),
                float(number.high),
                number.grade,
                number.sources,
                number.why,
                kind_of(where),
            )
            for name, measure in self.measures.items()
            for where, number in numbers_of(measure)
            if isinstance(number, Ranged)
        )

    def policy(
        self,
        values: Mapping[str, float] | None = None,
        budget: int | None = None,
        scale: float = 1.0,
    ) -> Policy:
        """Resolve to plain numbers.

        Parameters
        ----------
        values : mapping of float, optional
            By the path of an input; what is left out has its central value. Numbers of measures
            that this strategy does not have are passed over, so that one table serves all.
        budget : int, optional
            EUR of 2020 a year in place of the strategy's.
        scale : float
            Times all log effects.

        Raises
        ------
        ScenarioError
            If a path leads nowhere within a measure, or a value is out of its bounds.
        """
        given = self._own(values or {})
        content = {
            "since": self.since,
            "until": self.until,
            "budget": self.budget if budget is None else budget,
            "measures": {
                name: _plain(name, measure, given, scale) for name, measure in self.measures.items()
            },
        }
        try:
            return Policy.model_validate(content)
        except ValidationError as error:
            told = f"strategy '{self.name}': {explain(error, Policy)}"
            raise ScenarioError(sentence(told)) from None

    def _own(self, values: Mapping[str, float]) -> dict[str, float]:
        """Values of this strategy's measures; refuse those that lead nowhere."""
        known = [one.path for one in self.inputs()]
        own = {
            path: value for path, value in values.items() if path.partition(".")[0] in self.measures
        }
        for path, value in own.items():
            told = ""
            if path not in known:
                told = f"is no number with a range{nearest(path, known)}"
            elif not math.isfinite(value):
                told = f"should be a finite number (it is {value})"
            elif path.endswith(".strength") and not 0.0 <= value <= MOST_STRENGTH:
                told = f"should be a number from 0 to {MOST_STRENGTH} (it is {value:g})"
            if told:
                raise ScenarioError(sentence(f"strategy '{self.name}': {path}: {told}"))
        return own

    def effect_per_euro(self, ties_per_place: float) -> float:
        """Log effect that a euro buys, at central values: `worth.effect_per_euro`."""
        return effect_per_euro(self.measures, self.budget, ties_per_place)

    def ranges(self) -> pl.DataFrame:
        """Inputs as a table: path, label, kind, value, low, high, class, source, why."""
        return ranges_of(self.inputs())


def _plain(
    name: str, measure: PricedMeasure, given: Mapping[str, float], scale: float
) -> dict[str, Any]:
    """A measure with plain numbers, as the simulation takes it."""
    numbers = {
        where: float(given.get(f"{name}.{where}", centre(number)))
        for where, number in numbers_of(measure)
    }
    factor = scale * numbers.pop("strength")
    what: dict[str, Any] = {"begins": {}, "leaves": {}}
    content: dict[str, Any] = {
        "unit": measure.unit,
        "what": what,
        "who": measure.who,
        "share": measure.share,
        "term": measure.term,
    }
    for where, value in numbers.items():
        head, *rest = where.split(".")
        if head != "what":
            content[head] = round(value) if head in _WHOLE else value
        elif len(rest) == 1:
            what[rest[0]] = value * factor
        else:
            what[rest[0]][rest[1]] = value * factor
    return content
