"""`python -m analysis.reference [--write]`: check or write the schemas and the reference page."""

from __future__ import annotations

import argparse
import sys

from analysis.reference.files import written


def main(arguments: list[str]) -> int:
    """Check or write; 1 where a file is not what the code says."""
    parser = argparse.ArgumentParser(prog="python -m analysis.reference", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write them; without it, only check")
    options = parser.parse_args(arguments)
    stale = 0
    for path, text in written().items():
        if options.write:
            path.write_text(text, encoding="utf-8", newline="")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            sys.stderr.write(f"{path.name}: is not what the code says; write it with --write\n")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
