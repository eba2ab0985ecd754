"""Ensembles of strategies: every replication once without and once with each, from one trunk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from scenarios.runs import drawn
from scenarios.runs.carrying import Task
from scenarios.runs.kept import manifest
from scenarios.runs.mistakes import RunError, shown
from scenarios.runs.plan import Chosen, Run, check_call, plan
from scenarios.runs.strategies.described import check_acts, note
from scenarios.runs.strategies.inputs import Inputs, inputs_of
from scenarios.runs.tables import TABLES, Table
from scenarios.runs.work import Bundle, Ensemble, Progress, carry
from scenarios.schema import Scenario
from scenarios.strategies import EQUAL, Strategy
from simulation.parameters import Policy

if TYPE_CHECKING:
    from scenarios.posterior import Draws


def strategies_ensemble(
    base: Chosen,
    strategies: Sequence[Strategy],
    out: Path,
    *,
    replications: int = 100,
    seed: int = 1,
    world: str = "germany",
    workers: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    tables: Mapping[str, Table] = TABLES,
    inputs: pl.DataFrame | None = None,
    draws: Draws | None = None,
    budget: int | None = None,
    equal: Mapping[str, float] | None = None,
    also: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Ensemble:
    """Run a scenario as it is, and under each strategy, under the same luck.

    A replication is one task: the years before the first policy are simulated once. Its runs
    have their own rows in the plan, the base first (its strategy is null), and the bytes that
    they would have alone.

    Parameters
    ----------
    base : Chosen
        The scenario, from `choose`; a policy of its own is in force in the base run alone.
    strategies : sequence of Strategy
    out : Path
        A new or empty folder; with `force` one that jumelage wrote; with `resume` the same
        ensemble, unfinished or with fewer replications.
    replications, seed, world, workers, cluster, resume, force, progress : as in `ensemble`
    tables : mapping of str to function
        All tables that are kept of a run; functions at the top of a module.
    inputs : polars.DataFrame, optional
        Values of uncertain numbers, in place of drawn ones; see `inputs.py`.
    draws : Draws, optional
        Of the posterior: further columns of the table of inputs, replication `r` has draw `r`.
        A path that `inputs` has too, or at which the scenario has a value of its own, keeps that.
    budget : int, optional
        EUR of 2020 a year, in place of what each strategy says.
    equal : mapping of str to float, optional
        For each strategy that is run a second time on equal terms, as `NAME@equal`: what its
        log effects are multiplied with.
    also : tuple of str
        Names of files that the caller will put beside.

    Raises
    ------
    RunError
        If the call or the inputs are not possible, or `out` must not or cannot be written to.
    """
    check_call(seed, world, replications, workers)
    terms = _terms(strategies, equal or {})
    for strategy in strategies:
        check_acts(strategy, base.scenario)
    if resume:
        drawn.check_resumable(out, draws)
    if draws is not None:
        inputs = drawn.among(inputs, draws, base.scenario, replications)
    values = inputs_of(strategies, seed, replications, inputs)
    names = (None, *terms)
    runs = plan([base.scenario.name], seed, replications, names, values.seeds)
    wanted = manifest.manifest([base], runs, seed, world, replications, list(tables))
    wanted["terms"] = {"budget": budget, "equal": dict(equal or {})}
    if draws is not None:
        wanted["draws"] = draws.record_of({base.scenario.name: base.scenario})
    beside = note(wanted, strategies, values, out if resume else None)
    wanted["files"] = sorted([*wanted["files"], *also])
    offer = _Offer(base.scenario, terms, values, budget)
    offer.check(replications)
    return carry(
        _bundles(runs),
        lambda bundle: offer.task(bundle, world, tables),
        wanted,
        out,
        workers=workers,
        cluster=cluster,
        resume=resume,
        force=force,
        beside=beside,
        progress=progress,
    )


def _bundles(runs: Sequence[Run]) -> list[Bundle]:
    """Put the runs of each replication together."""
    return [tuple(some) for _, some in groupby(runs, key=lambda run: run.replication)]


def _terms(
    strategies: Sequence[Strategy], equal: Mapping[str, float]
) -> dict[str, tuple[Strategy, float]]:
    """Return by name what is run: a strategy, and what its effects are multiplied with."""
    if not strategies:
        raise RunError("a comparison needs at least one strategy")
    terms: dict[str, tuple[Strategy, float]] = {}
    for strategy in strategies:
        if strategy.name in terms:
            raise RunError(
                f"strategy '{shown(strategy.name)}': given twice; those of one ensemble need "
                "different names"
            )
        terms[strategy.name] = strategy, 1.0
    for name, scale in equal.items():
        if name not in terms:
            raise RunError(f"strategy '{shown(name)}': has equal terms, but is not compared")
        terms[f"{name}{EQUAL}"] = terms[name][0], scale
    return terms


class _Offer:
    """What a replication is made of: its scenario and the policy of each run."""

    def __init__(
        self,
        scenario: Scenario,
        terms: Mapping[str, tuple[Strategy, float]],
        inputs: Inputs,
        budget: int | None,
    ) -> None:
        self.scenario, self.terms, self.inputs, self.budget = scenario, terms, inputs, budget

    def check(self, replications: int) -> None:
        """Refuse values that a user gave and that are not possible, before anything is touched."""
        for replication in range(replications if self.inputs.given else 1):
            scenario = self.inputs.base(self.scenario, replication)
            for name in self.terms:
                try:
                    self._policy(name, replication, scenario)
                except ValueError as error:
                    where = f"inputs, row {replication + 1}, strategy '{shown(name)}'"
                    raise RunError(f"{where}: {shown(str(error))}") from None

    def task(self, bundle: Bundle, world: str, tables: Mapping[str, Table]) -> Task:
        """Return the task of some runs of one replication."""
        replication = bundle[0].replication
        scenario = self.inputs.base(self.scenario, replication)
        policies = tuple(self._policy(run.strategy, replication, scenario) for run in bundle)
        return Task(bundle, scenario, world, tables, policies)

    def _policy(self, name: str | None, replication: int, scenario: Scenario) -> Policy:
        if name is None:
            return scenario.policy
        strategy, scale = self.terms[name]
        values = self.inputs.of(strategy, replication)
        return strategy.policy(values, budget=self.budget, scale=scale)
