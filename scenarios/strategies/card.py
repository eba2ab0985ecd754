"""The evidence card of a strategy: who, what, when, how much, and how sure each number is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scenarios.strategies.inputs import kind_of, label_of
from scenarios.strategies.numbers import GRADES, Number, Ranged, centre
from scenarios.strategies.schema import PricedMeasure, numbers_of
from scenarios.strategies.sources import Source, shipped_sources
from scenarios.strategies.strategy import Strategy
from simulation.parameters import Who

if TYPE_CHECKING:
    import polars as pl

WIDTH = 98
UNITS = {
    "effect": "log",
    "cost": "EUR of 2020 a year",
    "take_up": "chance per year",
    "deadweight": "share",
    "administration": "share",
    "fixed": "EUR of 2020 a year",
}
NONE = "no evidence given"
"""What the card says of a number without a range."""
SHARED = "moves with the strength of all effects of this measure"
_IDLE = {"strength": 1.0, "fixed": 0.0}
"""Values that change and cost nothing; the card passes over them, as over an effect of 0."""


def card(strategy: Strategy) -> pl.DataFrame:
    """Every number of a strategy with its range and what is known about it.

    Returns
    -------
    polars.DataFrame
        measure, path, label, kind, unit, value, low, high, class, source (titles with dates, one
        a line), url (one a line), why. Where a number has no range low and high are its value and
        the class is null; effects that share a ranged strength carry its range and class.
    """
    import polars as pl

    rows = [
        row
        for name, measure in strategy.measures.items()
        for row in _rows(name, measure, shipped_sources() | strategy.sources)
    ]
    text = ("measure", "path", "label", "kind", "unit", "class", "source", "url", "why")
    numbers = ("value", "low", "high")
    order = ("measure", "path", "label", "kind", "unit", *numbers, "class", "source", "url", "why")
    schema = {name: pl.String() if name in text else pl.Float64() for name in order}
    return pl.DataFrame(rows, schema=schema)


def _rows(
    name: str, measure: PricedMeasure, sources: dict[str, Source]
) -> Iterator[dict[str, str | float | None]]:
    strength = measure.strength
    for where, number in numbers_of(measure):
        is_effect = where.startswith("what.")
        if not isinstance(number, Ranged) and number == _IDLE.get(where, 0.0 if is_effect else -1):
            continue
        told = number
        low, high = _ends(number)
        value, why = centre(number), number.why if isinstance(number, Ranged) else NONE
        if is_effect and isinstance(strength, Ranged):
            first, last = _ends(strength)
            corners = [end * factor for end in (low, high) for factor in (first, last)]
            value, low, high = value * strength.value, min(corners), max(corners)
            if not isinstance(number, Ranged):
                told, why = strength, SHARED
        keys = told.sources if isinstance(told, Ranged) else ()
        kind = kind_of(where)
        yield {
            "measure": name,
            "path": f"{name}.{where}",
            "label": label_of(f"{name}.{where}"),
            "kind": kind,
            "unit": "ratio" if where == "strength" else UNITS[kind],
            "value": value,
            "low": low,
            "high": high,
            "class": told.grade if isinstance(told, Ranged) else None,
            "source": "\n".join(f"{sources[key].title} ({sources[key].date})" for key in keys),
            "url": "\n".join(sources[key].url for key in keys),
            "why": why,
        }


def _ends(number: Number) -> tuple[float, float]:
    if isinstance(number, Ranged):
        return float(number.low), float(number.high)
    return float(number), float(number)


def card_text(strategy: Strategy) -> str:
    """The card as plain text, at most 98 signs wide."""
    lines = [strategy.title or strategy.name]
    if strategy.text:
        lines += ["", *_wrapped(strategy.text)]
    lines += ["", f"When and how much  {strategy.since}-{strategy.until}, {_money(strategy)}"]
    if strategy.parts:
        parts = ", ".join(f"{name} {share:.4g}" for name, share in strategy.parts.items())
        lines += _wrapped(f"A mix of           {parts}", 19)
    for name, measure in strategy.measures.items():
        lines += ["", name.replace("_", " ").upper(), *_wrapped(f"For whom  {_who(measure)}", 10)]
        lines += _numbers(strategy, name)
    if strategy.measures:
        lines += ["", *_classes(strategy)]
    return "\n".join(lines) + "\n"


def _money(strategy: Strategy) -> str:
    if not strategy.measures:
        return "no measure, no money spent"
    return f"{strategy.budget:,} EUR of 2020 a year"


def _numbers(strategy: Strategy, measure: str) -> list[str]:
    lines: list[str] = []
    for row in card(strategy).iter_rows(named=True):
        if row["measure"] != measure:
            continue
        span = f"{_figure(row['value'])}"
        if row["low"] != row["high"]:
            span += f"  ({_figure(row['low'])} to {_figure(row['high'])})"
        about = row["label"].partition(": ")[2]
        lines.append(f"  {row['class'] or '-'}  {about}: {span} {row['unit']}")
        if row["why"] == SHARED:
            continue
        lines += _wrapped(f"     {row['why']}", 5)
        for source in row["source"].splitlines():
            lines += _wrapped(f"     Source: {source}", 13)
    return lines


def _classes(strategy: Strategy) -> list[str]:
    """How many numbers have which evidence, and which have none."""
    table = card(strategy)
    lines = []
    for grade, meaning in GRADES.items():
        count = table.filter(table["class"].eq_missing(grade)).height
        lines.append(f"{grade}  {meaning}: {count} of {table.height} numbers")
    without = table.filter(table["class"].is_null())["label"].to_list()
    if without:
        lines += _wrapped(f"-  {NONE}: {'; '.join(without)}", 3)
    return lines


def _who(measure: PricedMeasure) -> str:
    """Who is meant, in words."""
    who, usual = measure.who, Who()
    unit = "ties" if measure.unit == "tie" else "places, with all their ties"
    told = [unit if who.level == "any" else f"{unit}, of the level {who.level}"]
    if who.least > usual.least:
        told.append(f"{who.least:,} inhabitants or more at the German end")
    if who.most < usual.most:
        told.append(f"at most {who.most:,} inhabitants at the German end")
    if who.side != usual.side:
        told.append(f"in the {'eastern' if who.side == 'east' else 'western'} Länder")
    if who.border != usual.border:
        told.append(f"{who.border} a border")
    if who.laender:
        told.append("in " + ", ".join(who.laender))
    if who.countries:
        told.append("with partners in " + ", ".join(who.countries))
    if who.status != usual.status:
        told.append(" or ".join(who.status))
    if who.years:
        told.append(f"{who.years} years old or older")
    years = "year" if measure.term == 1 else "years"
    share = "" if measure.share == 1.0 else f"; {measure.share:.4g} of the budget"
    return ", ".join(told) + f"; support for {measure.term} {years}{share}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, break_long_words=False) or [
        ""
    ]
