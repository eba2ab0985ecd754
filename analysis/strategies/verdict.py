"""What may be said of a comparison, in sentences whose numbers are those of its tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from analysis.strategies.material import BASE, Material
from analysis.strategies.tables.costs import significant
from analysis.strategies.tables.ranking import SURE

SPENT_WITHIN = 0.001
"""Share of the budget that may be left before it is said that money was left."""
GOALS = {"people": "people meeting", "under_30": "people under 30", "founded": "new ties"}
"""Other outcomes, and how a sentence calls them."""
FEW = 30
"""Replications under which the numbers are called rough."""
TOLD_APART = 2.0
"""|t| from which a slope is told apart from chance."""
TOLD = 3
"""Inputs that a sentence names at most."""


@dataclass(frozen=True)
class Verdict:
    """What may be said.

    Attributes
    ----------
    leader : str
        Strategy with the highest mean.
    best : str or None
        The leader where it may be called best: at least two strategies, shown to help, its
        probability of being best surely 0.8 or more, and no single class C input that turns it.
    helped : tuple of str
        Strategies that are shown to help.
    headline, called, turned, measure, equal, goals : str
        One sentence each; `equal` is empty without runs at equal effect per euro, `goals` with
        a single strategy.
    caveats : tuple of str
    """

    leader: str
    best: str | None
    helped: tuple[str, ...]
    headline: str
    called: str
    turned: str
    measure: str
    equal: str
    goals: str
    caveats: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is said, in order."""
        said = (self.headline, self.called, self.turned, self.measure, self.equal, self.goals)
        return tuple(sentence for sentence in (*said, *self.caveats) if sentence)


def verdict(material: Material, frames: Mapping[str, pl.DataFrame]) -> Verdict:
    """Read the tables of a comparison (`Comparison.frames`)."""
    own = frames["ranking"].filter(pl.col("terms") == "own").sort("rank")
    titles = {one.name: one.title for one in material.strategies}
    first = own.row(0, named=True)
    turns = frames["turning"].filter("turns")
    feared = turns.filter(pl.col("class") == "C").unique("input", keep="first", maintain_order=True)
    sure = own.height > 1 and first["shown"] and first["best_low"] >= SURE
    return Verdict(
        leader=first["strategy"],
        best=first["strategy"] if sure and feared.is_empty() else None,
        helped=tuple(own.filter("shown")["strategy"]),
        headline=_headline(material, own, titles),
        called=_called(own, titles, feared, sure),
        turned=_turned(turns, own, titles),
        measure=_measure(frames["evppi"]),
        equal=_equal(frames["ranking"], own, titles),
        goals=_goals(material, frames["differences"], titles),
        caveats=tuple(_caveats(material, frames["strategies"], own, titles)),
    )


def _headline(material: Material, own: pl.DataFrame, titles: Mapping[str, str]) -> str:
    since, until = material.horizon
    first = own.row(0, named=True)
    if not own["shown"].any():
        return (
            f"No strategy is shown to help in {since}-{until}: none has more living tie-years than "
            f"doing nothing in {percent(SURE)} of the runs ({titles[first['strategy']]}: "
            f"{percent(first['helps'])})."
        )
    told = (
        f"{titles[first['strategy']]} leads: {signed(first['mean'])} living tie-years in "
        f"{since}-{until} against doing nothing (90 % of the runs: {signed(first['low_90'])} to "
        f"{signed(first['high_90'])})"
    )
    if own.height > 1:
        second = own.row(1, named=True)
        told += f", before {titles[second['strategy']]} with {signed(second['mean'])}"
    return f"{told}."


def _called(own: pl.DataFrame, titles: Mapping[str, str], feared: pl.DataFrame, sure: bool) -> str:
    first = own.row(0, named=True)
    name = titles[first["strategy"]]
    often = (
        f"the best in {percent(first['best'])} of the runs (90 % interval "
        f"{percent(first['best_low'])} to {percent(first['best_high'])})"
    )
    oftenest = own.sort(["best", "rank"], descending=[True, False]).row(0, named=True)
    if oftenest["best"] > first["best"]:
        often += f" ({titles[oftenest['strategy']]} more often, in {percent(oftenest['best'])})"
    if own.height == 1:
        return f"Nothing can be called best: {name} is the only strategy."
    if not first["shown"]:
        return f"Nothing may be called best: {name} is not shown to help."
    if not sure:
        return (
            f"Nothing may be called best: {name} is {often}; the lower end must "
            f"reach {percent(SURE)}."
        )
    if not feared.is_empty():
        reason = f"{_named(feared['label'].to_list())} alone could turn it"
        kind = "an assumption" if feared.height == 1 else "each an assumption"
        return f"Nothing may be called best: {name} is {often}, but {reason}, {kind}."
    return f"{name} may be called best: it is {often}, and no single assumption turns it."


def _turned(turns: pl.DataFrame, own: pl.DataFrame, titles: Mapping[str, str]) -> str:
    """What takes the lead; inputs whose slope may be chance are counted, not named."""
    leader = titles[own["strategy"][0]]
    inputs = turns.unique("input", keep="first", maintain_order=True)
    if inputs.is_empty():
        return f"No single input within its range takes the lead from {leader}."
    surely = inputs.filter(pl.col("t").is_null() | (pl.col("t").abs() >= TOLD_APART))
    told = []
    for row in surely.head(TOLD).iter_rows(named=True):
        at = value_told(row["input"], row[row["end"]])
        rival = "doing nothing" if row["rival"] == BASE else titles[row["rival"]]
        told.append(f"{row['label']} (class {row['class']}) at {at}, for {rival}")
    left = inputs.height - len(told)
    if not told:
        return (
            f"{left} inputs could each take the lead from {leader} alone, but in these runs the "
            "slope of none is told apart from chance."
        )
    more = f"; {left} more could" if left else ""
    return f"What alone would take the lead from {leader}: {'; '.join(told)}{more}."


def _measure(evppi: pl.DataFrame) -> str:
    there = evppi.filter("stands_out")
    if there.is_empty():
        return "No single unknown stands out as most worth measuring."
    first = there.row(0, named=True)
    worth, share = significant(first["value"]), percent(first["share"])
    return (
        f"The unknown most worth measuring is {first['label']} (class {first['class']}): knowing "
        f"it would be worth {worth} living tie-years, {share} of what knowing everything would be."
    )


def _equal(ranking: pl.DataFrame, own: pl.DataFrame, titles: Mapping[str, str]) -> str:
    equal = ranking.filter(pl.col("terms") == "equal").sort("rank")
    if equal.is_empty():
        return ""
    first, leader = equal.row(0, named=True), own["strategy"][0]
    told = (
        f"At equal effect per euro {titles[first['strategy']]} leads, the best in "
        f"{percent(first['best'])} of the runs"
    )
    places = equal.filter(pl.col("strategy") == leader)["rank"]
    if places.is_empty():
        return f"{told}; {titles[leader]} did not run on these terms."
    if first["strategy"] != leader:
        return (
            f"{told}; {titles[leader]} comes {ordinal(int(places[0]))} of {equal.height}, so its "
            "lead rests on what is assumed of its effects and costs."
        )
    if first["best_low"] < SURE:
        return f"{told}, which is not sure: its lead may rest on what is assumed of its effects."
    return f"{told}: the model itself favours it, not only what is assumed of its effects."


def _goals(material: Material, differences: pl.DataFrame, titles: Mapping[str, str]) -> str:
    """Who leads by other outcomes, of those that raise them surely enough."""
    own = differences.filter(pl.col("terms") == "own")
    if own["strategy"].n_unique() < 2:
        return ""
    told = []
    for goal, words in GOALS.items():
        found = (
            own.group_by("strategy")
            .agg(mean=pl.col(goal).mean(), helps=(pl.col(goal) > 0.0).mean())
            .filter(pl.col("helps") >= SURE)
            .sort(["mean", "strategy"], descending=[True, False])
        )
        if found.is_empty():
            told.append(f"{words}: nobody surely")
        else:
            first = found.row(0, named=True)
            told.append(f"{words}: {titles[first['strategy']]} ({signed(first['mean'])})")
    since, until = material.horizon
    return f"Who adds most by other goals, in {since}-{until} together: {'; '.join(told)}."


def _caveats(
    material: Material, spent: pl.DataFrame, own: pl.DataFrame, titles: Mapping[str, str]
) -> list[str]:
    said = []
    left = spent.filter((pl.col("share") - 1.0).abs() > SPENT_WITHIN)
    if not left.is_empty():
        shares = left.select("strategy", "share").iter_rows()
        told = [f"{titles[name]} {100.0 * share:.1f} %" for name, share in shares]
        said.append(
            f"Not compared at the same money, for the demand is not that of the budget: "
            f"{'; '.join(told)} of it is spent."
        )
    paid = [one.name for one in material.strategies if one.budget]
    helpless = own.filter(~pl.col("shown") & pl.col("strategy").is_in(paid))["strategy"].to_list()
    if helpless and own["shown"].any():
        said.append(f"Not shown to help: {', '.join(titles[name] for name in helpless)}.")
    guessed = sum(one.grade == "C" for one in material.ranges)
    if guessed:
        said.append(
            f"{guessed} of {len(material.ranges)} uncertain inputs are assumptions (class C)."
        )
    count = len(material.replications)
    if count < FEW:
        said.append(f"{count} replications are few, and all is rough: run {FEW} or more.")
    return said


def _named(names: Sequence[str]) -> str:
    """Names in a sentence, at most `TOLD`."""
    shown = [*names[:TOLD], *([f"{len(names) - TOLD} more"] if len(names) > TOLD else [])]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def value_told(path: str, value: float) -> str:
    """A value of an input in words: effects on chances as the factor that they are."""
    if ".what." in path:
        return f"a factor of {significant(math.exp(value))}"
    return significant(value)


def percent(share: float) -> str:
    """A share in whole per cent; what is not quite none or all is not told as such."""
    if 0.0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1.0:
        return "over 99 %"
    return f"{100.0 * share:.0f} %"


def signed(number: float) -> str:
    """A difference in three significant digits, with its sign."""
    return f"{'+' if number > 0.0 else ''}{significant(number)}"


def ordinal(rank: int) -> str:
    """1st, 2nd, 3rd, 4th ..."""
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"
