"""Studies: runs in pairs, results that ship as JSON, and a page held in step with them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.evidence.inputs import FOLDER, save
from scenarios.files import ScenarioError
from scenarios.runs import RunError

Found = dict[str, Any]


@dataclass(frozen=True)
class Study:
    """A study that one command runs, writes and checks.

    Attributes
    ----------
    name : str
        Of its room below `analysis` and its results, `estimates/<name>.json`; in capitals that of
        its page. Also the option that names what to run.
    told : str
        What `--help` says.
    run : callable
        From the options of a call to the results, as canonical JSON can hold them.
    page : callable
        From results (None where there are none) to the text of the page.
    """

    name: str
    told: str
    run: Callable[[argparse.Namespace], Found]
    page: Callable[[Found | None], str]

    @property
    def file(self) -> Path:
        """Where the results ship."""
        return FOLDER / f"{self.name}.json"

    @property
    def page_file(self) -> Path:
        """Where the page ships."""
        return FOLDER.parent / f"{self.name.upper()}.md"

    def read(self, path: Path | None = None) -> Found | None:
        """What the last study found; None if none was run."""
        path = path or self.file
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None

    def main(self, arguments: Sequence[str]) -> int:
        """Run, write or check; 1 where the page is not what the results say, 2 for a bad call."""
        options = self._options(arguments)
        try:
            found = self.read() if options.out is None else self._run(options)
        except (ValueError, RunError, ScenarioError) as error:
            sys.stderr.write(f"Error: {error}\n")
            return 2
        text = self.page(found)
        if options.write:
            if found is not None:
                save(self.file, found)
            self.page_file.write_text(text, encoding="utf-8", newline="")
        elif options.out is not None:
            sys.stdout.write(text)
            return 0
        there = self.page_file
        if not there.is_file() or there.read_text(encoding="utf-8") != text:
            sys.stderr.write(f"{there.name}: is not what the results say; write it with --write\n")
            return 1
        return 0

    def _options(self, arguments: Sequence[str]) -> argparse.Namespace:
        parser = argparse.ArgumentParser(prog=f"python -m analysis.{self.name}")
        parser.description = self.told
        parser.add_argument("--out", type=Path, help="a new folder: run the study first")
        parser.add_argument("--resume", action="store_true", help="finish the runs of that folder")
        parser.add_argument("--replications", type=int, default=6, help="seeds, the same for all")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--world", default="germany", choices=("germany", "toy"))
        parser.add_argument(f"--{self.name}", help="only these, by name, with commas between")
        parser.add_argument("--write", action="store_true", help="write the results and the page")
        return parser.parse_args(arguments)

    def _run(self, options: argparse.Namespace) -> Found:
        if options.replications < 2:
            raise ValueError(f"--replications {options.replications}: expected at least 2")
        return self.run(options)


def named[T](option: str, known: Mapping[str, T], text: str | None) -> dict[str, T]:
    """Those of `known` that a call names with commas between, in their order; all by default.

    Raises
    ------
    ValueError
        If there is none of a name.
    """
    wanted = list(known) if text is None else text.split(",")
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(
            f"--{option} {unknown[0]}: no such {option.removesuffix('s')}; there are "
            f"{', '.join(known)}"
        )
    return {name: thing for name, thing in known.items() if name in wanted}
