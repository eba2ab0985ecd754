"""`python -m analysis.teaching [--write]`: check the teaching register, and find its law.

`--write` builds it anew from `truth.toml` first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import polars as pl

from analysis.teaching import beside, build, estimates, faults, write


def main(arguments: Sequence[str]) -> int:
    """Build or check the register; 1 where it is not whole."""
    parser = argparse.ArgumentParser(prog="python -m analysis.teaching", description=__doc__)
    parser.add_argument("--write", action="store_true", help="build it anew")
    if parser.parse_args(arguments).write:
        write(build())
    wrong = faults()
    for sentence in wrong:
        sys.stderr.write(f"{sentence}\n")
    if wrong:
        return 1
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=120, float_precision=2):
        table = beside(estimates())
        sys.stdout.write(f"{table.drop('meaning')}\n")
    sys.stdout.write(f"{table['inside'].sum()} of {table.height} intervals hold the truth.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
