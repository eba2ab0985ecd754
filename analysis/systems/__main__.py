"""`python -m analysis.systems [--out FOLDER] [--write]`: the fit with and without each system.

With `--out` the pairs are run into a new folder (with `--resume` an unfinished one) and
`systems.json` is made; `--write` then writes the page made of it. Without `--out` the page is
checked, or written, from the `systems.json` that ships.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from analysis.evidence.inputs import FOLDER, save
from analysis.systems.page import page
from analysis.systems.runs import run_pairs
from analysis.systems.study import study
from scenarios.files import ScenarioError
from scenarios.runs import RunError, choose
from simulation.systems import System, load_systems

FILE = FOLDER / "systems.json"
PAGE = FOLDER.parent / "SYSTEMS.md"


def read_study(path: Path = FILE) -> dict[str, Any] | None:
    """What the last study found; None if none was run."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def chosen(names: str | None) -> tuple[System, ...]:
    """Systems by name, all by default.

    Raises
    ------
    ValueError
        If there is no system of a name.
    """
    known = {system.name: system for system in load_systems()}
    if names is None:
        return tuple(known.values())
    wanted = names.split(",")
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(f"--systems {unknown[0]}: no such system; there are {', '.join(known)}")
    return tuple(system for name, system in known.items() if name in wanted)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m analysis.systems", description=__doc__)
    parser.add_argument("--out", type=Path, help="a new folder: run the pairs first")
    parser.add_argument("--resume", action="store_true", help="finish the pairs of that folder")
    parser.add_argument("--replications", type=int, default=6, help="pairs of each system")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--world", default="germany", choices=("germany", "toy"))
    parser.add_argument("--systems", help="only these, by name, with commas between")
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
    """Run the pairs of a call and study them."""
    if options.replications < 2:
        raise ValueError(f"--replications {options.replications}: expected at least 2")
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
