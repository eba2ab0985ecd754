"""The rules that the benchmark is there to check, and whether they hold."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from benchmarks.contest import BARE, PLAIN, REDUCED, Contest, choosing, years
from benchmarks.results import table
from benchmarks.whole import Whole

SECONDS, MEGABYTES, HELP = 1.5, 700.0, 0.5
EUROPE_TIMES, EUROPE_MEGABYTES = 5.0, 1500.0
PLAIN_TIMES, BARE_TIMES, COPIES, PLACES_TIMES = 100.0, 5.0, 10, 2.5


@dataclass(frozen=True)
class Rule:
    """One rule: what must hold, what was found, and whether it holds."""

    what: str
    found: str
    holds: bool


def of_contest(contest: Contest) -> list[Rule]:
    """Rules that are ratios within one run."""
    plain = statistics.median(contest.ratios(PLAIN, REDUCED, years))
    bare = statistics.median(contest.ratios(REDUCED, BARE, years))
    grown = contest.growth(COPIES, REDUCED, choosing)
    return [
        Rule(
            f"core law at least {PLAIN_TIMES:.0f} times faster than the plain Mesa peer, a draw",
            f"{plain:.1f} times",
            plain >= PLAIN_TIMES,
        ),
        Rule(
            f"core law at most {BARE_TIMES:.0f} times the bare lower bound, a draw",
            f"{bare:.1f} times",
            bare <= BARE_TIMES,
        ),
        Rule(
            f"{COPIES} times the places: at most {PLACES_TIMES} times the time of choices",
            f"{grown:.2f} times",
            grown <= PLACES_TIMES,
        ),
    ]


def of_whole(whole: Whole) -> list[Rule]:
    """Rules in seconds and megabytes: CPU seconds, which are wall seconds on a quiet machine."""
    took = {
        world: statistics.median(one["years"] for one in some)
        for world, some in whole.histories.items()
    }
    german, peak = took["germany"], whole.peak("germany")
    written = whole.command_peak("germany")
    asked = statistics.median(one["cpu"] for one in whole.help)
    rules = [
        Rule(
            f"full default history on `germany`, world loaded: at most {SECONDS} s",
            f"{german:.2f} s",
            german <= SECONDS,
        ),
        Rule(
            f"the same: peak memory of the whole process under {MEGABYTES:.0f} MB",
            f"{peak:.0f} MB from Python, {written:.0f} MB as `jumelage run`, tables written",
            max(peak, written) < MEGABYTES,
        ),
        Rule(f"`jumelage --help` under {HELP} s", f"{asked:.2f} s", asked < HELP),
    ]
    if "europe" in took:
        times = took["europe"] / german
        top = max(whole.peak("europe"), whole.command_peak("europe"))
        rules += [
            Rule(
                f"`europe` at most {EUROPE_TIMES:.0f} times the time of `germany`",
                f"{times:.1f} times",
                times <= EUROPE_TIMES,
            ),
            Rule(
                f"`europe` under {EUROPE_MEGABYTES:.0f} MB", f"{top:.0f} MB", top < EUROPE_MEGABYTES
            ),
        ]
    return rules


def told(rules: list[Rule]) -> str:
    """The rules as a table."""
    rows = [
        [rule.what, rule.found, "holds" if rule.holds else "**does not hold**"] for rule in rules
    ]
    return table(["Rule", "Found", "Verdict"], rows)
