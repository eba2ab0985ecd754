"""Evidence cards: every number of a strategy, its range, its class and what it rests on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.numbers import GAP, percent, thousands
from reports.strategies.tables import Tables
from reports.strategies.wording import FULLY, NONE, euro, factor, level, typeset
from scenarios.strategies.sources import shipped_sources

if TYPE_CHECKING:
    from scenarios.strategies import Input, Strategy
    from scenarios.strategies.sources import Source
    from simulation.parameters.policy import Measure, What, Who

CLASSES = {"A": "causal", "B": "descriptive", "C": "assumed"}
CHANGED = {
    "vacancy": "nobody takes over",
    "search": "a place looks for partners",
    "board": "it looks at the board first",
}
UNITS = {"tie": "a tie", "place": "a place with all its ties"}
LEVELS = {"municipality": "municipalities", "district": "districts"}
NEAR = {"near": "near a border", "far": "far from a border"}
SIDES = {"east": "in the eastern L\u00e4nder", "west": "in the western L\u00e4nder"}
MOST = 10**9
"""As many inhabitants as no place has: no limit."""


def cards(tables: Tables, strategies: Sequence[Strategy]) -> list[dict[str, Any]]:
    """One card a strategy, in order of rank.

    Raises
    ------
    ValueError
        If a compared strategy is not among `strategies`: one sentence.
    """
    known = {one.name: one for one in strategies}
    for name in tables.order:
        if name not in known:
            raise ValueError(f"strategies: {name} is compared but has no card; give it too")
    return [_card(tables, known[name]) for name in tables.order]


def _card(tables: Tables, strategy: Strategy) -> dict[str, Any]:
    inputs = strategy.inputs()
    parts = _parts(tables, strategy)
    counts = Counter(str(one.grade) for one in inputs)
    told = ", ".join(f"{counts[letter]} {word}" for letter, word in CLASSES.items())
    number = "1 number" if len(inputs) == 1 else f"{len(inputs)} numbers"
    return {
        "name": strategy.name,
        "title": tables.labels[strategy.name],
        "text": strategy.text,
        "summary": f"{number} with a range: {told}" if inputs else "no number with a range",
        "facts": _facts(tables, strategy, parts),
        "parts": [{"name": name, "title": tables.labels[name]} for name in parts],
        "rows": [_row(one, {**shipped_sources(), **strategy.sources}) for one in inputs]
        if not parts
        else [],
    }


def _parts(tables: Tables, strategy: Strategy) -> list[str]:
    """Strategies that a mix is made of, if all have a card: theirs hold its numbers."""
    names = [name.removesuffix(".toml") for name in strategy.parts]
    return names if set(names) <= set(tables.order) else []


def _row(one: Input, sources: Mapping[str, Source]) -> dict[str, Any]:
    """An input of a strategy as a row of its card."""
    return {
        "label": one.label,
        "value": level(one.path, one.value),
        "range": f"{level(one.path, one.low)} to {level(one.path, one.high)}",
        "grade": one.grade,
        "sources": [sources[key] for key in one.source],
        "why": one.why,
    }


def _facts(tables: Tables, strategy: Strategy, parts: list[str]) -> dict[str, str]:
    """Money, cost, break-even, and each measure: for whom, and what it changes."""
    facts = {"Money": _money(tables, strategy.name)}
    cost = tables.ranked("costs").filter(pl.col("strategy") == strategy.name)["text"].item()
    facts["Additional tie-year"] = typeset(cost)
    evens = tables.frames["breakeven"].filter(pl.col("strategy") == strategy.name)
    if not evens.is_empty():
        facts["Break-even"] = "; ".join(_even(tables, row) for row in evens.iter_rows(named=True))
    if parts:
        shares = zip(parts, strategy.parts.values(), strict=True)
        facts["Made of"] = ", ".join(
            f"{tables.labels[name]} ({percent(share)})" for name, share in shares
        )
        return facts
    for name, measure in strategy.policy().measures.items():
        facts[name.replace("_", " ").capitalize()] = _measure(measure)
    return facts


def _money(tables: Tables, name: str) -> str:
    row = tables.frames["strategies"].filter(pl.col("strategy") == name).row(0, named=True)
    if not row["planned"]:
        return "none"
    whole = abs(row["share"] - 1.0) <= FULLY
    told = "all of it spent" if whole else f"{euro(row['spent'])} ({percent(row['share'])}) spent"
    return f"{euro(row['planned'])} in all, {told}; {euro(row['administration'])} on administration"


def _even(tables: Tables, row: dict[str, Any]) -> str:
    """At what strength of its effects a strategy equals another, or costs what is stated."""
    other = "the stated cost" if row["against"] == "cost" else tables.labels[row["against"]]
    return f"equals {other} at: {typeset(row['text'])}"


def _measure(measure: Measure) -> str:
    """Whom a measure supports, for how long, what it changes, at central values."""
    years = "1 year" if measure.term == 1 else f"{measure.term} years"
    fixed = f", {euro(measure.fixed)} a year is fixed" if measure.fixed else ""
    return (
        f"{percent(measure.share)} of the budget. For {UNITS[measure.unit]}, {years}, at "
        f"{euro(measure.cost)} a year. Who: {eligible(measure.who)}; {percent(measure.take_up)} of "
        f"them apply in a year. Changes: {changes(measure.what)}. No effect on "
        f"{percent(measure.deadweight)} of the supported; {percent(measure.administration)} goes "
        f"to administration{fixed}."
    )


def changes(what: What) -> str:
    """Factors on yearly chances, in words; a dash for none."""
    told = [
        *(f"{name} begins {factor(math.exp(size))}" for name, size in what.begins.items()),
        *(
            f"who leads {name} leaves {factor(math.exp(size))}"
            for name, size in what.leaves.items()
        ),
    ]
    for name, words in CHANGED.items():
        if size := getattr(what, name):
            told.append(f"{words} {factor(math.exp(size))}")
    return ", ".join(told) or NONE


def eligible(who: Who) -> str:
    """Who is meant, in words."""
    parts = (
        []
        if who.level == "any"
        else [{"municipality": "municipalities"}.get(who.level, "districts")]
    )
    if who.least > 0 and who.most < MOST:
        parts.append(f"{thousands(who.least)} to {thousands(who.most)} inhabitants")
    elif who.least > 0:
        parts.append(f"from {thousands(who.least)} inhabitants")
    elif who.most < MOST:
        parts.append(f"up to {thousands(who.most)} inhabitants")
    parts += [
        words[value] for words, value in ((SIDES, who.side), (NEAR, who.border)) if value in words
    ]
    if who.laender:
        parts.append(f"in {', '.join(who.laender)}")
    if who.countries:
        parts.append(f"partners in {len(who.countries)} countries ({', '.join(who.countries)})")
    if len(who.status) < 3:
        parts.append(f"{' or '.join(who.status)} ties")
    if who.years:
        parts.append(f"ties of {who.years}{GAP}years or more")
    return ", ".join(parts) if parts else "all"
