"""The front door: commands, wired to the rooms. Nothing heavy is imported before it is needed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from reports.calls import conclude, inputs_of, more_tables, resumable, shown_run, strategy_of
from reports.options import (
    Cluster,
    Force,
    Inputs,
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
from reports.terminal import fail, manners, progress, say, telling

app = typer.Typer(
    name="jumelage",
    help="An agent-based model of European town twinning, 1945 to 2045.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line."""
    app(prog_name="jumelage")


def _version(wanted: bool) -> None:
    if wanted:
        from scenarios.runs import version

        typer.echo(f"jumelage {version()}")
        raise typer.Exit


@app.callback(epilog="Example: jumelage run history --out out/history")
def _front(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Tell what the model is; every command has a --help with an example."""


@app.command("scenarios", epilog="Example: jumelage scenarios")
def list_scenarios(
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of scenario files, for editors.")
    ] = False,
    strategy_schema: Annotated[
        bool, typer.Option("--strategy-schema", help="Print that of strategy files.")
    ] = False,
) -> None:
    """List the scenarios and strategies that ship, one line each."""
    with manners():
        from scenarios.listing import lines
        from scenarios.schema import schema_file

        if schema or strategy_schema:
            typer.echo(schema_file("strategy" if strategy_schema else "scenario").rstrip())
        else:
            typer.echo("\n".join(lines()))


@app.command("strategy", epilog="Example: jumelage strategy school_exchange")
def show_strategy(
    strategy: Annotated[str, typer.Argument(help="One that ships, or a .toml file.")],
) -> None:
    """Show the evidence card of a strategy: every number, its range, what it rests on."""
    with manners():
        from scenarios.strategies import card_text, load_strategy

        typer.echo(card_text(load_strategy(strategy)))


@app.command("run", epilog="Example: jumelage run history --seed 7 --out out/history")
def one_run(
    scenario: Scenario,
    out: Out,
    strategy: Strategy = None,
    seed: Seed = 1,
    world: World = "germany",
    until: Until = None,
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
            force=force,
            quiet=quiet,
        )


@app.command(
    "ensemble",
    epilog="Example: jumelage ensemble history no_elysee --replications 20 --out out/elysee",
)
def many_runs(
    scenarios: Annotated[list[str], typer.Argument(help="Names or paths of .toml files.")],
    out: Out,
    strategy: Strategy = None,
    design: Annotated[
        Path | None,
        typer.Option(help="Table (.csv, .parquet) with one run a row, in place of replications."),
    ] = None,
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
                ensemble, chosen, out, strategy=policy, replications=replications, more=more
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
        conclude(result, out, quiet=quiet)


@app.command(
    "design",
    epilog="Example: jumelage design history --parameters list.csv --runs 64 --out design.csv",
)
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


@app.command(
    "compare",
    epilog="Example: jumelage compare outlook school_exchange small_grants --out out/compared",
)
def compare(
    scenario: Scenario,
    strategies: Annotated[list[str], typer.Argument(help="Names or paths of .toml files.")],
    out: Out,
    inputs: Inputs = None,
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
                inputs=inputs_of(inputs),
                progress=tell,
            )
        conclude(result, out, quiet=quiet)
        comparison = read_comparison(out, chosen, compared)
        page = publish(out, comparison, compared)
        for sentence in comparison.verdict.sentences:
            say(sentence, quiet=quiet)
        typer.echo(str(page))


@app.command("calibrate", epilog="Example: jumelage calibrate --draws 1024 --out out/calibration")
def calibrate(
    out: Out,
    links: Annotated[
        Path | None, typer.Option(help="Single ties (CSV): rate and choice from these first.")
    ] = None,
    draws: Annotated[int, typer.Option(help="Runs of each wave; best a power of two.")] = 1024,
    waves: Annotated[int, typer.Option(help="Each begins where the last one ended.")] = 3,
    workers: Workers = 2,
    cluster: Cluster = None,
    resume: Resume = False,
    world: World = "germany",
    seed: Seed = 1,
    quiet: Quiet = False,
) -> None:
    """Fit by simulation what no estimate tells directly."""
    with manners(resumable(out)):
        from analysis.calibration import calibrate as fit
        from analysis.evidence.own_links import on_own_links, save_links
        from scenarios.runs import choose

        base, estimates = choose("history"), None
        if links is not None:
            with telling():
                base, estimates = on_own_links(base, links)
        with progress("Simulating", "runs", quiet=quiet) as tell:
            posterior = fit(
                out, base, draws, waves, workers, cluster, resume, world, seed, progress=tell
            )
        if estimates is not None:
            save_links(out, estimates)
        found = posterior.content["parameters"]
        narrow = sum(entry["class"] == "calibrated" for entry in found)
        say(f"{narrow} of {len(found)} parameters calibrated, see {out}", quiet=quiet)


@app.command("validate", epilog="Example: jumelage validate out/history --csv out/scores.csv")
def validate(
    path: Annotated[
        Path, typer.Argument(help="Folder of a run or an ensemble, or a register (.parquet).")
    ],
    scenario: Annotated[
        str | None, typer.Option(help="Which one, where an ensemble holds several.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Save the scorecard here as well.")] = None,
) -> None:
    """Show the scorecard, and from 8 runs on the rivals."""
    with manners():
        from rich.console import Console

        from analysis.judging import judge
        from scenarios.runs.mistakes import writing

        console = Console()
        with telling():
            judged = judge(path, scenario)
        judged.card.render(console)
        if judged.contest is not None:
            judged.contest.render(console)
        if csv is not None:
            with writing(csv):
                csv.write_text(judged.card.frame.write_csv(), encoding="utf-8", newline="")


@app.command("demo", epilog="Example: jumelage demo --out out/demo")
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
        from reports.demo import build
        from reports.inputs import FEWEST_SEEDS
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
                progress=tell,
            )
        conclude(result, out / "ensemble", quiet=quiet)
        with telling():
            report = build(run=out / "run", ensemble=out / "ensemble", out=out)
        typer.echo(str(report))


if __name__ == "__main__":
    main()
