"""`python -m analysis.ablations --out DIR`: refit the model without one mechanism at a time."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.ablations.refit import Effort
from analysis.ablations.study import WORLD, run, study
from analysis.evidence.inputs import FOLDER, save
from analysis.evidence.page.ablations import section
from scenarios.files import ScenarioError
from scenarios.runs import RunError

FILE = "ablations.json"


def main(arguments: Sequence[str]) -> int:
    """Run the study, print its section of the page, and keep the results where asked for."""
    options = _options(arguments)
    effort = Effort(options.draws, options.runs)
    try:
        if effort.runs < 2:
            raise ValueError(f"--runs {effort.runs}: expected at least 2, for luck is measured")
        tables = run(
            options.out,
            effort,
            workers=options.workers,
            world=options.world,
            seed=options.seed,
            only=[name for name in options.only.split(",") if name],
        )
    except (ValueError, RunError, ScenarioError) as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    found = study(tables, effort, options.world)
    save(options.out / FILE, found)
    if options.write:
        save(FOLDER / FILE, found)
    sys.stdout.write("\n".join(section(found)))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m analysis.ablations")
    parser.description = "Take out one mechanism at a time, refit, and score on the same patterns."
    parser.add_argument("--out", type=Path, required=True, help="a folder; what is there is used")
    parser.add_argument("--draws", type=int, default=128, help="runs of each bank, best 2**n")
    parser.add_argument("--runs", type=int, default=24, help="predictive runs of each model")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--world", default=WORLD, choices=("germany", "toy"))
    parser.add_argument("--only", default="", help="these mechanisms, with commas between")
    parser.add_argument("--write", action="store_true", help=f"keep {FILE} with the estimates")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
