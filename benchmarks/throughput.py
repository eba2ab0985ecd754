"""`python -m benchmarks.throughput --runs 100`: histories a minute, with one worker and with two.

Blocks of both alternate within one call, each in a process of its own, so that a machine that is
busy for a while slows both. The rate leaves out how long workers take to start: a thousand runs do
not feel it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.results import resident_mb, write_figures
from scenarios.runs import choose, ensemble

WORKERS = (1, 2)


def block(runs: int, workers: int, world: str, seed: int) -> dict[str, Any]:
    """Carry out one block; returns its rate (runs a second) and the parent's memory (MB)."""
    finished: list[float] = []
    memory: list[float] = []

    def look(done: int, _failed: int, _planned: int) -> None:
        memory.append(resident_mb())
        if done:
            finished.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        result = ensemble(
            [choose("history")],
            Path(folder) / "e",
            seed=seed,
            world=world,
            replications=runs,
            workers=workers,
            progress=look,
        )
        whole = time.perf_counter() - began
    if result.done != runs:
        raise RuntimeError(f"{len(result.failures)} of {runs} runs failed")
    # the first run of each worker carries its start
    steady = (runs - workers) / (finished[-1] - finished[workers - 1])
    return {"rate": steady, "seconds": whole, "memory": memory}


def _apart(runs: int, workers: int, world: str, seed: int) -> dict[str, Any]:
    """Carry out one block in a process of its own."""
    words = ["--block", "--runs", runs, "--workers", workers, "--world", world, "--seed", seed]
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.throughput", *map(str, words)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


def measure(runs: int, blocks: int, world: str) -> dict[str, str]:
    """Alternate blocks of `runs / blocks` runs; return the figures."""
    size = runs // blocks
    found: dict[int, list[dict[str, Any]]] = {workers: [] for workers in WORKERS}
    for number in range(blocks):
        # who goes first changes, so that neither always finds the machine as the other left it
        order = WORKERS if number % 2 == 0 else WORKERS[::-1]
        for workers in order:
            one = _apart(size, workers, world, 1 + number * size)
            found[workers].append(one)
            print(f"block {number + 1}: {workers} workers, {60 * one['rate']:.1f} a minute")
    rate = {w: blocks / sum(1.0 / one["rate"] for one in found[w]) for w in WORKERS}
    each = [two["rate"] / one["rate"] for one, two in zip(*found.values(), strict=True)]
    memory = max((one["memory"] for one in found[2]), key=max)
    points = memory[0], memory[len(memory) // 2], memory[-1]
    return {
        "runs with each number of workers": f"{size * blocks} in {blocks} blocks, {world}",
        **{f"histories a minute, {w} workers": f"{60 * rate[w]:.1f}" for w in WORKERS},
        "ratio of the two": f"{rate[2] / rate[1]:.2f} (blocks {min(each):.2f}-{max(each):.2f})",
        "parent's memory at start, middle, end": ", ".join(f"{mb:.0f} MB" for mb in points),
    }


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks.throughput", description=__doc__)
    words.add_argument("--runs", type=int, default=100, help="with each number of workers")
    words.add_argument("--blocks", type=int, default=4)
    words.add_argument("--world", default="germany")
    words.add_argument("--dry", action="store_true", help="print only, leave RESULTS.md alone")
    for hidden, kind in (("--workers", int), ("--seed", int)):
        words.add_argument(hidden, type=kind, default=1, help=argparse.SUPPRESS)
    words.add_argument("--block", action="store_true", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.block:
        print(json.dumps(block(given.runs, given.workers, given.world, given.seed)))
        return
    if given.runs < 4 * given.blocks:
        words.error("--runs: expected at least four for each block")
    figures = measure(given.runs, given.blocks, given.world)
    if not given.dry:
        write_figures("Throughput", "benchmarks.throughput", figures)
    for name, value in figures.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
