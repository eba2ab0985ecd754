"""`python -m analysis.scenarios [--out FOLDER] [--write]`: what each scenario does.

With `--out` all scenarios that ship are run into a new folder (with `--resume` an unfinished one)
and `scenarios.json` is made; `--write` then writes the page made of it. Without `--out` the page is
checked, or written, from the `scenarios.json` that ships.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from analysis.evidence.inputs import FOLDER, save
from analysis.scenarios.page import page
from analysis.scenarios.runs import run_scenarios
from analysis.scenarios.study import BASES, study
from scenarios import names
from scenarios.files import ScenarioError
from scenarios.runs import RunError, choose

FILE = FOLDER / "scenarios.json"
PAGE = FOLDER.parent / "SCENARIOS.md"


def read_study(path: Path = FILE) -> dict[str, Any] | None:
    """What the last study found; None if none was run."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def wanted(text: str | None) -> list[str]:
    """Names of the scenarios to run, bases first; all that ship by default.

    Raises
    ------
    ValueError
        If none of a name ships.
    """
    known = names()
    asked = known if text is None else text.split(",")
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise ValueError(
            f"--scenarios {unknown[0]}: no such scenario; there are {', '.join(known)}"
        )
    return [*BASES, *(name for name in known if name in asked and name not in BASES)]


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m analysis.scenarios", description=__doc__)
    parser.add_argument("--out", type=Path, help="a new folder: run the scenarios first")
    parser.add_argument("--resume", action="store_true", help="finish the runs of that folder")
    parser.add_argument("--replications", type=int, default=6, help="seeds, the same for all")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--world", default="germany", choices=("germany", "toy"))
    parser.add_argument("--scenarios", help="only these, by name, with commas between")
    parser.add_argument("--write", action="store_true", help="write the results and the page")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run, write or check; 1 where the page is not what the results say, 2 for a bad call."""
    options = _options(arguments)
    try:
        found = read_study() if options.out is None else _run(options)
    except (ValueError, RunError, ScenarioError) as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    text = page(found)
    if options.write:
        if found is not None:
            save(FILE, found)
        PAGE.write_text(text, encoding="utf-8", newline="")
    elif options.out is not None:
        sys.stdout.write(text)
        return 0
    if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
        sys.stderr.write(f"{PAGE.name}: is not what the results say; write it with --write\n")
        return 1
    return 0


def _run(options: argparse.Namespace) -> dict[str, Any]:
    """Run the scenarios of a call and study them."""
    if options.replications < 2:
        raise ValueError(f"--replications {options.replications}: expected at least 2")
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
