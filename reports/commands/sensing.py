"""The command that tells which numbers of the model matter."""

from __future__ import annotations

from typing import Annotated

import typer

from reports.commands.calls import conclude, resumable
from reports.commands.options import (
    Cluster,
    Force,
    Out,
    Quiet,
    Resume,
    Scenario,
    Seed,
    Until,
    Workers,
    World,
)
from reports.commands.terminal import manners, progress


def sensitivity(
    scenario: Scenario,
    out: Out,
    draws: Annotated[
        int, typer.Option(help="Base points, a power of two; each costs about eighteen runs.")
    ] = 64,
    seed: Seed = 1,
    world: World = "germany",
    until: Until = None,
    workers: Workers = 2,
    cluster: Cluster = None,
    resume: Resume = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Tell which of the model's numbers move what people read off it."""
    with manners(resumable(out)):
        from analysis.sensitivity import read_sensitivity, run_sensitivity, write_sensitivity
        from reports.sensitivity import publish
        from scenarios.runs import choose, open_results

        chosen = choose(scenario, until)
        with progress("Simulating", "runs", quiet=quiet) as tell:
            result = run_sensitivity(
                chosen,
                out,
                draws=draws,
                seed=seed,
                world=world,
                workers=workers,
                cluster=cluster,
                resume=resume,
                force=force,
                progress=tell,
            )
        conclude(result, out, quiet=quiet)
        content = read_sensitivity(out, chosen, draws, seed)
        write_sensitivity(out, content)
        page = publish(out, content, open_results(out).record)
        if not quiet:
            from rich.console import Console

            from reports.sensitivity.terminal import show

            show(content, Console())
        typer.echo(str(page))
