"""What the report found, in a hundred words, and the words that follow its numbers."""

from __future__ import annotations

import polars as pl

from reports.papers.numbers import Numbers
from reports.papers.one_world.data import NO_GROUPS, Data
from reports.papers.parts.words import listed, sign, size

NAMES = {
    "climate": "the climate partnerships of",
    "ukraine": "the agreed ties with Ukraine at the end of",
    "nicaragua": "the contracts with Nicaragua of",
    "hanse": "the members of the Hanse in",
}


def judged(data: Data, inside: bool) -> list[str]:
    """The published figures that the runs meet, or miss, in words."""
    rows = data.judged.filter(pl.col("inside90") == inside)
    found: dict[str, list[str]] = {}
    for pattern, year in rows.select("pattern", "cell").iter_rows():
        found.setdefault(pattern, []).append(year)
    return [f"{NAMES[pattern]} {listed(years)}" for pattern, years in found.items()]


def answer(data: Data, numbers: Numbers) -> tuple[str, ...]:
    """The finding, for a reader who is no statistician."""
    missed = judged(data, inside=False)
    told = (
        f"Of {numbers.say('points')} published figures on climate partnerships, Nicaragua, Ukraine "
        f"and the Hanse the model meets {numbers.say('points.met')}; of the "
        f"{numbers.say('points.kept')} that were kept back, {numbers.say('points.kept.met')}. "
    )
    told += f"It misses {listed(missed)}. " if missed else ""
    side = sign(numbers, "south.all.path")
    told += "Giving ties with the Global South a path of their own, from project to contract, "
    if side == 0:
        told += "cannot be shown to change how many there are"
    else:
        change = size(numbers, "south.all.path")
        told += f"leaves {change} {'more' if side > 0 else 'fewer'} of them"
    told += (
        ", and their recorded forms look more like histories with it. "
        if nearer_with_path(numbers)
        else ", and their recorded forms look more like histories without it. "
    )
    return (told + _groups_in_short(numbers),)


def nearer_with_path(numbers: Numbers) -> bool:
    """Whether the recorded shares of forms lie nearer to the runs with the path."""

    def off(end: str) -> float:
        names = ("contact", "friendship", "partnership")
        return sum(
            abs(numbers.value(f"form.{name}{end}") - numbers.value(f"form.{name}.recorded"))
            for name in names
        )

    return off("") < off(".without")


def _groups_in_short(numbers: Numbers) -> str:
    if sign(numbers, f"net.triangles.{NO_GROUPS}") > 0:
        return (
            "Leagues and rings hardly add ties, but they close circles: "
            f"{numbers.say('net.triangles.share', 'share')} of all triangles through two German "
            "towns go back to them."
        )
    return "That leagues and rings close circles cannot be shown in so few runs."
