"""Commands that fit the model and judge it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reports.commands.calls import resumable
from reports.commands.options import Cluster, Out, Quiet, Resume, Seed, Workers, World
from reports.commands.terminal import fail, manners, progress, say, telling


def calibrate(
    out: Out,
    links: Annotated[
        Path | None, typer.Option(help="Single ties (CSV): rate and choice from these first.")
    ] = None,
    draws: Annotated[
        int,
        typer.Option(
            help="Runs of the first wave, later ones have a quarter; best a power of two."
        ),
    ] = 1024,
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
        from simulation.world import NOT_CALIBRATED

        if world in NOT_CALIBRATED:
            fail(f"--world '{world}': no ties of other countries are at hand; give germany or toy")
        from analysis.calibration import calibrate as fit
        from analysis.calibration.direct import estimates_of
        from analysis.evidence.own_links import on_own_links, save_links
        from analysis.evidence.shipping import central

        base, first, estimates, known = central("full"), central("split"), None, None
        if links is not None:
            with telling():
                base, estimates = on_own_links(base, links)
            first, known = base, estimates_of(estimates)
        with progress("Simulating", "runs", quiet=quiet) as tell:
            posterior = fit(
                *(out, base, draws, waves, workers, cluster, resume, world, seed),
                progress=tell,
                split_base=first,
                estimates=known,
            )
        if estimates is not None:
            save_links(out, estimates)
        found = posterior.content["parameters"]
        narrow = sum(entry["class"] == "calibrated" for entry in found)
        say(f"{narrow} of {len(found)} parameters calibrated, see {out}", quiet=quiet)


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
        if judged.europe is not None:
            judged.europe.render(console)
        if judged.contest is not None:
            judged.contest.render(console)
        for note in judged.notes:
            console.print(note, markup=False)
        if csv is not None:
            with writing(csv):
                csv.write_text(judged.card.frame.write_csv(), encoding="utf-8", newline="")
