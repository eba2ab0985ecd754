"""Commands that build the published reports, and that check their numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.commands.options import Quiet, Workers
from reports.commands.terminal import FAILED, fail, manners, progress, say, telling

if TYPE_CHECKING:
    from reports.papers.published import Row

Draft = Annotated[
    bool, typer.Option("--draft", help="A few runs: quick and rough, and every figure says so.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Take finished runs as they are.")]
Out0 = Annotated[Path | None, typer.Option(help="A new or an empty folder.")]
REPRODUCED = Path("out/reproduced")


def report(
    name: Annotated[
        str | None, typer.Argument(help="Of the report; without it they are listed.")
    ] = None,
    out: Out0 = None,
    draft: Draft = False,
    workers: Workers = 2,
    resume: Resume = False,
    quiet: Quiet = False,
) -> None:
    """Build one published report, or list them."""
    with manners(lambda: f"finished runs are in {out}, go on with --resume"), telling():
        from reports.papers.registry import paper, papers

        if name is None:
            for one in papers():
                typer.echo(f"{one.name:22} {one.question}")
            return
        chosen = paper(name)
        if out is None:
            fail(f"--out is missing: give the folder for the report '{chosen.name}'")
        from reports.papers.making import make
        from reports.papers.page import file_name

        with progress("Simulating", "runs", quiet=quiet) as tell:
            ((_, content),) = make(
                [chosen], out, draft=draft, workers=workers, resume=resume, progress=tell
            )
        for text in content.texts:
            typer.echo(str(out / file_name(chosen, text)))


def reproduce(
    names: Annotated[
        list[str] | None, typer.Argument(help="Of reports; all of them, if none is given.")
    ] = None,
    out: Annotated[Path, typer.Option(help="A new or an empty folder.")] = REPRODUCED,
    draft: Draft = False,
    workers: Workers = 2,
    resume: Resume = False,
    quiet: Quiet = False,
) -> None:
    """Build published reports again and compare every number with the published one."""
    with manners(lambda: f"finished runs are in {out}, go on with --resume"), telling():
        from reports.papers.making import make, verdicts
        from reports.papers.published import read
        from reports.papers.registry import papers

        chosen = papers(names or ())
        for one in chosen:
            read(one.name, draft=draft)  # before an hour is spent on what cannot be compared
        with progress("Simulating", "runs", quiet=quiet) as tell:
            made = make(chosen, out, draft=draft, workers=workers, resume=resume, progress=tell)
        rows = verdicts(made, draft=draft)
    _show(rows)
    wrong = [row for row in rows if row.wrong]
    if wrong:
        names_of = ", ".join(f"{row.paper}: {row.name} ({row.verdict})" for row in wrong[:5])
        more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        fail(f"{len(wrong)} of {len(rows)} numbers are not as published: {names_of}{more}", FAILED)
    say(f"all {len(rows)} numbers are as published; the pages are in {out}", quiet=quiet)


def _show(rows: list[Row]) -> None:
    """For each report and program a table: number, published, found, verdict."""
    from itertools import groupby

    from rich.console import Console
    from rich.table import Table

    console = Console()
    for (paper, program, file), here in groupby(
        rows, key=lambda row: (row.paper, row.program, row.file)
    ):
        console.print(f"{paper}: made by {program}, beside {file}", style="bold", markup=False)
        table = Table(box=None, pad_edge=False)
        table.add_column("number", overflow="fold")
        for head in ("published", "found"):
            table.add_column(head, justify="right", no_wrap=True)
        table.add_column("verdict", no_wrap=True)
        for row in here:
            style = "bold red" if row.wrong else "dim" if row.verdict != "as published" else ""
            told = [row.name, _text(row.published), _text(row.found), row.verdict]
            table.add_row(*told, style=style)
        console.print(table)


def _text(value: float | None) -> str:
    return "–" if value is None else f"{value:.10g}"
