"""What commands share: how a run is shown, what an ensemble ends with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reports.commands.terminal import FAILED, fail, progress, say

if TYPE_CHECKING:
    import polars as pl

    from scenarios.posterior import Draws
    from scenarios.runs import Ensemble
    from scenarios.runs.tables import Table
    from scenarios.strategies import Strategy


def more_tables() -> dict[str, Table]:
    """Tables that the analysis adds to what a history leaves."""
    from analysis.observation.register import recorded

    return {"recorded": recorded}


def strategy_of(name: str | None) -> Strategy | None:
    """The strategy of that name or path, if one is asked for."""
    from scenarios.strategies import load_strategy

    return None if name is None else load_strategy(name)


def inputs_of(path: Path | None) -> pl.DataFrame | None:
    """The table of inputs of that path, if one is given."""
    from scenarios.runs import read_inputs

    return None if path is None else read_inputs(path)


def draws_of(*, central: bool) -> Draws | None:
    """Draws of the posterior that ship, unless central values are asked for."""
    from scenarios.posterior import load_draws

    return None if central else load_draws()


def shown_run(
    name: str,
    out: Path,
    *,
    strategy: str | None = None,
    seed: int,
    world: str,
    until: int | None = None,
    draw: int | None = None,
    force: bool = False,
    quiet: bool = False,
) -> None:
    """Run one history under a bar of its years."""
    from scenarios.runs import choose, run

    chosen, policy = choose(name, until), strategy_of(strategy)
    draws = draws_of(central=draw is None)
    if draw is not None and draws is not None:
        chosen = draws.chosen(chosen, draw)
    start, years = chosen.scenario.start, chosen.scenario.until - chosen.scenario.start + 1
    with progress("Simulating", "years", quiet=quiet) as tell:
        history = run(
            chosen,
            out,
            strategy=policy,
            seed=seed,
            world=world,
            force=force,
            more=more_tables(),
            progress=lambda year: tell(year - start + 1, 0, years),
        )
    count = history.ties.height
    say(f"{count:,} ties in {years} years are in {out}", quiet=quiet)
    warn(world, quiet=quiet)


def warn(world: str, *, quiet: bool) -> None:
    """Say of a world that nothing was fitted on what it is not."""
    from simulation.world import NOT_CALIBRATED

    if world in NOT_CALIBRATED:
        say(NOT_CALIBRATED[world], quiet=quiet)


def resumable(out: Path) -> Callable[[], str]:
    """What is kept of an ensemble that Ctrl-C ends."""
    return lambda: f"finished runs are in {out}, go on with --resume"


def conclude(result: Ensemble, out: Path, *, quiet: bool, world: str = "germany") -> None:
    """Say what became of an ensemble; runs that failed are a failed check."""
    from scenarios.runs import summary

    if result.failures:
        fail(summary(result, out), FAILED)
    say(summary(result, out), quiet=quiet)
    warn(world, quiet=quiet)
