"""`python -m analysis.matching --links FILE [--write]`: the rank of the real partner.

Without `--links` it checks that the page is what the results say.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.canonical import canonical
from analysis.evidence.inputs import FOLDER, save
from analysis.matching.quality.page import page
from analysis.matching.quality.study import study

RESULTS = FOLDER / "matching.json"
PAGE = Path(__file__).with_name("QUALITY.md")


def main(arguments: Sequence[str]) -> int:
    """Run the study or check its page; 1 where the page differs, 2 for a bad call."""
    options = _options(arguments)
    if options.links is None:
        found = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else None
    else:
        try:
            found = study(options.links)
        except ValueError as error:
            sys.stderr.write(f"Error: {error}\n")
            return 2
        if not options.write:
            sys.stdout.buffer.write(canonical(found))
            return 0
        save(RESULTS, found)
    text = page(found)
    if options.write:
        PAGE.write_text(text, encoding="utf-8", newline="")
    if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
        sys.stderr.write(f"{PAGE.name}: is not what the results say; write it with --write\n")
        return 1
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m analysis.matching", description=__doc__)
    parser.add_argument("--links", type=Path, help="single ties (CSV), which never ship")
    parser.add_argument("--write", action="store_true", help="keep results and page")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
