"""Many runs: written down before they start, kept as they finish, resumed where they stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from scenarios.runs import manifest, parts
from scenarios.runs.carrying import Outcome, Task, carry_out
from scenarios.runs.executor import Engine, start
from scenarios.runs.folder import check_free, write_whole
from scenarios.runs.mistakes import RunError, shown
from scenarios.runs.plan import Chosen, check_call, plan
from scenarios.runs.tables import TABLES, Table, parquet
from simulation import tables as simulated
from simulation.world import load_world

FAILURES = "failures.parquet"
FAILURES_SCHEMA = {"run": pl.Int64, **parts.KEY_SCHEMA, "seed": pl.Int64, "error": pl.String}

Progress = Callable[[int, int, int], None]
"""Called with the runs that are finished, that failed, and that were planned."""


@dataclass
class Ensemble:
    """What became of an ensemble.

    Attributes
    ----------
    planned : runs of the plan
    found : runs that were finished before this call
    done : runs that this call finished
    failures : one row for each run that failed
    """

    planned: int
    found: int = 0
    done: int = 0
    failures: list[tuple[int, str, str | None, int, int, str]] = field(default_factory=list)


def ensemble(
    chosen: Sequence[Chosen],
    out: Path,
    *,
    seed: int = 1,
    world: str = "germany",
    replications: int = 100,
    workers: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    more: Mapping[str, Table] | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Run every scenario under `replications` seeds, from `seed` on.

    The plan stands in `manifest.json` before the first run starts; what a run leaves is in the
    folder as soon as it is finished. A run that fails is a row in `failures.parquet` and does not
    stop the others; resuming tries it again. The bytes do not depend on the engine.

    Parameters
    ----------
    chosen : sequence of Chosen
        Scenarios, from `choose`.
    out : Path
        A new or empty folder; with `force` one that jumelage wrote; with `resume` the same
        ensemble, unfinished or with fewer replications.
    seed : int
        0 .. 2**32 - 1; replication `r` has `seed + r`.
    world : {"germany", "toy"}
    replications, workers : int
        At least 1.
    cluster : str, optional
        Address of a Dask scheduler, in place of `workers`.
    resume, force : bool
    more : mapping of str to function, optional
        Further tables by name, each made of a history; functions at the top of a module.
    progress : callable, optional
        Called after each run with the runs finished, failed and planned.

    Raises
    ------
    RunError
        If the call is not possible, or `out` must not or cannot be written to.
    """
    check_call(seed, world, replications, workers)
    runs = plan([one.scenario.name for one in chosen], seed, replications)
    tables = {**TABLES, **(more or {})}
    scenarios = {one.scenario.name: one.scenario for one in chosen}
    tasks = [Task(run, scenarios[run.scenario], world, tables) for run in runs]
    wanted = manifest.manifest(chosen, runs, seed, world, replications, list(tables))
    return carry(
        tasks,
        wanted,
        out,
        workers=workers,
        cluster=cluster,
        resume=resume,
        force=force,
        progress=progress,
    )


def carry(
    tasks: Sequence[Task],
    wanted: dict[str, Any],
    out: Path,
    *,
    workers: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    beside: Mapping[str, bytes] | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Carry out tasks in a folder whose manifest is `wanted`; see `ensemble`.

    Parameters
    ----------
    beside : mapping of str to bytes, optional
        Files that the manifest names and that stand there before the first run.

    Raises
    ------
    RunError
        If `out` must not or cannot be written to, or holds another ensemble.
    """
    if resume and force:
        raise RunError("--resume and --force: one goes on, the other starts anew; give one")
    engine = start(workers, cluster)
    try:
        out = Path(out).absolute()
        _make_ready(out, wanted, resume=resume, force=force)
        for name, data in (beside or {}).items():
            write_whole(out / name, data)
        _write_places(out, wanted["world"])
        found = parts.finished(out, range(len(tasks)), wanted["tables"])
        result = Ensemble(len(tasks), found=len(found))
        left = [task for task in tasks if task.run.run not in found]
        _work(engine, lambda: start(workers, cluster), left, out, result, progress)
        engine.close()
    except BaseException:
        # nobody waits for runs whose results are no longer wanted
        engine.stop()
        raise
    return result


def _make_ready(out: Path, wanted: dict[str, Any], *, resume: bool, force: bool) -> None:
    """Begin a folder, or find in it what is to be gone on with."""
    if not (resume and manifest.agrees(out, wanted)):
        check_free(out, force=force)
        manifest.begin(out, wanted)
    parts.sweep(out)


def _write_places(out: Path, world: str) -> None:
    """Write the municipalities, once for all runs."""
    path = out / "municipalities.parquet"
    if not parts.is_sound(path):
        write_whole(path, parquet(simulated.municipalities(load_world(world))))


def _work(
    engine: Engine,
    restart: Callable[[], Engine],
    tasks: Sequence[Task],
    out: Path,
    result: Ensemble,
    progress: Progress | None,
) -> None:
    """Carry out the tasks and keep what each leaves."""

    def keep(outcome: Outcome) -> None:
        run = outcome.run
        if outcome.error is None:
            parts.write_parts(out, run.run, outcome.tables)
            result.done += 1
        else:
            key = (run.scenario, run.strategy, run.replication)
            result.failures.append((run.run, *key, run.seed, outcome.error))
        if progress is not None:
            progress(result.found + result.done, len(result.failures), result.planned)

    if progress is not None:
        progress(result.found, 0, result.planned)
    try:
        carry_out(tasks, engine, restart, keep)
    finally:
        _write_failures(out, result)


def _write_failures(out: Path, result: Ensemble) -> None:
    """Write one row for each run that failed; none is an empty table."""
    rows = sorted(result.failures)
    frame = pl.DataFrame(rows, schema=FAILURES_SCHEMA, orient="row")
    write_whole(out / FAILURES, parquet(frame))


def summary(result: Ensemble, out: Path) -> str:
    """Return what became of an ensemble, in one sentence."""
    told = f"{result.found + result.done:,} of {result.planned:,} runs are in {shown(out)}"
    if result.found:
        told += f" ({result.found:,} were there before)"
    if result.failures:
        first = shown(min(result.failures)[-1])
        told += f"; {len(result.failures):,} failed, see {FAILURES} there; the first: {first}"
    return told
