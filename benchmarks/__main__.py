"""`make bench`: this model beside a plain Mesa peer and a bare lower bound, and what a user waits.

`core.toml` holds law, places and number of draws. Takes some ten minutes on two quiet cores.
"""

from __future__ import annotations

import argparse

from benchmarks import contest, rules, settings, whole
from benchmarks.results import write
from benchmarks.settings import Table
from simulation.world import WORLDS

TITLE = "Speed of the ties"
HOW = """Three contestants read law, places and number of draws from `core.toml` and run in turns,
each history in a fresh process with one thread: a plain Mesa peer that computes a row over all
eligible places for each draw (`plain.py`), a bare lower bound without Mesa, agents, ledger and
keyed luck (`bare.py`), and this model with all but its core law switched off (`reduced.py`).
Ratios are of CPU seconds a draw, turn by turn: median and range of {repeats} turns. They are
machine-neutral as far as ratios can be; seconds are those of this machine at that time."""
PLACES = """Copies of the world hold the same places at the same points under ids and names of their
own, searching and eligible ones alike; rates are lowered to the same number of draws (the plain
peer's are a tenth). Places below {near:.0f} km of each other are listed pair by pair at set-up, and
with {most} times the places at the same points these pairs are {pairs} times as many: it is set-up
and memory that grow with them, not the choices."""
MISSING = "There is no world `europe` yet: its rules are not measured."


def text(told: Table, repeats: int, found: contest.Contest, seen: whole.Whole) -> str:
    """The section of RESULTS.md."""
    most = max(told.growth.places)
    parts = [
        HOW.format(repeats=repeats),
        rules.told([*rules.of_contest(found), *rules.of_whole(seen)]),
        *([] if "europe" in seen.histories else [MISSING]),
        "### The core law",
        contest.compared(found),
        "### Growth with the number of places",
        PLACES.format(near=told.law.choice.near_km, most=most, pairs=most * most),
        contest.grown_with_places(found),
        "### Growth with the number of ties",
        contest.grown_with_draws(found),
        "### Seconds",
        f"Median and range of {repeats} repeats.",
        whole.told(seen),
    ]
    return "\n\n".join(parts)


def main() -> None:
    told = settings.read()
    words = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    words.add_argument("--world", default=told.places.world, help="of the contest")
    words.add_argument("--draws", type=int, default=told.contest.draws)
    words.add_argument("--repeats", type=int, default=told.contest.repeats)
    words.add_argument("--dry", action="store_true", help="print only, leave RESULTS.md alone")
    given = words.parse_args()
    if given.repeats < 1 or given.draws < 100:
        words.error("--repeats: expected at least 1; --draws: at least 100")
    worlds = [world for world in ("germany", "europe") if world in WORLDS]
    seen = whole.measure(worlds, given.repeats)
    found = contest.measure(told, given.world, given.draws, given.repeats)
    body = text(told, given.repeats, found, seen)
    if not given.dry:
        write(TITLE, "benchmarks", body)
    print(body)


if __name__ == "__main__":
    main()
