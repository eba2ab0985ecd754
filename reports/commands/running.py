"""Commands that simulate: one history, many, and designs of many."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from reports.commands.calls import (
    conclude,
    draws_of,
    more_tables,
    resumable,
    shown_run,
    strategy_of,
)
from reports.commands.options import (
    Central,
    Cluster,
    Draw,
    Force,
    Out,
    Quiet,
    Replications,
    Resume,
    Scenario,
    Seed,
    Strategy,
    Until,
    Workers,
    World,
)
from reports.commands.terminal import fail, manners, progress


def one_run(
    scenario: Scenario,
    out: Out,
    strategy: Strategy = None,
    seed: Seed = 1,
    world: World = "germany",
    until: Until = None,
    draw: Draw = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Simulate one history and write its tables."""
    with manners():
        shown_run(
            *(scenario, out),
            strategy=strategy,
            seed=seed,
            world=world,
            until=until,
            draw=draw,
            force=force,
            quiet=quiet,
        )


def many_runs(
    scenarios: Annotated[list[str], typer.Argument(help="Names or paths of .toml files.")],
    out: Out,
    strategy: Strategy = None,
    design: Annotated[
        Path | None,
        typer.Option(
            help="Table (.csv, .parquet), one run a row, in place of replications and draws."
        ),
    ] = None,
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
    """Simulate many histories, each kept as it finishes."""
    with manners(resumable(out)):
        from scenarios.runs import TABLES, choose, design_ensemble, ensemble, read_design

        if design is not None and (len(scenarios) > 1 or strategy is not None):
            fail("--design: its rows change one scenario; give one, and no --strategy")
        chosen = [choose(name, until) for name in scenarios]
        more = more_tables()
        if design is None:
            policy = strategy_of(strategy)
            start = partial(
                ensemble,
                chosen,
                out,
                draws=draws_of(central=central),
                strategy=policy,
                replications=replications,
                more=more,
            )
        else:
            table, tables = read_design(design), {**TABLES, **more}
            start = partial(design_ensemble, chosen[0], table, out, tables=tables)
        with progress("Simulating", "runs", quiet=quiet) as tell:
            result = start(
                seed=seed,
                world=world,
                workers=workers,
                cluster=cluster,
                resume=resume,
                force=force,
                progress=tell,
            )
        conclude(result, out, quiet=quiet, world=world)


def make_design(
    scenario: Scenario,
    parameters: Annotated[
        Path, typer.Option(help="Table with parameter, low, high and, if you like, scale.")
    ],
    out: Annotated[Path, typer.Option(help="A new .csv file, for you to edit.")],
    runs: Annotated[int, typer.Option(help="Rows: one is one run.")] = 64,
    kind: Annotated[str, typer.Option(help="sobol, latin or random.")] = "sobol",
    seed: Seed = 1,
    force: Annotated[bool, typer.Option("--force", help="Replace a file.")] = False,
) -> None:
    """Write a design: the parameters of many runs, as a plain table."""
    with manners():
        from scenarios.runs import choose, read_parameters, write_design
        from scenarios.runs import make_design as made

        table = made(choose(scenario), read_parameters(parameters), runs, kind, seed)
        write_design(table, out, force=force)
