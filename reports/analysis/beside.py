"""Recorded and simulated coefficients in one table, and how many agree, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.indirect import Comparison, Couple, Pair, tally
from analysis.models import Table
from analysis.models.results import LEVEL
from reports.analysis.grid import Grid, Remarks, name_of
from reports.analysis.words import NOTHING, decimals, interval, number, years
from reports.numbers import percent

TITLE = "Recorded beside simulated: "
VERDICTS = {True: "inside", False: "outside", None: NOTHING}
LISTED = 5
"""Coefficients of one side alone that are named."""
SOME_RUNS = re.compile(r"estimated in \d+ of \d+ runs")
ROLES = {"fitted": "fitted", "kept back": "kept back", "unknown": "not known"}


def grid(couple: Couple) -> Grid:
    """A couple in words: both estimates, their difference in joint errors, verdict and role."""
    many = couple.simulated.runs > 1
    spread = "90 % of runs" if many else "s.e."
    heads = ("recorded", "s.e.", "simulated", spread, "diff.", "verdict", "role")
    mixed = len({pair.role for pair in couple.pairs}) > 1
    shown = len(heads) if mixed else len(heads) - 1  # one role for all is said below the table
    remarks = Remarks()
    rows = tuple(
        (remarks.signed(pair.recorded.label, _remark(pair)), _cells(pair, many=many)[:shown])
        for pair in couple.pairs
    )
    return Grid(
        name=name_of(f"indirect_{couple.model}", couple.name),
        title=f"{TITLE}{couple.recorded.title}",
        heads=heads[:shown],
        rows=rows,
        facts=_facts(couple),
        remarks=remarks.told(),
        notes=(couple.why, *_alone(couple)),
        numeric=(True, True, True, True, True, False, False)[:shown],
        spare=(1,),
    )


def _remark(pair: Pair) -> str:
    """What the record says of a number, and how many runs could estimate it where not all did."""
    some = SOME_RUNS.search(pair.simulated.note)
    return "; ".join(part for part in (pair.recorded.note, some and some.group()) if part)


def _cells(pair: Pair, *, many: bool) -> tuple[str, ...]:
    recorded, simulated = pair.recorded, pair.simulated
    digits = max(decimals(recorded), decimals(simulated))
    spread = (
        interval(simulated.low, simulated.high, digits) if many else number(simulated.se, digits)
    )
    return (
        number(recorded.estimate, digits),
        number(recorded.se, digits),
        number(simulated.estimate, digits),
        spread,
        _signed(pair.z),
        VERDICTS[pair.inside],
        ROLES[pair.role],
    )


def _signed(z: float | None) -> str:
    text = number(z, 1)
    return f"+{text}" if z is not None and z > 0 and text.strip("0.") else text


def _facts(couple: Couple) -> dict[str, str]:
    recorded, simulated = couple.recorded, couple.simulated
    told = {
        "n": _both(*(f"{number(side.n, 0)} {side.of}" for side in (recorded, simulated))),
        "Period": _both(years(recorded.period), years(simulated.period)),
        "Source": _both(recorded.source, simulated.source),
        "Estimator": _both(recorded.estimator, simulated.estimator),
        "Errors": _both(recorded.errors, simulated.errors),
        "Unit": recorded.unit,
        "Runs": str(simulated.runs),
        "Diff.": "simulated less recorded, in joint errors: the root of the squared error of "
        "the record and the squared standard deviation between runs"
        + ("" if simulated.runs > 1 else " (of one run: its own error)"),
        "Verdict": f"inside where the difference is below 1.645 joint errors ({percent(LEVEL)})",
    }
    roles = {pair.role for pair in couple.pairs}
    if len(roles) == 1:
        told["Role"] = ROLES[roles.pop()]
    return told


def _both(recorded: str, simulated: str) -> str:
    return recorded if recorded == simulated else f"recorded {recorded}; simulated {simulated}"


def _alone(couple: Couple) -> tuple[str, ...]:
    recorded, simulated = couple.alone
    told = []
    if recorded:
        told.append(f"Only the record can estimate {_listed(recorded)}.")
    if simulated:
        told.append(f"Only the runs can estimate {_listed(simulated)}.")
    return tuple(told)


def _listed(labels: Sequence[str]) -> str:
    """The first labels, and how many more there are."""
    more = len(labels) - LISTED
    shown = "; ".join(labels[:LISTED])
    return f"{shown}; and {more} more" if more > 0 else shown


def count(comparison: Comparison) -> list[str]:
    """How many coefficients agree, and how many would by chance, by role; in sentences."""
    whole = tally(comparison.pairs)
    if whole.judged == 0:
        return ["No coefficient has an error on either side, so none is judged."]
    told = [
        f"{whole.inside} of {whole.judged} coefficients lie inside; were the runs and the record "
        f"of one process, about {number(whole.expected, 0)} would."
    ]
    for role, words in (("fitted", "fitted"), ("kept back", "kept back from the split fit")):
        part = tally(comparison.pairs, role)  # type: ignore[arg-type]
        if 0 < part.judged < whole.judged:
            told.append(f"Of those that were {words}: {part.inside} of {part.judged}.")
    return told


def furthest(comparison: Comparison, most: int = 3) -> list[str]:
    """The coefficients that are furthest apart, in words."""
    outside = [
        (one, pair) for one in comparison.couples for pair in one.pairs if pair.inside is False
    ]
    outside.sort(key=lambda found: -abs(found[1].z or 0.0))
    return [_apart(one.recorded, pair) for one, pair in outside[:most]]


def _apart(table: Table, pair: Pair) -> str:
    digits = max(decimals(pair.recorded), decimals(pair.simulated))
    values = (number(side.estimate, digits) for side in (pair.recorded, pair.simulated))
    recorded, simulated = values
    return (
        f"{table.title}, {pair.recorded.label}: recorded {recorded}, simulated {simulated} "
        f"({_signed(pair.z)} joint errors; {ROLES[pair.role]})"
    )


def verdict(comparisons: Sequence[Comparison], titles: dict[str, str]) -> list[dict[str, object]]:
    """A line a model: its title, its count, what is furthest off."""
    return [
        {
            "model": one.model,
            "title": titles[one.model],
            "count": count(one),
            "furthest": furthest(one),
            "notes": one.notes,
        }
        for one in comparisons
    ]
