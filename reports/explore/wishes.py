"""What a reader wishes to see simulated: read from JSON of any kind, made into a scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import ValidationError

from reports.explore.levers import BY_NAME
from reports.explore.mistakes import ExploreError
from scenarios import load
from scenarios.files import explain, names
from scenarios.reading import merge
from scenarios.schema import Scenario
from scenarios.sentences import shown, value_shown
from simulation.luck.keyed import MAX_SEED
from simulation.past import load_events
from simulation.systems import System, load_systems

TITLE = 120
"""Signs of a title."""
NAME = "mine"
FIELDS = ("base", "seed", "title", "levers", "events", "off")


@dataclass(frozen=True)
class Wish:
    """One history that is wished for.

    Attributes
    ----------
    base : str
        Name of a scenario that ships.
    seed : int
    title : str
        Given by the reader; printable.
    levers : mapping of str to float
        Factors, by name of a lever.
    events : mapping of str to bool
        Whether a dated event acts, where that differs from the base.
    off : tuple of str
        Systems that are left out, sorted.
    """

    base: str = "history"
    seed: int = 1
    title: str = ""
    levers: Mapping[str, float] = field(default_factory=dict)
    events: Mapping[str, bool] = field(default_factory=dict)
    off: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[Any, ...]:
        """What decides the history: two wishes with one key have the same."""
        changed = tuple(sorted((k, v) for k, v in self.levers.items() if v != 1.0))
        return self.base, self.seed, changed, tuple(sorted(self.events.items())), self.off

    def overrides(self) -> dict[str, Any]:
        """Dotted paths and values that make the scenario of its base: sliders, then switches."""
        base = load(self.base)
        content = base.model_dump(mode="json")
        paths: dict[str, Any] = {}
        for name, factor in sorted(self.levers.items()):
            paths |= BY_NAME[name].overrides(content, factor)
        paths |= {f"events.{name}.active": on for name, on in sorted(self.events.items())}
        for name in self.off:
            paths |= systems()[name].overrides(base)
        return paths

    def named(self) -> str:
        """Its title: the reader's, or that of its base and whether that was changed."""
        own = load(self.base).title
        return self.title or (f"{own}, changed" if self.overrides() else own)

    def scenario(self) -> Scenario:
        """The scenario that is simulated.

        Raises
        ------
        ExploreError
            If the numbers do not go together; says which.
        """
        content = load(self.base).model_dump(mode="json")
        content = merge(content, nested(self.overrides()))
        content |= {"name": NAME, "title": self.named()}
        try:
            return Scenario.model_validate(content)
        except ValidationError as error:
            raise ExploreError(f"these settings do not go together: {explain(error)}") from None


def read_wish(given: Any) -> Wish:
    """Read what the page, or anyone, sent.

    Raises
    ------
    ExploreError
        One sentence: what is unknown, of a wrong type or out of bounds.
    """
    told = _table(given, "wish")
    for name in told:
        if name not in FIELDS:
            raise ExploreError(f"wish.{shown(name)}: not known; known are {', '.join(FIELDS)}")
    base = told.get("base", "history")
    if not isinstance(base, str) or base not in names():
        raise ExploreError(f"wish.base: is {_is(base)}, but must be a scenario that ships")
    return Wish(
        base=base,
        seed=read_seed(told.get("seed", 1)),
        title=_title(told.get("title", "")),
        levers=_each(told.get("levers", {}), "levers", BY_NAME, _factor),
        events=_each(told.get("events", {}), "events", events(), _switch),
        off=_off(told.get("off", [])),
    )


def read_seed(given: Any) -> int:
    """A seed, 0 to 2**32 - 1.

    Raises
    ------
    ExploreError
        If it is none.
    """
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MAX_SEED:
        raise ExploreError(
            f"wish.seed: is {_is(given)}, but must be a whole number from 0 to {MAX_SEED}"
        )
    return given


@cache
def systems() -> dict[str, System]:
    """What of the real network can be left out, by name."""
    return {system.name: system for system in load_systems()}


@cache
def events() -> dict[str, str]:
    """Titles of the dated events, by id."""
    return {event.id: event.title for event in load_events()}


def nested(paths: Mapping[str, Any]) -> dict[str, Any]:
    """Tables within tables out of dotted paths."""
    result: dict[str, Any] = {}
    for path, value in paths.items():
        *tables, last = path.split(".")
        place = result
        for table in tables:
            place = place.setdefault(table, {})
        place[last] = value
    return result


def _is(value: Any) -> str:
    return shown(value_shown(value))


def _table(given: Any, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ExploreError(f"{where}: is {_is(given)}, but must be a table of names and values")
    return given


def _each[Value](
    given: Any, where: str, known: Mapping[str, Any], read: Callable[[str, Any], Value]
) -> dict[str, Value]:
    for name in (table := _table(given, f"wish.{where}")):
        if name not in known:
            raise ExploreError(f"wish.{where}.{shown(name)}: not known; the page lists them")
    return {name: read(name, value) for name, value in sorted(table.items())}


def _factor(name: str, given: Any) -> float:
    lever = BY_NAME[name]
    number = isinstance(given, int | float) and not isinstance(given, bool)
    if not number or not lever.low <= given <= lever.high:  # nothing lies beside what is no number
        raise ExploreError(
            f"wish.levers.{name}: is {_is(given)}, but must be a number from {lever.low:g} to "
            f"{lever.high:g}"
        )
    return float(given)


def _switch(name: str, given: Any) -> bool:
    if not isinstance(given, bool):
        raise ExploreError(f"wish.events.{name}: is {_is(given)}, but must be true or false")
    return given


def _off(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise ExploreError(f"wish.off: is {_is(given)}, but must be a list of systems")
    for name in given:
        if not isinstance(name, str) or name not in systems():
            raise ExploreError(f"wish.off: {_is(name)} is no system; the page lists them")
    return tuple(sorted(set(given)))


def _title(given: Any) -> str:
    if not isinstance(given, str):
        raise ExploreError(f"wish.title: is {_is(given)}, but must be a text")
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in given).split())
    return plain[:TITLE]
