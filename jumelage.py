"""The front door: commands, wired to the rooms. Nothing heavy is imported before it is needed."""

from __future__ import annotations

from typing import Annotated

import typer

from reports.commands import (
    analysing,
    comparing,
    exploring,
    exporting,
    fitting,
    listing,
    matching,
    publishing,
    registering,
    running,
    sensing,
    showing,
)
from reports.commands.speaking import speaking

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
    with speaking():
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


COMMANDS = (
    ("scenarios", listing.list_scenarios, "jumelage scenarios"),
    ("strategy", listing.show_strategy, "jumelage strategy school_exchange"),
    ("run", running.one_run, "jumelage run history --seed 7 --out out/history"),
    (
        "ensemble",
        running.many_runs,
        "jumelage ensemble history no_elysee --replications 20 --out out/elysee",
    ),
    (
        "design",
        running.make_design,
        "jumelage design history --parameters list.csv --runs 64 --out design.csv",
    ),
    (
        "compare",
        comparing.compare,
        "jumelage compare outlook school_exchange small_grants --out out/compared",
    ),
    ("calibrate", fitting.calibrate, "jumelage calibrate --draws 1024 --out out/calibration"),
    (
        "sensitivity",
        sensing.sensitivity,
        "jumelage sensitivity history --draws 64 --out out/sensitivity",
    ),
    ("validate", fitting.validate, "jumelage validate out/history --csv out/scores.csv"),
    (
        "analyse",
        analysing.analyse,
        "jumelage analyse out/history --model gravity --out out/gravity",
    ),
    ("match", matching.match, "jumelage match Heidelberg --country FR --page partners.html"),
    ("explore", exploring.explore, "jumelage explore"),
    ("export", exporting.export, "jumelage export out/history --format gexf --out out/gephi"),
    (
        "report",
        publishing.report,
        "jumelage report what_would_revive_it --draft --out out/reports",
    ),
    ("reproduce", publishing.reproduce, "jumelage reproduce one_world --draft --out out/again"),
    ("demo", showing.demo, "jumelage demo --out out/demo"),
)
"""Name, what it does, and an example of it."""

for _name, _command, _example in COMMANDS:
    app.command(_name, epilog=f"Example: {_example}")(_command)
app.add_typer(registering.app, name="register")


if __name__ == "__main__":
    main()
