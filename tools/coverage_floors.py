"""Hold coverage to a floor for each part of the house: python tools/coverage_floors.py.

Reads the data of the last run with `--cov` (`.coverage`). The floors are of lines and branches
together where branches were measured, and may be raised, never lowered.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

FLOORS = {"simulation": 95.0, "scenarios": 90.0, "analysis": 90.0, "reports": 90.0}


def shares(report: dict) -> dict[str, float]:
    """Per cent of lines and branches that ran, by part, from coverage's JSON report."""
    seen, possible = dict.fromkeys(FLOORS, 0), dict.fromkeys(FLOORS, 0)
    for file, told in report["files"].items():
        part = file.replace("\\", "/").partition("/")[0]
        if part in FLOORS:
            of = told["summary"]
            seen[part] += of["covered_lines"] + of.get("covered_branches", 0)
            possible[part] += of["num_statements"] + of.get("num_branches", 0)
    missing = [part for part, lines in possible.items() if not lines]
    if missing:
        raise ValueError(f"no file of {', '.join(missing)} was measured: run all tests with --cov")
    return {part: 100 * seen[part] / possible[part] for part in FLOORS}


def below(measured: dict[str, float]) -> list[str]:
    """One sentence for each part under its floor."""
    return [
        f"{part}: {measured[part]:.1f} % of lines and branches ran, {floor:.0f} % is the floor"
        for part, floor in FLOORS.items()
        if measured[part] < floor
    ]


def main() -> int:
    """Print the shares; 1 if one is under its floor, 2 if there is nothing to read."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "-q", "--fail-under=0", "-o", file]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            print(f"No coverage to read: {made.stdout.strip()}{made.stderr.strip()}")
            return 2
        report = json.loads(file.read_text("utf-8"))
    try:
        measured = shares(report)
    except ValueError as fault:
        print(fault)
        return 2
    for part, share in measured.items():
        print(f"{part:12} {share:5.1f} %  (floor {FLOORS[part]:.0f} %)")
    faults = below(measured)
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
