"""Many runs: written down before they start, kept as they finish, resumed where they stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.runs import drawn
from scenarios.runs.carrying import Task
from scenarios.runs.kept import manifest
from scenarios.runs.plan import Chosen, check_call, plan
from scenarios.runs.strategies.described import check_acts, note
from scenarios.runs.strategies.inputs import Inputs, inputs_of
from scenarios.runs.tables import TABLES, Table
from scenarios.runs.work import Bundle, Ensemble, Progress, carry
from scenarios.schema import Scenario
from scenarios.strategies import Strategy
from simulation.parameters import Policy

if TYPE_CHECKING:
    from scenarios.posterior import Draws


def ensemble(
    chosen: Sequence[Chosen],
    out: Path,
    *,
    draws: Draws | None = None,
    strategy: Strategy | None = None,
    seed: int = 1,
    world: str = "germany",
    replications: int = 100,
    workers: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    more: Mapping[str, Table] | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Run every scenario under `replications` seeds, from `seed` on.

    The plan stands in `manifest.json` before the first run starts; what a run leaves is in the
    folder as soon as it is finished. A run that fails is a row in `failures.parquet` and does not
    stop the others; resuming tries it again. The bytes do not depend on the engine.

    Parameters
    ----------
    chosen : sequence of Chosen
        Scenarios, from `choose`.
    out : Path
        A new or empty folder; with `force` one that jumelage wrote; with `resume` the same
        ensemble, unfinished or with fewer replications.
    draws : Draws, optional
        Of the posterior, from `scenarios.posterior.load_draws`: replication `r` has draw `r`, the
        same in all scenarios, and after the last draw the first again. Its values stand in
        `draws.csv` before the first run. Without it all runs have the scenarios' central values.
    strategy : Strategy, optional
        In force in all runs; its uncertain numbers are drawn anew for each replication, and
        stand in `inputs.csv` before the first run.
    seed : int
        0 .. 2**32 - 1; replication `r` has `seed + r`.
    world : {"germany", "europe", "toy"}
    replications, workers : int
        At least 1.
    cluster : str, optional
        Address of a Dask scheduler, in place of `workers`.
    resume, force : bool
    more : mapping of str to function, optional
        Further tables by name, each made of a history; functions at the top of a module.
    progress : callable, optional
        Called after each run with the runs finished, failed and planned.

    Raises
    ------
    RunError
        If the call is not possible, a scenario cannot take a draw, or `out` must not or cannot be
        written to.
    """
    check_call(seed, world, replications, workers)
    names = [one.scenario.name for one in chosen]
    runs = plan(names, seed, replications, (strategy.name if strategy else None,))
    tables = {**TABLES, **(more or {})}
    scenarios = {one.scenario.name: one.scenario for one in chosen}
    wanted = manifest.manifest(chosen, runs, seed, world, replications, list(tables))
    beside = dict[str, bytes]()
    if resume:
        drawn.check_resumable(out, draws)
    if draws is not None:
        drawn.check(draws, scenarios, replications)
        seeds = [seed + replication for replication in range(replications)]
        beside |= drawn.note(wanted, draws, scenarios, seeds)
    inputs = None
    if strategy is not None:
        for scenario in scenarios.values():
            check_acts(strategy, scenario)
        inputs = inputs_of([strategy], seed, replications)
        beside |= note(wanted, [strategy], inputs, out if resume else None)
    making = _Making(scenarios, world, tables, draws, strategy, inputs)
    return carry(
        [(run,) for run in runs],
        making.task,
        wanted,
        out,
        workers=workers,
        cluster=cluster,
        resume=resume,
        force=force,
        beside=beside,
        progress=progress,
    )


@dataclass(frozen=True)
class _Making:
    """What the tasks of an ensemble are made of."""

    scenarios: Mapping[str, Scenario]
    world: str
    tables: Mapping[str, Table]
    draws: Draws | None
    strategy: Strategy | None
    inputs: Inputs | None

    def task(self, bundle: Bundle) -> Task:
        """Return the task of one run: its scenario, its draw in it, and its policy."""
        run = bundle[0]
        scenario = self.scenarios[run.scenario]
        if self.draws is not None:
            scenario = self.draws.scenario(scenario, self.draws.number(run.replication))
        policies: tuple[Policy, ...] = ()
        if self.strategy is not None and self.inputs is not None:
            policies = (self.strategy.policy(self.inputs.of(self.strategy, run.replication)),)
        return Task(bundle, scenario, self.world, self.tables, policies)
