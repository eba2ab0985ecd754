"""`python -m analysis.evidence [--write]`: the ledger's file, table and page from the estimates.

`--posterior FOLDER` and `--recovery FOLDER` first take in what a calibration and a recovery left;
`--ship FOLDER` draws the whole posterior of both fits; `--contest FOLDER` runs the split fit into a
new folder and sets it beside the rivals.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.calibration.direct import folder_of
from analysis.evidence.inputs import FOLDER, read_inputs, read_recovery, save
from analysis.evidence.ledger import frame, ledger
from analysis.evidence.page import page
from analysis.evidence.predictive import meet_rivals
from analysis.evidence.scenario_file import history_text
from analysis.evidence.shipping import central, ship, take
from analysis.evidence.table import sidecar_text, table_text
from scenarios import load
from scenarios.files import LIBRARY
from scenarios.runs import RunError

HISTORY = LIBRARY / "history.toml"
PAGE = FOLDER.parent / "CALIBRATION.md"


def files() -> dict[Path, str]:
    """All files that are generated from the estimates, with what must stand in them.

    Raises
    ------
    ValueError
        If the default scenario is older than the estimates.
    """
    history, inputs = load("history"), read_inputs()
    rows = ledger(history, inputs)
    scored = folder_of("split")
    return {
        HISTORY: history_text(history, inputs),
        scored / HISTORY.name: history_text(central("split").scenario, read_inputs(scored)),
        FOLDER / "evidence.csv": table_text(rows),
        FOLDER / "evidence.json": sidecar_text(rows, inputs),
        PAGE: page(rows, inputs),
    }


def main(arguments: list[str]) -> int:
    """Check or write; 1 where a file is not what it should be, 2 for estimates that do not fit."""
    parser = argparse.ArgumentParser(prog="python -m analysis.evidence", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write them; without it, only check")
    parser.add_argument("--posterior", type=Path, help="a finished calibration: take it in first")
    parser.add_argument(
        "--ship", type=Path, help="the same, after estimation around it: draw the whole posterior"
    )
    parser.add_argument("--recovery", type=Path, help="a finished recovery: take it in first")
    parser.add_argument("--contest", type=Path, help="a new folder: meet the rivals first")
    parser.add_argument("--runs", type=int, default=60, help="runs that meet the rivals")
    parser.add_argument("--resume", action="store_true", help="go on with the runs of --contest")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    try:
        if options.posterior is not None:
            take(options.posterior)
        if options.ship is not None:
            ship(options.ship)
        if options.recovery is not None:
            save(FOLDER / "recovery.json", read_recovery(options.recovery))
        if options.contest is not None:
            meet_rivals(options.contest, options.runs, options.workers, resume=options.resume)
        generated = files()
        rows = frame(ledger(load("history")))
    except (ValueError, RunError) as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    if options.write:
        for path, text in generated.items():
            path.write_text(text, encoding="utf-8", newline="")
    stale = [path.name for path, text in generated.items() if _text(path) != text]
    kinds = ", ".join(f"{n} {kind}" for kind, n in rows["class"].value_counts(sort=True).rows())
    sys.stdout.write(f"{rows.height} numbers: {kinds}\n")
    for name in stale:
        sys.stderr.write(f"{name}: is not what the estimates say; write it with --write\n")
    return 1 if stale else 0


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
