"""The command that writes a finished history for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reports.commands.options import Force, Out, Quiet
from reports.commands.terminal import manners, say


def export(
    path: Annotated[Path, typer.Argument(help="Folder of a run or an ensemble.")],
    format: Annotated[  # noqa: A002 - the option's name is a contract
        str, typer.Option(help="csv, stata, gexf (with years, for Gephi) or graphml.")
    ],
    out: Out,
    scenario: Annotated[
        str | None, typer.Option(help="Which one, where an ensemble holds several.")
    ] = None,
    strategy: Annotated[
        str | None, typer.Option(help="Which one, where there are several; base for none.")
    ] = None,
    replication: Annotated[
        int | None, typer.Option(help="Of an ensemble, from 0; not needed where there is one.")
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write a history for other programs, with a codebook."""
    with manners():
        from typing import cast

        from analysis.exports import Format, export_run

        files = export_run(
            path,
            cast("Format", format),  # any other is refused in a sentence
            out,
            scenario=scenario,
            strategy=strategy,
            replication=replication,
            force=force,
        )
        say(f"{len(files)} files are in {out}", quiet=quiet)
