"""`python -m analysis.systems [--out FOLDER] [--write]`: the fit with and without each system.

With `--out` the pairs are run into a new folder (with `--resume` an unfinished one) and
`systems.json` is made; `--write` then writes the page made of it. Without `--out` the page is
checked, or written, from the `systems.json` that ships.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from analysis.studies import Study, named
from analysis.systems.page import page
from analysis.systems.runs import run_pairs
from analysis.systems.study import study
from scenarios.runs import choose
from simulation.systems import System, load_systems


def chosen(names: str | None) -> tuple[System, ...]:
    """Systems by name, all by default."""
    return tuple(named("systems", {one.name: one for one in load_systems()}, names).values())


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Run the pairs of a call and study them."""
    systems = chosen(options.systems)
    pairs = run_pairs(
        choose("history"),
        systems,
        options.out,
        replications=options.replications,
        workers=options.workers,
        world=options.world,
        resume=options.resume,
    )
    return study(pairs, systems, options.world)


STUDY = Study("systems", __doc__, run, page)

if __name__ == "__main__":
    sys.exit(STUDY.main(sys.argv[1:]))
