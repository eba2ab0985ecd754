"""One writer of RESULTS.md: what was called, when, on what, and the figures."""

from __future__ import annotations

import platform
import resource
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from scenarios.runs.kept.origin import processor, version

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """# Benchmarks

Written by `python -m benchmarks.throughput` and `python -m benchmarks.pairing`, one entry a call.
Machines differ and are noisy: read the ratios, not the seconds.
"""


def append(title: str, module: str, figures: Mapping[str, str], path: Path = RESULTS) -> str:
    """Add an entry and return its text.

    Parameters
    ----------
    title : str
    module : str
        What was called, as `benchmarks.throughput`; its words are those of this process.
    figures : mapping of str to str
        Shown in this order.
    """
    rows = [f"| {name} | {value} |" for name, value in figures.items()]
    entry = "\n".join(
        [
            f"## {title}, {date.today().isoformat()}",
            "",
            f"`python -m {' '.join([module, *sys.argv[1:]])}`",
            "",
            f"jumelage {version()}, Python {platform.python_version()}, {processor()}",
            "",
            "| Figure | Value |",
            "| --- | --- |",
            *rows,
        ]
    )
    before = path.read_text("utf-8") if path.exists() else HEAD
    path.write_text(f"{before}\n{entry}\n", encoding="utf-8", newline="")
    return entry


def resident_mb() -> float:
    """Memory that this process holds now, MB (where only its peak is told, that)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
