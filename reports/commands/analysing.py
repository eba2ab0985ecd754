"""The command that fits the field's statistical models to runs, ensembles and registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.commands.options import Force, Quiet
from reports.commands.terminal import fail, manners, progress

if TYPE_CHECKING:
    from reports.analysis.result import Result

Source = Annotated[
    Path, typer.Argument(help="Folder of a run or an ensemble, or a register (.parquet).")
]
Models = Annotated[
    list[str],
    typer.Option(
        help="gravity, choice, events, survival, vitality or network; again for more, or all."
    ),
]
View = Annotated[
    str, typer.Option(help="recorded: ties as the register of 2015 shows them; or all.")
]
Folder = Annotated[
    Path | None, typer.Option(help="A new or an empty folder for page, tables and charts.")
]
Compare = Annotated[
    bool, typer.Option("--compare", help="Set the record beside it, coefficient by coefficient.")
]
Register = Annotated[
    Path | None,
    typer.Option(help="Compare with these single ties (.parquet) instead of what ships."),
]


def analyse(
    path: Source,
    model: Models,
    scenario: Annotated[
        str | None, typer.Option(help="Which one, where an ensemble holds several.")
    ] = None,
    strategy: Annotated[
        str | None, typer.Option(help="Which one, where there are several; base for none.")
    ] = None,
    view: View = "recorded",
    compare: Compare = False,
    register: Register = None,
    out: Folder = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Fit statistical models; the same call and tables for runs, ensembles and registers."""
    with manners(), modelling():
        from analysis.exports.writing import staged
        from analysis.models.material import open_material
        from reports.analysis.call import Call, Watched

        call = Call(path, tuple(model), scenario, strategy, view, compare, register)
        material = open_material(path, scenario=scenario, strategy=strategy, view=call.seen)
        room = nullcontext() if out is None else staged(out, force=force)
        with room as folder:
            with progress("Fitting", "runs", quiet=quiet) as tell:
                result = call.result(Watched.of(material, _counted(tell, call.steps(material))))
            if folder is not None:
                from reports.analysis import publish

                publish(result, folder)
        if out is None or not quiet:
            _print(result)
        if out is not None:
            typer.echo(str(out / "analysis.html"))


@contextmanager
def modelling() -> Iterator[None]:
    """Tell what a model cannot be fitted to in one sentence."""
    try:
        yield
    except ValueError as error:
        from analysis.models import ModelError

        if not isinstance(error, ModelError):
            raise
        fail(str(error))


def _counted(tell: Callable[[int, int, int], None], steps: int) -> Callable[[], None]:
    """What counts a replication as done."""
    done = 0

    def tick() -> None:
        nonlocal done
        done = min(done + 1, steps)
        tell(done, 0, steps)

    return tick


def _print(result: Result) -> None:
    """All tables on the terminal."""
    from rich.console import Console

    from reports.analysis.terminal import show_all

    show_all(result, Console())
