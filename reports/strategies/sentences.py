"""The sentences of the page: every number in them comes from the comparison or its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.strategies.tables.ranking import SURE
from reports.numbers import thousands
from reports.strategies.figures import runner_up
from reports.strategies.tables import Tables
from reports.strategies.wording import FULLY, chance, euro, plain, typeset
from simulation.world import labelled


def deck(tables: Tables) -> str:
    """What is compared: how many strategies, when, for how much, in how many pairs."""
    comparison = tables.comparison
    since, until = comparison.horizon
    count = len(tables.order)
    budget = max(one.budget for one in comparison.strategies)
    what = "One strategy" if count == 1 else f"{count} strategies"
    money = f", each with {euro(budget)} (of 2020) a year" if budget else ", without money"
    return (
        f"{what} for German twinnings, {since}\u2013{until}{money}, against doing nothing: "
        f"{thousands(comparison.replications)} runs, each the same simulated history with and "
        "without. "
        f"Scenario: {comparison.scenario}."
    )


def verdict(tables: Tables) -> list[str]:
    """The two or three sentences at the top, as the comparison words them."""
    said = tables.comparison.verdict
    return [typeset(text) for text in (said.headline, said.called, said.turned) if text]


def sure(tables: Tables) -> list[str]:
    """How sure one may be: caveats, what to measure, and what is left at equal effect per euro."""
    said = tables.comparison.verdict
    lines = [said.goals, *said.caveats, said.equal, said.measure]
    if not sum(tables.classes().values()):
        lines.insert(0, "No input has a range: the bands hold luck only.")
    return [typeset(text) for text in lines if text]


def classes(tables: Tables) -> str:
    """How many of the inputs are of which class."""
    counts = tables.classes()
    return (
        f"Of {sum(counts.values())} inputs {counts['A']} rest on a study of cause and effect, "
        f"{counts['B']} on a published figure, and {counts['C']} are assumptions."
    )


def robust(tables: Tables) -> str:
    """What the figures of chance and regret show, and where the bar lies."""
    rows = tables.ranked("ranking")
    first = rows.sort("best", "strategy", descending=[True, False]).row(0, named=True)
    rue = rows.sort("regret", "strategy").row(0, named=True)
    return (
        f"\u201c{first['label']}\u201d comes first most often: in {chance(first['best'])} of the "
        "runs. "
        f"Least is lost on average by choosing \u201c{rue['label']}\u201d: "
        f"{plain(rue['regret'])} tie-years. "
        f"Unless that share is surely over {chance(SURE)}, this page calls nothing best."
    )


def turning(tables: Tables) -> list[str]:
    """Whether one input turns the order of the leader and whoever comes behind."""
    rival = runner_up(tables)
    if rival is None:
        return ["No input has a range, so that none can turn the ranking."]
    rows = tables.frames["turning"].filter(pl.col("rival") == rival)
    leader = tables.labels[tables.comparison.verdict.leader]
    other = tables.labels.get(rival, "doing nothing")
    turns = rows.filter(pl.col("turns"))
    if turns.is_empty():
        told = "no input does, over its whole range"
    else:
        names = [f"{row['label']} (class {row['class']})" for row in turns.iter_rows(named=True)]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        told = f"{len(names)} of {rows.height} inputs may: {'; '.join(names[:3])}{more}"
    return [
        f"Does one input alone turn the order of \u201c{leader}\u201d and \u201c{other}\u201d? "
        f"Of those judged, {told}."
    ]


def method(tables: Tables) -> list[str]:
    """Six sentences on how the numbers came about."""
    since, until = tables.comparison.horizon
    return [
        f"Every history is simulated without a strategy and with each; both share all that "
        f"happened before {since} and the luck of every decision after, so that a difference comes "
        "from the strategy. "
        "A strategy spends its budget on those who apply and are eligible, after the costs of "
        "administration, and changes yearly chances (that an activity begins, that its leader "
        "leaves, that somebody takes over, that a place looks for partners), never a tie\u2019s "
        "vitality itself. "
        "In each run the uncertain inputs are drawn from their ranges, half of the draws below the "
        "central value, the same for all strategies that share them; bands are quantiles over the "
        "runs. "
        f"The outcome is the sum of living ties over {since}\u2013{until}; cost is the ratio of "
        "mean spending and mean gain. "
        "At equal effect per euro the effects of all strategies are scaled to the same sum for "
        "each euro: a ranking that is left is made by the model and not by the assumed sizes. "
        f"A strategy is called best only if it comes first in {chance(SURE)} of the runs, surely "
        "so (the lower end of the 90 % interval), and no single assumption (class C) turns it; it "
        "is said to help only if it beats doing nothing in as many."
    ]


def limits(tables: Tables) -> list[str]:
    """What the page does not know."""
    lines = [
        "Ranges of class C are judgements: the chances on this page are those of the ranges given, "
        "not of the world.",
        "Inputs are judged one at a time along a straight line; two that only turn the ranking "
        "together are not found.",
        "Sponsorships are left out, and so are ties between two places abroad.",
        "A living tie is not the same as a good one: what people gain from meeting is not counted.",
    ]
    rows = tables.ranked("strategies").filter(
        pl.col("share").is_not_null() & ((pl.col("share") - 1.0).abs() > FULLY)
    )
    if not rows.is_empty():
        names = ", ".join(rows["label"].to_list())
        lines.append(f"Not all money was spent, for want of demand: {names}.")
    return lines


DRAWN = "a draw of the posterior in each run, the same with every strategy; assumed numbers drawn"
CENTRAL = "the central history; assumed numbers drawn"


def origin(tables: Tables, provenance: Mapping[str, Any]) -> dict[str, str]:
    """Seed, world, number and versions, from the manifest of the ensemble.

    Raises
    ------
    ValueError
        If the manifest lacks one of them: one sentence.
    """
    for key in ("seed", "world", "versions"):
        if key not in provenance:
            raise ValueError(f"provenance: {key} is missing; give the manifest of the ensemble")
    versions = provenance["versions"]
    return {
        "Scenario": tables.comparison.scenario,
        "World": labelled(str(provenance["world"])),
        "Seed": str(provenance["seed"]),
        "Runs": thousands(tables.comparison.replications),
        "Values": DRAWN if provenance.get("draws") else CENTRAL,
        "Versions": ", ".join(f"{name} {version}" for name, version in versions.items()),
    }
