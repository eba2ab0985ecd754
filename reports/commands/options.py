"""Options that commands share, with what their --help says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Scenario = Annotated[str, typer.Argument(help="One that ships, or the path of a .toml file.")]
Seed = Annotated[int, typer.Option(help="Of all luck: same seed, same history.")]
World = Annotated[
    str, typer.Option(help="germany; europe: others search too, not calibrated; toy: a small part.")
]
Until = Annotated[int | None, typer.Option(help="Last year, in place of the scenario's own.")]
Strategy = Annotated[
    str | None, typer.Option(help="In force: one that ships, or the path of a .toml file.")
]
Inputs = Annotated[
    Path | None,
    typer.Option(help="Table of uncertain numbers (.csv, .parquet), one row a replication."),
]
Budget = Annotated[
    int | None, typer.Option(help="EUR of 2020 a year, in place of what each strategy says.")
]
Out = Annotated[Path, typer.Option(help="A new or an empty folder.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier result of jumelage.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with one that was stopped, or grow it.")
]
Replications = Annotated[
    int, typer.Option(help="Runs of each scenario; run R has seed + R and draw R.")
]
Central = Annotated[
    bool,
    typer.Option(
        "--central", help="Central values in every run, in place of draws of the posterior."
    ),
]
Draw = Annotated[
    int | None,
    typer.Option(help="Of the posterior, by its number from 0, in place of central values."),
]
Cluster = Annotated[
    str | None, typer.Option(help="A Dask scheduler in place of workers: tcp://HOST:PORT")
]
Workers = Annotated[int, typer.Option(help="Processes; the result does not depend on them.")]
