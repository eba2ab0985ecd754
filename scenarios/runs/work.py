"""The work of an ensemble: a folder made ready, every run carried out, what it leaves kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from scenarios.runs.carrying import Outcome, Task
from scenarios.runs.engines import Engine, carry_out, start
from scenarios.runs.kept import manifest, parts
from scenarios.runs.kept.folder import check_free, write_whole
from scenarios.runs.mistakes import RunError, shown
from scenarios.runs.plan import Run
from scenarios.runs.tables import parquet
from simulation import tables as simulated
from simulation.world import load_world

FAILURES = "failures.parquet"
FAILURES_SCHEMA = {"run": pl.Int64, **parts.KEY_SCHEMA, "seed": pl.Int64, "error": pl.String}

Progress = Callable[[int, int, int], None]
"""Called with the runs that are finished, that failed, and that were planned."""
Bundle = tuple[Run, ...]
"""Runs that one task carries out."""
Build = Callable[[Bundle], Task]
"""Makes the task of a bundle, or of a part of one, when its turn comes."""


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


def carry(
    bundles: Sequence[Bundle],
    build: Build,
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
    """Carry out all runs in a folder whose manifest is `wanted`; see `ensemble`.

    Parameters
    ----------
    bundles : sequence of tuple of Run
        All runs of the plan; those of a bundle that are not finished make one task.
    build : callable
        Makes a task of some runs of a bundle; called as an engine has room for it.
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
        numbers = [run.run for bundle in bundles for run in bundle]
        found = parts.finished(out, numbers, wanted["tables"])
        result = Ensemble(len(numbers), found=len(found))
        tasks = (build(left) for left in _left(bundles, found))
        _work(engine, lambda: start(workers, cluster), tasks, out, result, progress)
        engine.close()
    except BaseException:
        # nobody waits for runs whose results are no longer wanted
        engine.stop()
        raise
    return result


def _left(bundles: Iterable[Bundle], found: set[int]) -> Iterable[Bundle]:
    """Give what is not finished of each bundle."""
    for bundle in bundles:
        left = tuple(run for run in bundle if run.run not in found)
        if left:
            yield left


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
    tasks: Iterable[Task],
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
