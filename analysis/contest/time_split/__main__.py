"""`python -m analysis.contest.time_split --out FOLDER`: run the time split and save its result."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.canonical import canonical
from analysis.contest.time_split.design import FOLDER
from analysis.contest.time_split.runs import Call, study
from analysis.estimation import write
from scenarios.runs import RunError

RESULT = write.FOLDER / "time_split.json"


def main(arguments: list[str]) -> int:
    """Run and save; 2 for a bad call."""
    parser = argparse.ArgumentParser(prog="python -m analysis.contest.time_split")
    parser.description = "Predict 1987-96 from ties up to 1986 and the date of the opening."
    parser.add_argument("--out", type=Path, required=True, help="a new folder for the runs")
    parser.add_argument("--resume", action="store_true", help="finish the runs of that folder")
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--world", default="germany", choices=("germany", "toy"))
    parser.add_argument(
        "--estimates", type=Path, default=FOLDER, help="folder of the estimates up to 1986"
    )
    parser.add_argument("--into", type=Path, default=RESULT, help="file of the result")
    options = parser.parse_args(arguments)
    try:
        call = Call(
            *(options.out, options.runs, options.workers, options.world),
            estimates=options.estimates,
            resume=options.resume,
        )
        found = study(call)
    except (ValueError, RunError) as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    options.into.write_bytes(canonical(found))
    for rule in found["rules"]:
        told = f"{rule['value']:+.3g} (error {rule['error']:.2g})"
        sys.stdout.write(f"{rule['rule']}: {told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
