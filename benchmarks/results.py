"""One writer of RESULTS.md: each command has a section of its own there and replaces it."""

from __future__ import annotations

import os
import platform
import re
import resource
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from scenarios.runs.kept.origin import processor, version
from simulation import compiled

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """# Benchmarks

`make bench` writes *Speed of the ties*, `python -m benchmarks.throughput` and
`python -m benchmarks.pairing` the sections that bear their names. Machines differ and are
noisy: read the ratios, not the seconds.
"""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(title: str, module: str, body: str, path: Path = RESULTS) -> str:
    """Write a section in place of the one with its title, or after all others; return its text.

    Parameters
    ----------
    title : str
    module : str
        What was called, as `benchmarks.throughput`; its words are those of this process.
    body : str
        Markdown below the line that says what was called, when and on what.
    """
    entry = (
        f"## {title}\n\n"
        f"`python -m {' '.join([module, *sys.argv[1:]])}`, {date.today().isoformat()}, "
        f"jumelage {version()}, Python {platform.python_version()}, {processor()}, "
        f"{compiled.STATE}, load average {os.getloadavg()[0]:.1f} at the end on {os.cpu_count()} "
        f"cores.\n\n{body}\n"
    )
    before = path.read_text("utf-8") if path.exists() else HEAD
    _, *sections = re.split(r"^(?=## )", before, flags=re.MULTILINE)
    named = {part.partition("\n")[0]: part.strip("\n") for part in sections}
    named[f"## {title}"] = entry.strip("\n")
    text = "\n\n".join([HEAD.strip("\n"), *named.values()])
    path.write_text(f"{text}\n", encoding="utf-8", newline="")
    return entry


def write_figures(title: str, module: str, figures: Mapping[str, str]) -> str:
    """`write` a table of figures, in this order."""
    return write(title, module, table(["Figure", "Value"], list(figures.items())))


def resident_mb() -> float:
    """Memory that this process holds now, MB (where only its peak is told, that)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
