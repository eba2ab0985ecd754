"""The command that makes the report of the default history."""

from __future__ import annotations

import typer

from reports.commands.calls import conclude, draws_of, more_tables, shown_run
from reports.commands.options import Force, Out, Quiet, Replications, Seed, Workers, World
from reports.commands.terminal import fail, manners, progress, telling


def demo(
    out: Out,
    replications: Replications = 24,
    workers: Workers = 2,
    seed: Seed = 1,
    world: World = "germany",
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Run the default history and write a report of it."""
    with manners(lambda: f"finished runs are in {out}"):
        from reports.demo import FEWEST_SEEDS, build
        from scenarios.runs import choose, ensemble
        from scenarios.runs.kept.folder import begin_demo
        from scenarios.runs.plan import check_call

        check_call(seed, world, replications, workers)
        if replications < FEWEST_SEEDS:
            fail(f"--replications {replications}: the report needs at least {FEWEST_SEEDS}")
        begin_demo(out, force=force)
        shown_run("history", out / "run", seed=seed, world=world, quiet=quiet)
        with progress("Simulating", "runs", quiet=quiet) as tell:
            result = ensemble(
                [choose("history")],
                out / "ensemble",
                seed=seed,
                world=world,
                replications=replications,
                workers=workers,
                more=more_tables(),
                draws=draws_of(central=False),
                progress=tell,
            )
        conclude(result, out / "ensemble", quiet=quiet, world=world)
        with telling():
            report = build(run=out / "run", ensemble=out / "ensemble", out=out)
        typer.echo(str(report))
