"""The command that finds partners for a town."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.commands.options import World
from reports.commands.terminal import fail, manners

if TYPE_CHECKING:
    from analysis.matching import AmbiguousError

Place = Annotated[
    str,
    typer.Argument(help="Name or id of a German town or district: Heidelberg, 'Neustadt, DE-SN'."),
]
Top = Annotated[int, typer.Option(help="How many candidates are listed.")]
Country = Annotated[
    list[str] | None, typer.Option(help="Only there: FR; again for more. All if left out.")
]
Register = Annotated[
    Path | None,
    typer.Option(help="Ties there are already (.parquet): who is free, full, or shared."),
]
Among = Annotated[
    Path | None,
    typer.Option(help="List these places and no others: a CSV file with a column id."),
]
Json = Annotated[bool, typer.Option("--json", help="Print canonical JSON in place of a table.")]
Size = Annotated[
    str | None, typer.Option(help="Inhabitants of those listed: 5000-50000, 5000- or -50000.")
]
Motive = Annotated[
    str | None, typer.Option(help="Only what is sought out of it: development, solidarity ...")
]
Page = Annotated[Path | None, typer.Option(help="Write a page with a map, too: a new .html file.")]
Replace = Annotated[bool, typer.Option("--force", help="Replace an earlier page of this command.")]


def match(
    place: Place,
    top: Top = 20,
    country: Country = None,
    register: Register = None,
    among: Among = None,
    as_json: Json = False,
    size: Size = None,
    motive: Motive = None,
    page: Page = None,
    world: World = "germany",
    force: Replace = False,
) -> None:
    """Find partners abroad for a German town: how likely, and why."""
    with manners(), matching():
        from analysis.matching import AmbiguousError, Question
        from analysis.matching import match as find
        from analysis.matching.question import read_size
        from simulation.world import WORLDS

        if world not in WORLDS:
            fail(f"--world '{world}': expected one of {', '.join(WORLDS)}")
        question = Question(
            place=place,
            top=top,
            countries=tuple(country or ()),
            size=(None, None) if size is None else read_size(size),
            motive=motive,
            register=register,
            among=among,
        )
        if page is not None:
            from reports.matching.page import check_page

            check_page(page, force=force)
        try:
            answer = find(question, world)
        except AmbiguousError as error:
            if as_json or not attended():
                raise
            answer = find(replace(question, place=chosen(error)), world)
        if page is not None:
            from reports.matching.page import write_page

            write_page(answer, page)
        if as_json:
            from analysis.canonical import canonical

            typer.echo(canonical(answer.content()), nl=False)
        else:
            from rich.console import Console

            from reports.matching.terminal import show

            show(answer, Console())
            if page is not None:
                typer.echo(str(page))


def attended() -> bool:
    """Whether someone sits at the terminal who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def chosen(error: AmbiguousError) -> str:
    """Ask which of several places is meant; its id."""

    def of_number(text: str) -> int:
        digits = text.strip()
        number = int(digits) if digits.isdecimal() and len(digits) < 4 else 0
        if not 1 <= number <= len(error.choices):
            raise typer.BadParameter(f"expected a number from 1 to {len(error.choices)}")
        return error.choices[number - 1][0]

    typer.echo("Several places bear this name:", err=True)
    for number, (_, told) in enumerate(error.choices, 1):
        typer.echo(f"{number:3}. {told}", err=True)
    try:
        identity: int = typer.prompt("Number", value_proc=of_number, err=True)
    except typer.Abort:  # Ctrl-C, or the end of the input
        raise KeyboardInterrupt from None
    return str(identity)


@contextmanager
def matching() -> Iterator[None]:
    """Tell a question that cannot be answered in one sentence."""
    try:
        yield
    except ValueError as error:
        from analysis.matching import MatchError

        if not isinstance(error, MatchError):
            raise
        fail(str(error))
