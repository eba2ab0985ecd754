"""Running a design: every row, on the same terms as an ensemble."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from scenarios.runs.carrying import Task
from scenarios.runs.designs.values import SEED, each_scenario, scenario_of
from scenarios.runs.kept import manifest
from scenarios.runs.kept.beside import changed
from scenarios.runs.mistakes import UNREADABLE, RunError, shown
from scenarios.runs.plan import Chosen, Run, check_call, check_seed
from scenarios.runs.tables import TABLES, Table, parquet
from scenarios.runs.work import Bundle, Ensemble, Progress, carry
from scenarios.schema import Scenario

NAME = "design.parquet"


def runs_of(base: Scenario, table: pl.DataFrame, seed: int) -> list[Run]:
    """List the runs: row `r` (from 0) is replication `r`, with its own seed or `seed + r`.

    Raises
    ------
    RunError
        If a seed is not possible.
    """
    seeds = seeds_of(table, seed, "design")
    return [Run(row, base.name, None, row, own) for row, own in enumerate(seeds)]


def seeds_of(table: pl.DataFrame, seed: int, noun: str) -> list[int]:
    """Return the seed of each row: what its column seed says, or `seed + row`.

    Raises
    ------
    RunError
        If one is not possible.
    """
    seeds = [seed + row for row in range(table.height)]
    if SEED in table.columns:
        if not table[SEED].dtype.is_integer() or table[SEED].has_nulls():
            raise RunError(f"{noun}, column seed: expected an integer in every row")
        seeds = table[SEED].to_list()
    for own in seeds:
        check_seed(own)
    return seeds


def design_ensemble(
    base: Chosen,
    design: pl.DataFrame,
    out: Path,
    *,
    seed: int = 1,
    world: str = "germany",
    workers: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    tables: Mapping[str, Table] = TABLES,
    also: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Ensemble:
    """Run every row of a design, on the same terms as `ensemble`.

    Parameters
    ----------
    base : Chosen
        The scenario that the rows change, from `choose`.
    design : polars.DataFrame
        One row a run; see the head of this room.
    out : Path
        A new or empty folder; with `force` one that jumelage wrote; with `resume` the same
        design, unfinished.
    seed : int
        Row `r` (from 0) has `seed + r` where the design has no column seed.
    world : {"germany", "europe", "toy"}
    workers, cluster, resume, force, progress : as in `ensemble`
    tables : mapping of str to function
        All tables that are kept; functions at the top of a module.
    also : tuple of str
        Names of files that the caller will put beside.

    Raises
    ------
    RunError
        If the call or the design is not possible, or `out` must not or cannot be written to.
    """
    check_call(seed, world, max(1, design.height), workers)
    for _ in each_scenario(base.scenario, design):
        pass  # every row is checked, and made again when its turn comes: a design may be long
    runs = runs_of(base.scenario, design, seed)
    data = parquet(design)
    wanted = manifest.manifest([base], runs, seed, world, len(runs), list(tables))
    wanted["design"] = {
        "rows": design.height,
        "columns": design.columns,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    wanted["files"] = sorted([*wanted["files"], NAME, *also])
    if resume:
        _check_same(out, design)
    values = design.drop(SEED, strict=False)

    def build(bundle: Bundle) -> Task:
        row = bundle[0].replication
        mine = scenario_of(base.scenario, values.row(row, named=True), f"design, row {row + 1}")
        return Task(bundle, mine, world, dict(tables))

    return carry(
        [(run,) for run in runs],
        build,
        wanted,
        out,
        workers=workers,
        cluster=cluster,
        resume=resume,
        force=force,
        beside={NAME: data},
        progress=progress,
    )


def _check_same(out: Path, design: pl.DataFrame) -> None:
    """Refuse to go on with another design than the folder's, naming the first difference.

    A folder whose design cannot be read is judged by its manifest alone, which comes next.
    """
    try:
        there = pl.read_parquet(out / NAME)
    except UNREADABLE:
        return
    told = changed(there, design)
    if told is not None:
        raise RunError(
            f"{shown(out)}: cannot be resumed, its design {told}; give the same design as before, "
            "or another folder"
        )
