"""What a comparison assumes about how ties live: numbers of the scenario that are drawn as well.

Strategies act through the life of ties, and most of that is assumed. So each replication takes
other values from the ranges that the evidence ledger gives, the same in all its runs: a difference
between strategies that does not outlast them is not shown.
"""

from __future__ import annotations

from analysis.evidence.leaves import leaves
from analysis.evidence.sources.judgement import judgement
from scenarios.schema import Scenario
from scenarios.strategies import Input

SECTIONS = ("life", "ending", "money", "board", "forms")
"""Sections that say how ties are carried, paid for, ended, deepened and found."""
PUBLISHED = "published figure"


def assumptions(scenario: Scenario) -> tuple[Input, ...]:
    """Numbers of a scenario that are assumed, each with the range that could as well be true.

    What the scenario itself changes stays as it says, and so do whole numbers (years).
    """
    found = []
    entries = judgement().values
    for leaf in leaves(scenario):
        entry = entries.get(leaf.path)
        if entry is None or leaf.path.split(".")[0] not in SECTIONS:
            continue
        if type(leaf.value) is not float or leaf.value != entry.value or entry.low == entry.high:
            continue
        found.append(
            Input(
                leaf.path,
                entry.value,
                entry.low,
                entry.high,
                "B" if PUBLISHED in entry.source else "C",
                (entry.source,),
                entry.reason,
                "scenario",
            )
        )
    return tuple(found)


def labels(scenario: Scenario) -> dict[str, str]:
    """What each number of a scenario means, in the words of the schema."""
    return {leaf.path: leaf.meaning for leaf in leaves(scenario)}
