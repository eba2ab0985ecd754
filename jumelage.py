"""The front door: commands, wired to the rooms. Nothing heavy is imported before it is needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.terminal import FAILED, fail, manners, progress, say, telling

if TYPE_CHECKING:
    from scenarios.runs import Ensemble
    from scenarios.runs.tables import Table

app = typer.Typer(
    name="jumelage",
    help="An agent-based model of European town twinning, 1945 to 2045.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Seed = Annotated[int, typer.Option(help="Of all luck: same seed, same history.")]
World = Annotated[str, typer.Option(help="germany, or toy: a small part of it.")]
Until = Annotated[int | None, typer.Option(help="Last year, in place of the scenario's own.")]
Strategy = Annotated[str | None, typer.Option(help="None ship with this version yet.")]
Out = Annotated[Path, typer.Option(help="A new or an empty folder.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier result of jumelage.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
Replications = Annotated[int, typer.Option(help="Runs of each scenario; run R has seed + R.")]
Cluster = Annotated[
    str | None, typer.Option(help="A Dask scheduler in place of workers: tcp://HOST:PORT")
]
Workers = Annotated[int, typer.Option(help="Processes; the result does not depend on them.")]


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


# ------------------------------------------------------------------------------- commands


@app.command("scenarios", epilog="Example: jumelage scenarios")
def list_scenarios() -> None:
    """List the scenarios that ship, one line each."""
    with manners():
        from scenarios import load, names

        width = max(map(len, names()))
        for name in names():
            scenario = load(name)
            years = f"{scenario.start}-{scenario.until}"
            typer.echo(f"{name:<{width}}  {years}  {scenario.title}")


@app.command("run", epilog="Example: jumelage run history --seed 7 --out out/history")
def one_run(
    scenario: Annotated[str, typer.Argument(help="One that ships, or the path of a .toml file.")],
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
        from scenarios.runs import check_strategy

        check_strategy(strategy)
        _run(scenario, out, seed=seed, world=world, until=until, force=force, quiet=quiet)


@app.command(
    "ensemble",
    epilog="Example: jumelage ensemble history no_elysee --replications 20 --out out/elysee",
)
def many_runs(
    scenarios: Annotated[list[str], typer.Argument(help="Names or paths of .toml files.")],
    out: Out,
    strategy: Strategy = None,
    seed: Seed = 1,
    world: World = "germany",
    until: Until = None,
    replications: Replications = 100,
    workers: Workers = 2,
    cluster: Cluster = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with one that was stopped, or grow it.")
    ] = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Simulate many histories, each kept as it finishes."""
    with manners(_resumable(out)):
        from scenarios.runs import check_strategy, choose, ensemble

        check_strategy(strategy)
        chosen = [choose(name, until) for name in scenarios]
        with progress("Simulating", "runs", quiet=quiet) as tell:
            result = ensemble(
                chosen,
                out,
                seed=seed,
                world=world,
                replications=replications,
                workers=workers,
                cluster=cluster,
                resume=resume,
                force=force,
                more=_more(),
                progress=tell,
            )
        _conclude(result, out, quiet=quiet)


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
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with one that was stopped.")
    ] = False,
    world: World = "germany",
    seed: Seed = 1,
    quiet: Quiet = False,
) -> None:
    """Fit by simulation what no estimate tells directly."""
    with manners(_resumable(out)):
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
        from scenarios.runs.folder import begin_demo
        from scenarios.runs.plan import check_call

        check_call(seed, world, replications, workers)
        if replications < FEWEST_SEEDS:
            fail(f"--replications {replications}: the report needs at least {FEWEST_SEEDS}")
        begin_demo(out, force=force)
        _run("history", out / "run", seed=seed, world=world, quiet=quiet)
        with progress("Simulating", "runs", quiet=quiet) as tell:
            result = ensemble(
                [choose("history")],
                out / "ensemble",
                seed=seed,
                world=world,
                replications=replications,
                workers=workers,
                more=_more(),
                progress=tell,
            )
        _conclude(result, out / "ensemble", quiet=quiet)
        with telling():
            report = build(run=out / "run", ensemble=out / "ensemble", out=out)
        typer.echo(str(report))


# ------------------------------------------------------------------------------- helpers


def _more() -> dict[str, Table]:
    """Tables that the analysis adds to what a history leaves."""
    from analysis.register import recorded

    return {"recorded": recorded}


def _run(
    name: str,
    out: Path,
    *,
    seed: int,
    world: str,
    until: int | None = None,
    force: bool = False,
    quiet: bool = False,
) -> None:
    """Run one history under a bar of its years."""
    from scenarios.runs import choose, run

    chosen = choose(name, until)
    start, years = chosen.scenario.start, chosen.scenario.until - chosen.scenario.start + 1
    with progress("Simulating", "years", quiet=quiet) as tell:
        history = run(
            chosen,
            out,
            seed=seed,
            world=world,
            force=force,
            more=_more(),
            progress=lambda year: tell(year - start + 1, 0, years),
        )
    count = history.ties.height
    say(f"{count:,} ties in {years} years are in {out}", quiet=quiet)


def _resumable(out: Path) -> Callable[[], str]:
    return lambda: f"finished runs are in {out}, go on with --resume"


def _conclude(result: Ensemble, out: Path, *, quiet: bool) -> None:
    """Say what became of an ensemble; runs that failed are a failed check."""
    from scenarios.runs import summary

    if result.failures:
        fail(summary(result, out), FAILED)
    say(summary(result, out), quiet=quiet)


if __name__ == "__main__":
    main()
