"""What runs in a process beside the server: it keeps its world and does one job at a time."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from reports.explore.mistakes import ExploreError, Withdrawn

if TYPE_CHECKING:
    from ctypes import c_longlong

SO_FAR = (1963, 1980, 2000)
"""Years at whose end the first picture is shown as far as it is."""

Tell = Callable[[dict[str, Any]], None]
"""Tells how far a job is; ends it with `Withdrawn` once nobody waits for it."""


def serve(line: Connection, unwanted: c_longlong, world: str) -> None:
    """Do jobs until the line is cut.

    Each comes as (number, kind, content). Back go any number of (number, "told", dict) and then
    (number, "done", bytes of JSON), or (number, "failed", sentence).

    Parameters
    ----------
    line : Connection
    unwanted : shared int
        Number of the job that nobody waits for any more.
    world : str
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's
    _make_ready(world)
    while True:
        try:
            number, kind, content = line.recv()
        except EOFError:
            return

        def tell(news: dict[str, Any], number: int = number) -> None:
            if unwanted.value == number:
                raise Withdrawn
            line.send((number, "told", news))

        try:
            line.send((number, *_outcome(kind, content, world, tell)))
        except OSError:  # the server is gone
            return


def _make_ready(world: str) -> None:
    """Import and lay out what every history needs, before the first is asked for."""
    from scenarios import load
    from simulation.run import begin

    begin(load("history"), 1, world)


def _outcome(kind: str, content: Any, world: str, tell: Tell) -> tuple[str, Any]:
    """Return what becomes of a job; whatever goes wrong is told and ends nothing else."""
    try:
        made = JOBS[kind](content, world, tell)
        return "done", json.dumps(made, ensure_ascii=False, allow_nan=False).encode()
    except Withdrawn:
        return "failed", "nobody waits for it any more"
    except ExploreError as error:
        return "failed", str(error)
    except Exception as error:  # noqa: BLE001  (one job must not end the others)
        return "failed", f"it could not be simulated ({type(error).__name__}: {error})"


def _history(wish: Any, world: str, tell: Tell) -> dict[str, Any]:
    """Simulate one history; of the one that a page shows first, tell the ties so far."""
    from reports.explore.first import keep
    from reports.explore.picture import drawn, picture
    from reports.explore.wishes import Wish
    from simulation.run import History, begin

    scenario, began = wish.scenario(), time.perf_counter()
    years, is_first = scenario.until - scenario.start + 1, wish == Wish()
    model = begin(scenario, wish.seed, world)
    while model.year <= scenario.until:
        model.step()
        year = model.year - 1
        news = {"done": year - scenario.start + 1, "of": years, "what": f"simulating {year}"}
        if is_first and year in SO_FAR:
            history = History(scenario, model.world, wish.seed, model, {})
            news["so_far"] = {**drawn(history), "until": year}
        tell(news)
    seconds = {"years": time.perf_counter() - began}
    shown = picture(History(scenario, model.world, wish.seed, model, seconds))
    if is_first:
        keep(world, shown)
    return shown


def _town(text: str, world: str, tell: Tell) -> dict[str, Any]:
    """Find a place and its likely partners."""
    from reports.explore.towns import partners

    tell({"done": 0, "of": 1, "what": "looking the place up"})
    return partners(text, world)


def _strategies(wanted: Any, world: str, tell: Tell) -> dict[str, Any]:
    """Compare strategies in pairs of runs."""
    from reports.explore.strategies import compared

    return compared(wanted, world, tell)


def _ready(_content: Any, _world: str, _tell: Tell) -> dict[str, Any]:
    """Do nothing but be there: what is needed was laid out before the first job."""
    return {}


JOBS: dict[str, Callable[[Any, str, Tell], dict[str, Any]]] = {
    "history": _history,
    "ready": _ready,
    "town": _town,
    "strategies": _strategies,
}
