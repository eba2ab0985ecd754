"""`python -m analysis.scenarios [--out FOLDER] [--write]`: what each scenario does.

With `--out` all scenarios that ship are run into a new folder (with `--resume` an unfinished one)
and `scenarios.json` is made; `--write` then writes the page made of it. Without `--out` the page is
checked, or written, from the `scenarios.json` that ships.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from analysis.scenarios.page import page
from analysis.scenarios.runs import run_scenarios
from analysis.scenarios.study import BASES, study
from analysis.studies import Study, named
from scenarios import names
from scenarios.runs import choose


def wanted(text: str | None) -> list[str]:
    """Names of the scenarios to run, bases first; all that ship by default."""
    asked = named("scenarios", dict.fromkeys(names()), text)
    return [*BASES, *(name for name in asked if name not in BASES)]


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Run the scenarios of a call and study them."""
    chosen = [choose(name) for name in wanted(options.scenarios)]
    results = run_scenarios(
        chosen,
        options.out,
        replications=options.replications,
        workers=options.workers,
        world=options.world,
        resume=options.resume,
    )
    return study(results, {one.scenario.name: one.scenario for one in chosen})


STUDY = Study("scenarios", __doc__, run, page)

if __name__ == "__main__":
    sys.exit(STUDY.main(sys.argv[1:]))
