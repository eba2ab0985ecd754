"""`python -m reports.papers [NAME ...] [--draft] --out DIR --publish`: publish reports' numbers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from reports.papers.making import make
from reports.papers.published import keep, publish
from reports.papers.registry import papers
from scenarios.runs import RunError


def main(arguments: Sequence[str]) -> int:
    """Build reports and write their numbers as published; 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m reports.papers", description=__doc__)
    parser.add_argument("names", nargs="*", help="of reports; all, if none is given")
    parser.add_argument("--draft", action="store_true", help="the drafts' own numbers")
    parser.add_argument("--out", type=Path, required=True, help="finished runs in it are taken")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--publish", action="store_true", help="write reports/published")
    options = parser.parse_args(arguments)
    try:
        chosen = papers(options.names)
        resume = options.out.is_dir()
        made = make(
            chosen, options.out, draft=options.draft, workers=options.workers, resume=resume
        )
        for paper, content in made:
            sys.stdout.write(f"{paper.name}: {len(content.numbers)} numbers\n")
            if options.publish:
                publish(paper.name, content.numbers, paper.needs, draft=options.draft)
            if options.publish and not options.draft:
                keep(paper, options.out)
    except (RunError, ValueError) as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
