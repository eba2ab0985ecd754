"""The contest: three contestants under one law, in turns, each history in a fresh process.

All seconds are CPU seconds of the process (one thread): on a busy machine they stay what the work
took. Ratios are taken per draw and turn by turn; what is told is the median turn.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.one import CONTESTANTS, fresh
from benchmarks.results import table
from benchmarks.settings import Table

Measured = dict[str, Any]
PLAIN, BARE, REDUCED = CONTESTANTS
NAMES = {PLAIN: "plain Mesa peer", BARE: "bare lower bound", REDUCED: "this model, core law"}


def years(one: Measured) -> float:
    """CPU seconds of the years alone."""
    return float(one["years"])


def with_setup(one: Measured) -> float:
    """CPU seconds of set-up and years, places read."""
    return float(one["setup"] + one["years"])


def whole(one: Measured) -> float:
    """CPU seconds of the process: interpreter, imports, reading, set-up, years."""
    return float(one["cpu"])


def choosing(one: Measured) -> float:
    """CPU seconds in which partners were drawn."""
    return float(one["choosing"])


Scope = Callable[[Measured], float]


@dataclass
class Contest:
    """What was measured.

    Attributes
    ----------
    turns : for each repeat one measurement of each contestant
    copies : by copies of the world and contestant, its measurements
    draws : by share of the draws and contestant, its measurements
    """

    turns: list[dict[str, Measured]] = field(default_factory=list)
    copies: dict[tuple[int, str], list[Measured]] = field(default_factory=dict)
    draws: dict[tuple[float, str], list[Measured]] = field(default_factory=dict)

    def ratios(self, one: str, other: str, scope: Scope) -> list[float]:
        """How many times the seconds a draw of `other` those of `one` are, turn by turn."""
        return [
            scope(turn[one]) / turn[one]["draws"] / (scope(turn[other]) / turn[other]["draws"])
            for turn in self.turns
        ]

    def growth(self, copies: int, name: str, scope: Scope) -> float:
        """Seconds a draw in copies of the world, as a multiple of those in one."""
        return a_draw(self.copies[copies, name], scope) / a_draw(self.copies[1, name], scope)


def a_draw(some: Iterable[Measured], scope: Scope) -> float:
    """Median seconds a draw."""
    return statistics.median(scope(one) / int(one["draws"]) for one in some)


def memory(some: Iterable[Measured]) -> float:
    """Largest peak of the process, MB."""
    return max(float(one["memory"]) for one in some)


class Runner:
    """Runs cases and says so; `rate.level` is found once for each world and number of draws."""

    def __init__(self, world: str, seed: int) -> None:
        self.world, self.seed = world, seed
        self._levels: dict[tuple[int, int], float] = {}

    def level(self, copies: int, draws: int) -> float:
        key = copies, draws
        if key not in self._levels:
            case = {"contestant": "pilot", "copies": copies, "draws": draws, "seed": self.seed}
            self._levels[key] = float(fresh(case | {"world": self.world})["level"])
        return self._levels[key]

    def run(self, name: str, copies: int, draws: int, repeat: int = 0) -> Measured:
        one = fresh(
            {
                "contestant": name,
                "world": self.world,
                "copies": copies,
                "level": self.level(copies, draws),
                "seed": self.seed + repeat,
            }
        )
        print(
            f"{NAMES[name]}: {copies} x places, {one['draws']} draws, years {one['years']:.2f} s, "
            f"set-up {one['setup']:.2f} s, {one['memory']:.0f} MB",
            flush=True,
        )
        return one


def measure(settings: Table, world: str, draws: int, repeats: int) -> Contest:
    """Run the contest."""
    contest, runner = Contest(), Runner(world, settings.contest.seed)
    for repeat in range(repeats):
        turn = {}
        for place in range(len(CONTESTANTS)):  # who goes first changes
            name = CONTESTANTS[(place + repeat) % len(CONTESTANTS)]
            turn[name] = runner.run(name, 1, draws, repeat)
        contest.turns.append(turn)
    growth = settings.growth
    for name in CONTESTANTS:
        own = [turn[name] for turn in contest.turns]
        contest.draws[1.0, name] = own
        for share in growth.draws:
            if share != 1.0:
                contest.draws[share, name] = [runner.run(name, 1, round(draws * share))]
        share = growth.plain if name == PLAIN else 1.0
        # each turn runs all copies side by side; only of this model a rule speaks
        for repeat in range(repeats if name == REDUCED else 1):
            for copies in growth.places:
                one = runner.run(name, copies, round(draws * share), repeat)
                contest.copies.setdefault((copies, name), []).append(one)
    return contest


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Median and range."""
    low, high = min(values), max(values)
    return f"{statistics.median(values):.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"


def compared(contest: Contest) -> str:
    """The three contestants beside each other, as multiples of this model."""
    rows = []
    for name in CONTESTANTS:
        own = [turn[name] for turn in contest.turns]
        ratios = [spread(contest.ratios(name, REDUCED, s), 2) for s in (years, with_setup, whole)]
        rows.append(
            [
                NAMES[name],
                *ratios,
                spread(contest.ratios(name, REDUCED, choosing), 2),
                f"{memory(own):.0f}",
                f"{own[0]['draws']}, {own[0]['ties']}, {own[0]['living']}",
                f"{1e6 * a_draw(own, years):.1f}",
            ]
        )
    head = [
        "Seconds a draw, this model = 1",
        "years",
        "set-up and years",
        "whole process",
        "choices alone",
        "peak MB",
        "draws, ties, living (first turn)",
        "microseconds a draw (years)",
    ]
    return table(head, rows)


def by_contestant(key: tuple[float, str]) -> tuple[int, float]:
    """The order of rows: contestants, then what grows."""
    return CONTESTANTS.index(key[1]), key[0]


def grown_with_places(contest: Contest) -> str:
    """How each grows with copies of the world, one copy = 1."""
    rows = []
    for copies, name in sorted(contest.copies, key=by_contestant):
        some = contest.copies[copies, name]
        scopes = (choosing, years, with_setup, whole)
        rows.append(
            [
                NAMES[name],
                str(copies),
                f"{some[0]['searchers']} + {some[0]['eligible']}",
                str(some[0]["draws"]),
                *(f"{contest.growth(copies, name, scope):.2f}" for scope in scopes),
                f"{memory(some):.0f}",
            ]
        )
    head = ["One copy = 1", "copies", "searching + eligible", "draws", "choices", "years"]
    return table([*head, "set-up and years", "whole process", "peak MB"], rows)


def grown_with_draws(contest: Contest) -> str:
    """How each grows with the number of ties, all draws = 1."""
    rows = []
    for share, name in sorted(contest.draws, key=by_contestant):
        some, most = contest.draws[share, name], contest.draws[1.0, name]

        def of_all(scope: Scope, some: list[Measured] = some, most: list[Measured] = most) -> str:
            part = statistics.median(map(scope, some)) / statistics.median(map(scope, most))
            return f"{part:.2f}"

        rows.append(
            [
                NAMES[name],
                str(some[0]["draws"]),
                str(some[0]["ties"]),
                *(of_all(scope) for scope in (choosing, years, whole)),
                f"{memory(some):.0f}",
            ]
        )
    head = ["Most draws = 1", "draws", "ties", "choices", "years", "whole process", "peak MB"]
    return table(head, rows)
