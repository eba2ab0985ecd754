"""`python -m tests.properties.fuzzing`: exit status 1 if anything escaped."""

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.properties.fuzzing.readers import targets
from tests.properties.fuzzing.reading import fuzz


def _peak() -> int:
    """Most memory of this process so far, in MB.

    Linux hands `ru_maxrss` on to what a process starts, so a large parent would count here.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        lines = status.read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """Read inputs, and print what came of it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.properties.fuzzing")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--traces", action="store_true", help="print what escaped in full")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        good, scratch = Path(name, "good"), Path(name, "scratch")
        good.mkdir()
        scratch.mkdir()
        readers = targets(good)
        began = time.monotonic()
        told = fuzz(readers, given.inputs, given.seed, scratch)
    if given.traces:
        for key, trace in told.wrong.items():
            sys.stderr.write(f"--- {key}\n{trace}\n")
    sys.stdout.write(
        json.dumps(
            {
                "inputs": told.inputs.total(),
                "readers": len(readers),
                "refused": told.refused.total(),
                "wrong": sorted(told.wrong),
                "seconds": round(time.monotonic() - began, 1),
                "costliest": {n: round(s, 1) for n, s in told.cpu.most_common(5)},
                "cpu_seconds": round(time.process_time(), 1),
                "slowest": told.slowest,
                "peak_mb": _peak(),
            },
            indent=1,
        )
    )
    return 1 if told.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
