"""A whole comparison: draw what is uncertain, run every strategy, read, and judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analysis.strategies.assumed import LABELS, assumptions
from analysis.strategies.comparison import Comparison, compare
from analysis.strategies.material import LEAST, Compared, Material, Range, check_strategies
from analysis.strategies.outcomes import outcomes
from scenarios.runs import Chosen, Ensemble, RunError, open_results
from scenarios.runs.designs.values import SEED
from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import shown
from scenarios.runs.strategies import strategies_ensemble
from scenarios.runs.strategies.inputs import read_inputs
from scenarios.runs.work import Progress
from scenarios.strategies import Input, Strategy, draw_inputs, equalised
from simulation import History
from simulation.life.state import going_on
from simulation.policy.who import places
from simulation.run import begin

if TYPE_CHECKING:
    from scenarios.posterior import Draws

PAGE = "compare.html"
MOST = 10**12
"""EUR a year that a policy may have."""
DUMP = "comparison.json"
TABLES = (
    *("strategies", "totals", "years", "groups", "ranking", "costs"),
    *("turning", "evppi", "breakeven", "differences"),
)
"""Tables behind the page, one CSV file each."""


def spending(history: History) -> pl.DataFrame:
    """Money of the policy, as `History.spending`; a table for the runner."""
    return history.spending


def run_strategies(
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
    budget: int | None = None,
    inputs: pl.DataFrame | None = None,
    draws: Draws | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Run a scenario and every strategy, on its own terms and at equal effect per euro.

    Parameters
    ----------
    base : Chosen
        The scenario, from `choose`.
    strategies : sequence of Strategy
    out : Path
        A new or empty folder; with `force` one that jumelage wrote; with `resume` the same
        comparison, unfinished or with fewer replications.
    replications, seed, world, workers, cluster, resume, force, progress : as in `ensemble`
    budget : int, optional
        EUR of 2020 a year, in place of what each strategy says.
    inputs : polars.DataFrame, optional
        Values of uncertain numbers; those that it lacks are drawn.
    draws : Draws, optional
        Of the posterior, one a replication. What is assumed of the life of ties keeps its own
        range, also where the posterior draws it: of that the counts tell nothing.

    Raises
    ------
    RunError
        If the call is not possible, or `out` must not or cannot be written to.
    """
    if replications < LEAST:
        raise RunError(
            f"--replications {replications}: a comparison needs at least {LEAST} of them"
        )
    _check(base, strategies, budget)
    return strategies_ensemble(
        base,
        strategies,
        out,
        replications=replications,
        seed=seed,
        world=world,
        workers=workers,
        cluster=cluster,
        resume=resume,
        force=force,
        tables={"outcomes": outcomes, "spending": spending},
        inputs=with_assumptions(base, replications, seed, inputs),
        draws=draws,
        budget=budget,
        equal=scales(base, _at(strategies, budget), seed, world),
        also=(PAGE, DUMP, *(f"{name}.csv" for name in TABLES)),
        progress=progress,
    )


def _at(strategies: Sequence[Strategy], budget: int | None) -> list[Strategy]:
    """The strategies at a common budget, if one is given."""
    return [one if budget is None else replace(one, budget=budget) for one in strategies]


def _check(base: Chosen, strategies: Sequence[Strategy], budget: int | None) -> None:
    """Refuse what could not be compared once it has run."""
    if budget is not None and not 0 <= budget <= MOST:
        raise RunError(f"--budget {budget}: expected EUR a year between 0 and {MOST}")
    try:
        check_strategies([_compared(one, {}, budget) for one in strategies])
    except ValueError as error:
        raise RunError(str(error)) from None
    last, until = max(one.until for one in strategies), base.scenario.until
    if last > until:
        raise RunError(
            f"strategies: spend until {last}, but scenario '{shown(base.scenario.name)}' ends in "
            f"{until}; give --until {last} or later, or another scenario"
        )


def with_assumptions(
    base: Chosen, replications: int, seed: int, given: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The inputs that the scenario brings, drawn for each replication; what is given goes first."""
    seeds = [seed + replication for replication in range(replications)]
    if given is None:
        return draw_inputs(assumptions(base.scenario), seeds)
    if given.height < replications:  # refused with a sentence where it is used
        return given
    if SEED in given.columns and given[SEED].dtype.is_integer():
        seeds = given[SEED].to_list()[:replications]
    drawn = draw_inputs(assumptions(base.scenario), seeds)
    own = given[:replications]
    return drawn.with_columns(own[name] for name in own.columns)


def scales(base: Chosen, strategies: Sequence[Strategy], seed: int, world: str) -> dict[str, float]:
    """What multiplies the effects of each strategy so that all have one effect per euro."""
    able = {one.name: one for one in strategies if one.measures}
    if len(able) < 2:
        return {}
    return equalised(able, ties_per_place(base, list(able.values()), seed, world))


def ties_per_place(base: Chosen, strategies: Sequence[Strategy], seed: int, world: str) -> float:
    """Ties that the support of one place reaches when the first policy begins; one at least.

    The mean over places that are meant, and over the measures that support places.
    """
    measures = [
        measure
        for strategy in strategies
        for measure in strategy.policy().measures.values()
        if measure.unit == "place"
    ]
    if not measures:
        return 1.0
    model = begin(base.scenario, seed, world)
    first = min(strategy.since for strategy in strategies)
    while model.year < min(first, base.scenario.until):
        model.step()
    ties = going_on(model, model.climates.of(model.year))
    count = np.zeros(len(model.world.ids))
    for end in ("a", "b"):
        count += np.bincount(model.ties.rows(end)[ties], minlength=len(count))
    meant = [places(model.world, measure.who) for measure in measures]
    return max(1.0, fmean(float(count[here].mean()) if here.any() else 1.0 for here in meant))


def read_comparison(out: Path, base: Chosen, strategies: Sequence[Strategy]) -> Comparison:
    """Judge the finished runs of a folder.

    Raises
    ------
    RunError
        If it is not finished, or what it holds cannot be compared.
    """
    results = open_results(out)
    equal, budget = (results.record["terms"][name] for name in ("equal", "budget"))
    material = Material(
        scenario=base.scenario.name,
        strategies=tuple(_compared(one, equal, budget) for one in strategies),
        outcomes=results.table("outcomes"),
        spending=results.table("spending"),
        inputs=read_inputs(out),
        ranges=ranges(base, strategies),
    )
    try:
        return compare(material)
    except ValueError as error:
        raise RunError(f"{out}: {error}") from None


def _compared(strategy: Strategy, equal: dict[str, float], budget: int | None) -> Compared:
    inputs, own = strategy.inputs(), strategy.budget if budget is None else budget
    return Compared(
        name=strategy.name,
        title=strategy.title or strategy.name,
        budget=own if strategy.measures else 0,
        since=strategy.since,
        until=strategy.until,
        effects=tuple(one.path for one in inputs if one.kind == "effect"),
        inputs=tuple(one.path for one in inputs),
        scale=equal.get(strategy.name),
    )


def ranges(base: Chosen, strategies: Sequence[Strategy]) -> tuple[Range, ...]:
    """What is known of every input of a comparison."""
    known: dict[str, Input] = {one.path: one for one in assumptions(base.scenario)}
    for strategy in strategies:
        known |= {one.path: one for one in strategy.inputs()}
    return tuple(
        Range(
            path=one.path,
            low=one.low,
            value=one.value,
            high=one.high,
            grade=one.grade,
            label=LABELS.get(one.path, one.label),
            source=", ".join(one.source),
        )
        for one in known.values()
    )


def write_comparison(out: Path, comparison: Comparison) -> None:
    """Put the tables of a comparison beside its runs: CSV, and all of it as canonical JSON.

    Raises
    ------
    RunError
        If they cannot be written.
    """
    frames = comparison.frames()
    for name in TABLES:
        write_whole(out / f"{name}.csv", frames[name].write_csv().encode())
    write_whole(out / DUMP, comparison.dump())


__all__ = [
    "PAGE",
    "read_comparison",
    "run_strategies",
    "write_comparison",
]
