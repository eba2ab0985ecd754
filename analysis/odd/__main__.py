"""`python -m analysis.odd [--write]`: check or write the generated blocks of `ODD.md`."""

from __future__ import annotations

import argparse
import sys

from analysis.odd.document import PAGE, filled


def main(arguments: list[str]) -> int:
    """Check or write; 1 where the page is not what the code says, 2 where its marks are wrong."""
    parser = argparse.ArgumentParser(prog="python -m analysis.odd", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write it; without it, only check")
    options = parser.parse_args(arguments)
    text = PAGE.read_text(encoding="utf-8")
    try:
        whole = filled(text)
    except ValueError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    if options.write:
        PAGE.write_text(whole, encoding="utf-8", newline="")
    elif whole != text:
        sys.stderr.write(f"{PAGE.name}: is not what the code says; write it with --write\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
