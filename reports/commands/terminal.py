"""The manners of the command line: one sentence for a mistake, progress, quiet, exit statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

LONGEST_ERROR = 1_000
"""Signs of an error that are shown: a sentence may quote what someone wrote."""
FAILED, WRONG, INTERRUPTED = 1, 2, 130
"""Exit statuses: a check or a run that failed, a wrong call or input, Ctrl-C."""


def fail(sentence: str, status: int = WRONG) -> NoReturn:
    """End with one sentence on standard error."""
    from scenarios.sentences import printable

    text = printable(" ".join(sentence.split()))
    if len(text) > LONGEST_ERROR:
        half = LONGEST_ERROR // 2
        text = f"{text[:half]} ... {text[-half:]}"
    typer.echo(f"Error: {text}", err=True)
    raise typer.Exit(status)


@contextmanager
def manners(kept: Callable[[], str] | None = None) -> Iterator[None]:
    """Tell a user's mistake in one sentence, and Ctrl-C with what is `kept`."""
    try:
        yield
    except KeyboardInterrupt:
        fail(f"interrupted; {kept() if kept else 'nothing was kept'}", INTERRUPTED)
    except ValueError as error:
        from scenarios import ScenarioError
        from scenarios.runs import RunError

        if not isinstance(error, ScenarioError | RunError):
            raise
        fail(str(error))


@contextmanager
def telling() -> Iterator[None]:
    """Tell a mistake that a room above the scenarios finds, where it promises one sentence."""
    try:
        yield
    except ValueError as error:
        fail(str(error))


@contextmanager
def progress(title: str, unit: str, *, quiet: bool) -> Iterator[Callable[[int, int, int], None]]:
    """Show progress with an estimate on standard error; give what is to be told of it."""
    if quiet:
        yield lambda _done, _failed, _total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True))
    task = bar.add_task(title, total=None)

    def tell(done: int, failed: int, total: int) -> None:
        told = f"{title} ({failed} failed)" if failed else title
        bar.update(task, completed=done + failed, total=total, description=told)
        if not bar.live.is_started:  # only now, so that a refused call shows no bar
            bar.start()

    try:
        yield tell
    finally:
        if bar.live.is_started:
            bar.stop()


def say(text: str, *, quiet: bool) -> None:
    """Say on standard output what came of it."""
    if not quiet:
        typer.echo(text)
