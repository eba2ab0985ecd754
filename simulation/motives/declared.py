"""The declared motives: read from motives.toml, checked, and joined with the dated events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from simulation.past import Act, PastError, load_countries, load_events
from simulation.past.sources import read_toml
from simulation.past.words import one_of
from simulation.ties import KINDS

FILE = Path(__file__).parent / "motives.toml"
SIDES = ("all", "west", "east")
WAYS = ("search", "wish", "sponsorship")

Rule = Mapping[str, tuple[str, ...]]
"""Columns of countries.csv with the words that fit; all columns must fit."""


@dataclass(frozen=True)
class Motive:
    """A reason to look for a partner.

    Attributes
    ----------
    name : str
    kind : str
        Kind of tie that it founds.
    meaning : str
        One line for readers of tables.
    sides : {"all", "west", "east"}
        Which Länder may search out of it.
    way : {"search", "wish", "sponsorship"}
        How it leads to a tie.
    seeks : tuple of rules
        Whom it makes attractive.
    broker : bool
        Whether its events lower the cost of every search, whatever its motive.
    """

    name: str
    kind: str
    meaning: str
    sides: str = "all"
    way: str = "search"
    seeks: tuple[Rule, ...] = ()
    broker: bool = False

    def attracts(self, country: Mapping[str, Any]) -> bool:
        """Whether a country, a row of countries.csv, fits one of the rules."""
        return any(
            all(country[column] in words for column, words in rule.items()) for rule in self.seeks
        )

    def may_search(self, east: bool) -> bool:
        """Whether a place in the eastern (or else western) Länder searches out of it."""
        return self.way == "search" and self.sides in ("all", "east" if east else "west")


def _rule(value: object, columns: frozenset[str], field: str) -> Rule:
    if not isinstance(value, dict):
        raise PastError(f"{FILE.name}: {field} is {value!r}, but must be a table of columns.")
    for column, words in value.items():
        if column not in columns:
            raise PastError(
                f"{FILE.name}: {field}.{column} is unknown, but must be a column of countries.csv."
            )
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise PastError(f"{FILE.name}: {field}.{column} must be a list of words.")
    return {column: tuple(words) for column, words in value.items()}


def _parse(row: Mapping[str, Any], place: int) -> Motive:
    field = f"motives[{place}]"
    names = {known.name for known in fields(Motive)}
    if not names - {"broker"} <= set(row) <= names:
        raise PastError(
            f"{FILE.name}: {field} has the fields {sorted(row)}, but must have {sorted(names)}."
        )
    broker = row.get("broker", False)
    if not isinstance(broker, bool):
        raise PastError(f"{FILE.name}: {field}.broker is {broker!r}, but must be true or false.")
    columns = frozenset(load_countries().columns)
    return Motive(
        name=str(row["name"]),
        kind=one_of(row["kind"], KINDS, FILE.name, f"{field}.kind"),
        meaning=str(row["meaning"]),
        sides=one_of(row["sides"], SIDES, FILE.name, f"{field}.sides"),
        way=one_of(row["way"], WAYS, FILE.name, f"{field}.way"),
        seeks=tuple(
            _rule(rule, columns, f"{field}.seeks[{i}]") for i, rule in enumerate(row["seeks"])
        ),
        broker=broker,
    )


@cache
def load_motives() -> tuple[Motive, ...]:
    """All motives in the order of the file.

    Returns
    -------
    tuple of Motive
        A motive's place in it is its index everywhere.

    Raises
    ------
    PastError
        If a field is missing, unknown or wrong: one sentence with the file and the field.
    """
    rows = read_toml(FILE).get("motives")
    if not isinstance(rows, list) or not rows:
        raise PastError(f"{FILE.name}: motives is {rows!r}, but must be a list of tables.")
    return tuple(_parse(row, place) for place, row in enumerate(rows))


def _home_order() -> tuple[Motive, ...]:
    by_name = {motive.name: motive for motive in load_motives()}
    order = read_toml(FILE).get("home_order")
    if not isinstance(order, list) or not set(order) <= set(by_name):
        raise PastError(
            f"{FILE.name}: home_order is {order!r}, but must be a list of motives: "
            f"{', '.join(by_name)}."
        )
    return tuple(by_name[name] for name in order)


@cache
def _facts() -> dict[str, dict[str, Any]]:
    """Row of countries.csv of each country."""
    return {row["country"]: row for row in load_countries().iter_rows(named=True)}


@cache
def motive_of_countries() -> dict[str, int]:
    """Index of the home motive of each country: that for which it is sought without any event.

    Raises
    ------
    PastError
        If no motive seeks a country.
    """
    order, names = _home_order(), [motive.name for motive in load_motives()]
    result = {}
    for country, facts in _facts().items():
        home = next((motive for motive in order if motive.attracts(facts)), None)
        if home is None:
            raise PastError(f"{FILE.name}: no motive of home_order seeks {country}; one must.")
        result[country] = names.index(home.name)
    return result


def motive_of_act(act: Act, country: str) -> str:
    """Motive for which an act counts towards a country.

    Its own, or the home motive of the country if it names none or one that does not seek it.
    """
    home = load_motives()[motive_of_countries()[country]].name
    named = next((motive for motive in load_motives() if motive.name == act.motive), None)
    return named.name if named is not None and named.attracts(_facts()[country]) else home


@cache
def events_of(
    name: str, what: tuple[str, ...] = ("warm", "open", "pay", "root")
) -> tuple[str, ...]:
    """Ids of the events that bring up a motive or open what it seeks, by date.

    Parameters
    ----------
    name : str
        A motive.
    what : tuple of str
        Acts that count; `("pay",)` gives the programmes.
    """
    return tuple(
        event.id
        for event in load_events()
        if any(
            act.what in what
            and name in {motive_of_act(act, member.country) for member in act.members}
            for act in event.acts
        )
    )


def programmes_of(name: str) -> tuple[str, ...]:
    """Ids of the events from which on a programme pays for a motive, by date."""
    return events_of(name, ("pay",))
