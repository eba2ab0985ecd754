"""How often places are found: ``python -m analysis.registers --links FILE``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.estimation.single_ties.links import LinksError
from analysis.registers.measuring import measure

CASES = {"no coordinates": None, "coordinates, 30 % of them wrong": 0.3}


def main(arguments: list[str] | None = None) -> int:
    """Print the shares; 0 if the file could be read, 2 if not."""
    parser = argparse.ArgumentParser(prog="python -m analysis.registers")
    parser.add_argument("--links", type=Path, required=True, metavar="FILE")
    path = parser.parse_args(arguments).links
    lines = []
    for name, wrong in CASES.items():
        try:
            table = measure(path, wrong)
        except LinksError as error:
            sys.stderr.write(f"Error: {error}\n")
            return 2
        lines += [name, "country   ends  found  wrong"]
        lines += [
            f"{country:7} {ends:6,} {found:6.1%} {false:6.1%}"
            for country, ends, found, false in table.iter_rows()
        ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
