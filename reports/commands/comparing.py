"""The command that compares strategies."""

from __future__ import annotations

from typing import Annotated

import typer

from reports.commands.calls import conclude, draws_of, inputs_of, resumable
from reports.commands.options import (
    Budget,
    Central,
    Cluster,
    Force,
    Inputs,
    Out,
    Quiet,
    Replications,
    Resume,
    Scenario,
    Seed,
    Until,
    Workers,
    World,
)
from reports.commands.terminal import manners, progress, say


def compare(
    scenario: Scenario,
    strategies: Annotated[list[str], typer.Argument(help="Names or paths of .toml files.")],
    out: Out,
    budget: Budget = None,
    inputs: Inputs = None,
    central: Central = False,
    seed: Seed = 1,
    world: World = "germany",
    until: Until = None,
    replications: Replications = 100,
    workers: Workers = 2,
    cluster: Cluster = None,
    resume: Resume = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Compare strategies in pairs of histories, and say what may be said of them."""
    with manners(resumable(out)):
        from analysis.strategies.study import read_comparison, run_strategies
        from reports.strategies import publish
        from scenarios.runs import choose
        from scenarios.strategies import load_strategy

        chosen = choose(scenario, until)
        compared = [load_strategy(name) for name in strategies]
        with progress("Simulating", "runs", quiet=quiet) as tell:
            result = run_strategies(
                chosen,
                compared,
                out,
                replications=replications,
                seed=seed,
                world=world,
                workers=workers,
                cluster=cluster,
                resume=resume,
                force=force,
                budget=budget,
                inputs=inputs_of(inputs),
                draws=draws_of(central=central),
                progress=tell,
            )
        conclude(result, out, quiet=quiet, world=world)
        comparison = read_comparison(out, chosen, compared)
        page = publish(out, comparison, compared)
        for sentence in comparison.verdict.sentences:
            say(sentence, quiet=quiet)
        typer.echo(str(page))
