"""`docs/TRACE.md`: a text by hand, with what is weak, from the results that ship."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.evidence.inputs import FOLDER
from analysis.evidence.page.checks import LEAST_INSIDE, RARE, REGULARITIES
from analysis.evidence.page.markdown import count, listed, number, percent
from analysis.odd.document import filled
from analysis.odd.schema import class_counts
from analysis.validation import targets

TOLD = 2.0
"""Errors by which a gain must exceed zero to count as one."""
PAGE = Path(__file__).parents[2] / "docs" / "TRACE.md"


def page() -> str:
    """The whole page."""
    return filled(PAGE.read_text(encoding="utf-8"), {"weak": weak}, PAGE.name)


def weak() -> str:
    """What does not hold: rules, regularities, patterns; and how much is assumed."""
    return "".join(f"- {line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    contest, checks = _read("contest"), _read("checks")
    yield _assumed(class_counts())
    yield _rules(contest["rules"])
    rows = [row for row in checks["patterns"] if row["role"] == "kept back"]
    yield _regularities(rows)
    yield _patterns(rows)
    yield _ahead(_read("time_split"))
    yield _ablations(_read("ablations")["gains"])


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _assumed(classes: Counter[str]) -> str:
    return (
        f"**Numbers.** {classes['assumed']} of the {classes.total()} of the default history "
        "are *assumed*: no data at hand narrow them."
    )


def _rules(rules: list[dict[str, Any]]) -> str:
    """Which rules, set before the scores were seen, do not hold."""
    broken = [
        f"{rule['rule']} ({number(rule['value'])}, needed {number(rule['needed'])})"
        for rule in rules
        if not rule["holds"]
    ]
    if not broken:
        return f"**Against the rivals** all {count(len(rules), 'rule')} hold."
    told = f"{len(broken)} of {count(len(rules), 'rule')} not held"
    return f"**Against the rivals**, {told}: {listed(broken)}."


def _regularities(rows: list[dict[str, Any]]) -> str:
    found = {row["pattern"]: row for row in rows if row["pattern"] in REGULARITIES}
    missed = [
        f"{REGULARITIES[name]} ({percent(row['inside'])} of {row['cells']})"
        for name, row in found.items()
        if row["inside"] < LEAST_INSIDE
    ]
    told = f"not held: {'; '.join(missed)}" if missed else "all are held"
    return (
        f"**Regularities** that nothing was fitted to, of {len(found)} (the runs' 90 % intervals "
        f"must hold {percent(LEAST_INSIDE)} of the cells) {told}."
    )


def _patterns(rows: list[dict[str, Any]]) -> str:
    far = [targets()[row["pattern"]].title for row in rows if row["p"] < RARE]
    told = f": {'; '.join(far)}" if far else ""
    return (
        "**Kept-back patterns** in which the record lies farther from the runs than luck and "
        f"parameters make it (p under {RARE}): {len(far)} of {len(rows)}{told}."
    )


def _ahead(split: dict[str, Any]) -> str:
    """Rivals that the model does not beat by two errors over the ten years ahead."""
    whole = [row for row in split["gains"] if row["countries"] == row["period"] == "all"]
    level = [
        f"{split['titles'][row['rival']]} (gain {row['gain']:+.0f} nats, error {row['error']:.0f})"
        for row in whole
        if row["z"] < TOLD
    ]
    told = f"not shown to be better than {listed(level)}" if level else "better than each rival"
    return f"**Ten years ahead** from {split['until']}: {told}."


def _ablations(gains: list[dict[str, Any]]) -> str:
    """Where the model fits better without a mechanism, of what it was not there for."""
    better = Counter(row["model"] for row in gains if row["verdict"] == "better")
    told = listed([f"{many} without *{name}*" for name, many in sorted(better.items())])
    sets = Counter(row["pattern"] for row in gains if row["verdict"] == "better")
    most = [f"; most often {targets()[name].title}" for name, _ in sets.most_common(1)]
    return (
        "**Mechanisms.** Refitted without one, the model comes nearer to some sets of cells: "
        f"{told or 'none'}{''.join(most)}."
    )
