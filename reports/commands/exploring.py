"""The command that opens the interactive page."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from reports.commands.options import World
from reports.commands.terminal import INTERRUPTED, fail, manners

NEEDED = ("starlette", "uvicorn")
"""Packages that the extra `explore` brings."""

Port = Annotated[int, typer.Option(help="On this machine; 0 takes any that is free.")]
Workers = Annotated[int, typer.Option(help="Processes that simulate.")]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")]


def explore(
    world: World = "germany", port: Port = 8765, workers: Workers = 2, browser: Browser = True
) -> None:
    """Open the interactive page in a browser; Ctrl-C ends it."""
    if any(find_spec(name) is None for name in NEEDED):
        fail(
            "the interactive page needs the extra 'explore'; install it in the checkout with: "
            "pip install -e '.[explore]'"
        )
    with manners():
        from reports.explore.mistakes import ExploreError
        from reports.explore.serving import address, listen, serve
        from scenarios.runs.plan import check_world

        check_world(world)
        if not 1 <= workers <= 64:
            fail(f"--workers {workers}: expected 1 to 64")
        try:
            ours = listen(port)
        except ExploreError as error:
            fail(str(error))
        typer.echo(f"The page is at {address(ours)} (Ctrl-C ends it)")
        with ours:
            serve(ours, world, workers=workers, browser=browser)
        raise typer.Exit(INTERRUPTED)
