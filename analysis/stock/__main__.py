"""`python -m analysis.stock [--ensemble FOLDER | --out FOLDER] [--write]`: the true stock of ties.

`--out` runs the default history with draws of the posterior into a new folder; `--ensemble` reads
an ensemble that has the table `stock`. `--write` keeps the result in `analysis/estimates`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.canonical import canonical
from analysis.evidence.inputs import FOLDER, save
from analysis.stock.counts import counts
from analysis.stock.estimate import stock
from scenarios.files import ScenarioError
from scenarios.posterior import load_draws
from scenarios.runs import RunError, choose, ensemble, open_results

TABLE = "stock"


def main(arguments: Sequence[str]) -> int:
    """Run or read an ensemble and tell its stock; 2 for a bad call."""
    options = _options(arguments)
    try:
        folder = options.ensemble or _run(options)
        found = stock(open_results(folder).table(TABLE))
    except (ValueError, RunError, ScenarioError) as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    if options.write:
        save(FOLDER / f"{TABLE}.json", found)
    else:
        sys.stdout.buffer.write(canonical(found))
    return 0


def _run(options: argparse.Namespace) -> Path:
    ensemble(
        [choose("history")],
        options.out,
        draws=load_draws(),
        seed=options.seed,
        world=options.world,
        replications=options.replications,
        workers=options.workers,
        resume=options.resume,
        more={TABLE: counts},
    )
    return Path(options.out)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m analysis.stock", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--out", type=Path, help="a new folder: run the ensemble first")
    source.add_argument("--ensemble", type=Path, help="an ensemble that has the table stock")
    parser.add_argument("--resume", action="store_true", help="finish the runs of --out")
    parser.add_argument("--replications", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--world", default="germany", choices=("germany", "toy"))
    parser.add_argument("--write", action="store_true", help="keep the result where it ships")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
