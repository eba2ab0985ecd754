"""`python -m benchmarks.pairing --replications 24`: what paired luck saves.

A policy that raises the rate of searches by 5 % from 2026 on is compared with none: under the same
seed (paired: all luck is keyed, so what the policy does not touch comes out the same), and under
seeds of their own. For a test at 5 % with power 0.8 the replications needed are
``n = (1.96 + 0.84)^2 * variance of the difference / effect^2``, of a mean of paired differences and
of a difference of two means.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.results import write_figures
from scenarios.runs import choose
from simulation import History
from simulation.branches import branches
from simulation.parameters import Measure, Policy, What

Floats = NDArray[np.float64]
FIRST, LAST = 2026, 2045
POLICY = Policy(
    since=FIRST,
    until=LAST,
    budget=10**9,
    measures={
        "all_search_more": Measure(
            unit="place", what=What(search=math.log(1.05)), cost=1, take_up=1.0, term=50
        )
    },
)
POWER = (1.96 + 0.84) ** 2
DRAWS = 2000
"""Of the bootstrap."""


def founded(history: History) -> int:
    """Ties founded while the policy is in force."""
    return int(history.ties["founded"].is_between(FIRST, LAST).sum())


def living(history: History) -> int:
    """Ties that are active or weak at the end."""
    return int(history.ties["status"].is_in(["active", "weak"]).sum())


OUTCOMES: dict[str, Callable[[History], int]] = {
    "ties founded 2026-2045": founded,
    "living ties at the end": living,
}


def outcomes(replications: int, world: str, scenario: str) -> Floats:
    """Outcomes of every replication without and with the policy: (outcomes, 2, replications)."""
    base = choose(scenario, LAST).scenario
    found = np.empty((len(OUTCOMES), 2, replications))
    for replication in range(replications):
        pair = {"without": Policy(), "with": POLICY}
        for place, (_, history) in enumerate(branches(base, pair, 1 + replication, world)):
            for number, outcome in enumerate(OUTCOMES.values()):
                found[number, place, replication] = outcome(history)
        print(f"replication {replication + 1}: {found[:, :, replication].tolist()}", flush=True)
    return found


def needed(without: Floats, under: Floats) -> tuple[float, float]:
    """Replications needed to see the mean difference: paired, and under seeds of their own."""
    difference = under - without
    effect = POWER / difference.mean() ** 2
    apart = without.var(ddof=1) + under.var(ddof=1)
    return float(effect * difference.var(ddof=1)), float(effect * apart)


def figures_of(without: Floats, under: Floats) -> str:
    """Say what one outcome tells."""
    if (under == without).all():
        return "no effect in these replications"
    paired, apart = needed(without, under)
    rng = np.random.default_rng(1)
    ratios = []
    for _ in range(DRAWS):
        rows = rng.integers(len(without), size=len(without))
        some = under[rows] - without[rows]
        both = without[rows].var(ddof=1) + under[rows].var(ddof=1)
        ratios.append(some.var(ddof=1) / both if both > 0 else 1.0)
    low, high = np.quantile(ratios, [0.05, 0.95])
    gain = (under.mean() / without.mean() - 1.0) * 100 if without.mean() else math.nan
    return (
        f"{without.mean():.1f} without, {gain:+.2f} % with; replications needed: "
        f"{paired:.2f} paired, {apart:.1f} apart; ratio {paired / apart:.4f} "
        f"(90 % {low:.4f}-{high:.4f}), 1/{apart / paired if paired else math.inf:.0f}"
    )


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks.pairing", description=__doc__)
    words.add_argument("--replications", type=int, default=24)
    words.add_argument("--world", default="germany")
    words.add_argument("--scenario", default="outlook")
    words.add_argument("--dry", action="store_true", help="print only, leave RESULTS.md alone")
    given = words.parse_args()
    if given.replications < 3:
        words.error("--replications: expected at least 3")
    found = outcomes(given.replications, given.world, given.scenario)
    figures = {"replications": f"{given.replications}, {given.world}, {given.scenario}"}
    figures |= {name: figures_of(*found[number]) for number, name in enumerate(OUTCOMES)}
    if not given.dry:
        write_figures("Pairing", "benchmarks.pairing", figures)
    for name, value in figures.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
