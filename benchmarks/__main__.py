"""`make bench`: how long a history takes, beside a fixed piece of arithmetic.

Machines differ and are noisy: read the ratios, not the seconds.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable

import numpy as np

from analysis.calibration.bank import summary
from analysis.register import SNAPSHOT, recorded
from scenarios import Scenario, load
from simulation import simulate
from simulation.choice import Law, Sampler
from simulation.luck import Luck
from simulation.run import cached_world

REPEATS = 5


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def bank(history: Scenario) -> float:
    """CPU seconds of a run of a bank with its summary: each under another law of choice."""
    times = []
    for number in range(REPEATS):
        choice = history.choice.model_copy(update={"similar": -0.1 - 0.01 * number})
        drawn = history.model_copy(update={"choice": choice})
        began = time.process_time()
        summary(simulate(drawn, number + 1, until=SNAPSHOT))
        times.append(time.process_time() - began)
    return statistics.median(times)


def reference() -> float:
    """A million square roots, thirty times."""
    numbers = np.linspace(1.0, 2.0, 1_000_000)
    total = 0.0
    for _ in range(30):
        total += float(np.sqrt(numbers)[-1])
    return total


def main() -> None:
    unit = seconds(reference)
    print(f"reference: {unit:.3f} s")
    history = load("history")
    simulate(history, 1, until=1946)
    world = cached_world("germany")
    run = seconds(lambda: simulate(history, 1))
    done = simulate(history, 1)
    print(f"one history: {run:.2f} s, {run / unit:.0f} references, {done.ties.height} ties")
    print(f"its register: {seconds(lambda: recorded(done)) / run:.3f} of a history")
    print(f"bank: {bank(history):.2f} CPU seconds per run incl. summary")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"largest memory so far: {peak:.2f} GB")
    sampler = Sampler(Law(world, history.choice, districts=False))
    rows = world.searchers[~world.is_district[world.searchers]]
    appeal = np.ones((len(rows), len(world.groups)))

    def everyone(one: int, other: int) -> bool:
        return one != other

    fast = seconds(lambda: sampler.draw(rows, appeal, everyone, Luck(1), 1970, 0)) / len(rows)
    slow = seconds(lambda: sampler.scan_weights(int(rows[0]), appeal[0], everyone))
    print(f"one exact draw: {fast * 1e6:.1f} microseconds, 1/{slow / fast:.0f} of a full scan")


if __name__ == "__main__":
    main()
