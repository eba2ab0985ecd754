"""One run: simulate a scenario and leave its tables and `run.json` in a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scenarios.runs.kept import origin
from scenarios.runs.kept.folder import marked, staged, write_json, write_whole
from scenarios.runs.mistakes import RunError, shown
from scenarios.runs.plan import Chosen, check_call, described
from scenarios.runs.strategies.described import check_acts
from scenarios.runs.tables import TABLES, Table, parquet
from scenarios.schema import Scenario
from scenarios.strategies import Strategy
from simulation import History, simulate
from simulation.world import NOT_CALIBRATED


def run(
    chosen: Chosen,
    out: Path,
    *,
    strategy: Strategy | None = None,
    seed: int = 1,
    world: str = "germany",
    force: bool = False,
    more: Mapping[str, Table] | None = None,
    progress: Callable[[int], None] | None = None,
) -> History:
    """Simulate one history and write it to `out`, which is there whole or not at all.

    Parameters
    ----------
    chosen : Chosen
        The scenario, from `choose`; with a draw of the posterior from `Draws.chosen`.
    out : Path
        A new or empty folder; with `force`, one that jumelage wrote.
    strategy : Strategy, optional
        In force with its central values.
    seed : int
        0 .. 2**32 - 1.
    world : {"germany", "europe", "toy"}
    force : bool
        Replace an earlier result.
    more : mapping of str to function, optional
        Further tables by name, each made of the history.
    progress : callable, optional
        Called with each year that is done.

    Raises
    ------
    RunError
        If the call is not possible, or `out` must not or cannot be written to.
    """
    check_call(seed, world)
    if strategy is not None:
        chosen = under(chosen, strategy)
    with staged(Path(out), force=force) as folder:
        history = simulated(chosen, seed, world, progress)
        write_history(history, chosen, folder, more or {}, strategy)
    return history


def under(chosen: Chosen, strategy: Strategy) -> Chosen:
    """Return a scenario with the policy of a strategy at its central values.

    Raises
    ------
    RunError
        If the strategy begins after the scenario has ended.
    """
    check_acts(strategy, chosen.scenario)
    content = {**dict(chosen.scenario), "policy": strategy.policy()}
    return replace(chosen, scenario=Scenario.model_validate(content))


def simulated(
    chosen: Chosen, seed: int, world: str, progress: Callable[[int], None] | None = None
) -> History:
    """Run the years; a mistake that only the model sees becomes a `RunError`."""
    try:
        return simulate(chosen.scenario, seed, world, progress=progress)
    except ValueError as error:
        raise RunError(f"{shown(chosen.scenario.name)}: {shown(str(error))}") from error


def write_history(
    history: History,
    chosen: Chosen,
    folder: Path,
    more: Mapping[str, Table],
    strategy: Strategy | None = None,
) -> None:
    """Write the tables of a finished history, then `run.json`, into a folder that is there."""
    made: Mapping[str, Table] = {"municipalities": _municipalities, **TABLES, **more}
    written: dict[str, dict[str, Any]] = {}
    for name, make in made.items():
        frame = make(history)
        data = parquet(frame)
        write_whole(folder / f"{name}.parquet", data)
        written[name] = {"rows": frame.height, "sha256": hashlib.sha256(data).hexdigest()}
    write_json(folder / "run.json", _record(history, chosen, written, strategy))


def _municipalities(history: History) -> Any:
    return history.municipalities


def _record(
    history: History,
    chosen: Chosen,
    written: Mapping[str, dict[str, Any]],
    strategy: Strategy | None,
) -> dict[str, Any]:
    """Return what `run.json` says: enough to make the same bytes again."""
    data = {**origin.hashes(), "scenario": chosen.file_sha256}
    return marked(
        "run",
        [f"{name}.parquet" for name in written],
        scenario=described(chosen),
        draw=dict(chosen.draw) if chosen.draw is not None else None,
        strategy=strategy.name if strategy else None,
        seed=history.seed,
        world=history.world.name,
        calibrated=history.world.name not in NOT_CALIBRATED,
        versions=origin.versions(),
        processor=origin.processor(),
        data=data,
        seconds={name: round(value, 3) for name, value in history.seconds.items()},
        tables=dict(written),
    )
