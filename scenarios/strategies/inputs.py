"""Uncertain numbers of strategies: where they stand, their range, and how they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scenarios.strategies.numbers import Grade

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["effect", "cost", "take_up", "deadweight", "administration", "fixed", "scenario"]

_ACTIVITIES = {
    "travel": "trips of citizens",
    "school": "exchanges of schools",
    "sport": "meetings in sport",
    "music": "concerts and culture",
    "expert": "projects of experts",
    "digital": "meetings online",
    "visits": "official visits",
    "ambassadors": "exchanges of ambassadors",
}


@dataclass(frozen=True)
class Input:
    """An uncertain number.

    Attributes
    ----------
    path : str
        Begins with the name of the measure: ``school_exchange.what.begins.school``.
    value, low, high : float
        Central value and ends of the range, in the unit of the field.
    grade : str
        Class of the evidence: A causal, B descriptive, C assumption.
    source : tuple of str
        Keys of the sources.
    why : str
    kind : str
        effect, cost, take_up, deadweight, administration or fixed; scenario for a number of the
        base scenario.
    """

    path: str
    value: float
    low: float
    high: float
    grade: Grade
    source: tuple[str, ...]
    why: str
    kind: Kind

    @property
    def label(self) -> str:
        """What it is, in words: ``school exchange: exchanges of schools begin``."""
        return label_of(self.path)


def ranges_of(inputs: Sequence[Input]) -> pl.DataFrame:
    """Inputs as a table: path, label, kind, value, low, high, class, source, why."""
    import polars as pl

    columns = ("path", "label", "kind", "value", "low", "high", "grade", "source", "why")
    rows = [
        {name: getattr(one, name) for name in columns} | {"source": ", ".join(one.source)}
        for one in inputs
    ]
    numbers = ("value", "low", "high")
    schema = {name: pl.Float64() if name in numbers else pl.String() for name in columns}
    return pl.DataFrame(rows, schema=schema).rename({"grade": "class"})


def kind_of(where: str) -> Kind:
    """What kind of number stands at a path within a measure."""
    head = where.partition(".")[0]
    if head in ("what", "strength"):
        return "effect"
    kinds: dict[str, Kind] = {
        "cost": "cost",
        "take_up": "take_up",
        "deadweight": "deadweight",
        "administration": "administration",
        "fixed": "fixed",
    }
    return kinds[head]


def label_of(path: str) -> str:
    """What stands at the path of an input, in words."""
    measure, _, where = path.partition(".")
    words = {
        "what.vacancy": "nobody takes over",
        "what.search": "places search",
        "what.board": "searches on the board",
        "strength": "strength of all effects",
        "cost": "cost of a unit",
        "take_up": "take-up",
        "deadweight": "deadweight",
        "administration": "administration",
        "fixed": "fixed costs",
    }
    if where.startswith(("what.begins.", "what.leaves.")):
        _, verb, activity = where.split(".")
        what = _ACTIVITIES.get(activity, activity)
        told = f"{what} begin" if verb == "begins" else f"who leads {what} leaves"
    else:
        told = words.get(where, where)
    return f"{measure.replace('_', ' ')}: {told}"
